#include "../../src/data/number_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace upcross::detail {
namespace {

constexpr auto point = DecimalSign::point;
constexpr auto comma = DecimalSign::comma;
constexpr auto undecided = DecimalSign::undecided;

TEST(NumberText, ReadsWhatIsCertainForTheSign) {
  struct Case {
    std::string_view text;
    DecimalSign sign;
    double value;
  };
  const std::vector<Case> cases = {{"1.234", comma, 1234},
                                   {"1.234", point, 1.234},
                                   {"1,234", comma, 1.234},
                                   {"1,234", point, 1234},
                                   {"1.234,50", comma, 1234.5},
                                   {"1,234.50", point, 1234.5},
                                   {"12.345.678", comma, 12345678},
                                   {"1.234,50", undecided, 1234.5},
                                   {"2,55", undecided, 2.55},
                                   {"2.55", undecided, 2.55},
                                   {"0,125", undecided, 0.125},
                                   {"1234.567", undecided, 1234.567},
                                   {"1.234.567", undecided, 1234567},
                                   {",5", comma, 0.5},
                                   {".5", point, 0.5},
                                   {"12", comma, 12},
                                   {"12-", comma, -12},
                                   {"1.234,50-", comma, -1234.5},
                                   {"-3,5", comma, -3.5},
                                   {"\u22123,5", comma, -3.5},
                                   {"+3.5", point, 3.5},
                                   {"(3.50)", point, -3.5},
                                   {"1 234,5", comma, 1234.5},
                                   {"1\u00a0234,5", comma, 1234.5},
                                   {"1'234.50", point, 1234.5},
                                   {"1\u2019234.50", undecided, 1234.5},
                                   {"1e3", comma, 1000},
                                   {"1.5e3", undecided, 1500},
                                   {"1.234,50 EUR", comma, 1234.5},
                                   {"EUR 1.234,50", comma, 1234.5},
                                   {"12,50 €", comma, 12.5},
                                   {"-12,50\u00a0€", comma, -12.5},
                                   {"$1,234.50", point, 1234.5},
                                   {"-$12.50", point, -12.5},
                                   {"$-12.50", point, -12.5},
                                   {"5 STK", undecided, 5}};
  for (const Case& one : cases) {
    const NumberText number = parse_number(one.text, one.sign);
    EXPECT_EQ(number.fault, NumberFault::none) << one.text;
    EXPECT_EQ(number.value, one.value) << one.text;
  }
}

/// A sign, digits and a point wherever they may stand.
std::string random_decimal(std::mt19937& random) {
  std::string text;
  for (auto size = 1 + random() % 19; size > 0; --size)
    text += static_cast<char>('0' + random() % 10);
  if (random() % 4 != 0) text.insert(random() % (text.size() + 1), ".");
  return random() % 3 == 0 ? "-" + text : text;
}

TEST(NumberText, IsTheNearestNumberWhicheverWayItIsRead) {
  std::mt19937 random(1);
  for (int i = 0; i < 200000; ++i) {
    std::string text = random_decimal(random);
    double expected = 0.0;
    std::from_chars(text.data(), text.data() + text.size(), expected);
    ASSERT_EQ(parse_number(text, point).value, expected) << text;
    ASSERT_EQ(std::signbit(parse_number(text, point).value), std::signbit(expected)) << text;
    std::ranges::replace(text, '.', ',');
    if (text.ends_with(',')) continue;
    ASSERT_EQ(parse_number(text, comma).value, expected) << text;
  }
}

TEST(NumberText, RefusesWhatIsNoNumberForTheSign) {
  for (const auto sign : {point, comma, undecided}) {
    for (const std::string_view text :
         {"",         " ",          "-",        "abc", "1.2.3", "1,2,3", "12.34.567",
          "1.2345,6", "1,234,56",   "1.234.56", "--5", "-5-",   "(-5)",  "1 00",
          "1 2345",   "1,",         ",",        ".",   "nan",   "inf",   "0x10",
          "5 Stk",    "01,234.5,6", "€",        "EUR", "12%"}) {
      EXPECT_EQ(parse_number(text, sign).fault, NumberFault::not_a_number) << text;
    }
  }
  EXPECT_EQ(parse_number("1.23", comma).fault, NumberFault::not_a_number);
  EXPECT_EQ(parse_number("1,23", point).fault, NumberFault::not_a_number);
  EXPECT_EQ(parse_number("0.123", comma).fault, NumberFault::not_a_number);
  EXPECT_EQ(parse_number("1.234,50", point).fault, NumberFault::not_a_number);
  EXPECT_EQ(parse_number("1e400", comma).fault, NumberFault::out_of_range);
}

TEST(NumberText, GuessesNothing) {
  for (const std::string_view text : {"1.234", "1,234", "12.345", "-1.234", "EUR 123,456"}) {
    EXPECT_EQ(proven_decimal(text), undecided) << text;
    EXPECT_EQ(parse_number(text, undecided).fault, NumberFault::undecidable) << text;
  }
}

TEST(NumberText, NamesTheCurrencyBesideTheNumber) {
  EXPECT_EQ(parse_number("12,50 €", comma).currency, "€");
  EXPECT_EQ(parse_number("GBP 3", point).currency, "GBP");
  EXPECT_EQ(parse_number("3", point).currency, "");
}

}  // namespace
}  // namespace upcross::detail
