#include <gtest/gtest.h>

#include <upcross/core/grouped.hpp>

namespace upcross {
namespace {

TEST(Grouped, SetsASignBetweenThreeDigitsBeforeTheDecimalSign) {
  EXPECT_EQ(grouped(std::size_t{0}), "0");
  EXPECT_EQ(grouped(std::size_t{999}), "999");
  EXPECT_EQ(grouped(std::size_t{1000}), "1,000");
  EXPECT_EQ(grouped("1234567.8901"), "1,234,567.8901");
  EXPECT_EQ(grouped("-123456,7", '.'), "-123.456,7");
  EXPECT_EQ(grouped("-123"), "-123");
}

}  // namespace
}  // namespace upcross
