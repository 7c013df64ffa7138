#include "../../src/data/measure_text.hpp"

#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace upcross::detail {
namespace {

TEST(MeasureText, ReadsNumbersWithTheirUnits) {
  const std::vector<std::pair<std::string_view, double>> cases = {
      {"750", 750},   {"750 ml", 750},  {"750ml", 750},    {"0,75 l", 750},
      {"75 cl", 750}, {"1,5 kg", 1500}, {"2 m", 2000},     {"2 M", 2000},
      {"6 Blatt", 6}, {"10 Stück", 10}, {"1.000 g", 1000}, {"5 Stk.", 5}};
  for (const auto& [text, value] : cases) {
    EXPECT_EQ(parse_measure(text, DecimalSign::comma).value, value) << text;
  }
}

TEST(MeasureText, TextsWithoutNumberAreUnknown) {
  for (const std::string_view text : {"", "M", "XL", "2XL", "10 x 20", "38/40", "rot", "ml", "."}) {
    const NumberText size = parse_measure(text, DecimalSign::comma);
    EXPECT_EQ(size.fault, NumberFault::none) << text;
    EXPECT_TRUE(std::isnan(size.value)) << text;
  }
}

TEST(MeasureText, StaysInDoubtWhereTheSignIs) {
  EXPECT_EQ(parse_measure("1.500 ml", DecimalSign::undecided).fault, NumberFault::undecidable);
}

}  // namespace
}  // namespace upcross::detail
