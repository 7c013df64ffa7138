#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/evaluation/time_split.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::day;

Dataset story() {
  return test::dataset_of({{"A", "nuts", "2020-01-05"},
                           {"A", "bolts", "2020-03-01", 3, 2.0},  // wanted, worth 6
                           {"A", "nuts", "2020-03-02"},           // had it before
                           {"A", "glue", "2020-03-03"},           // nobody had it before
                           {"A", "screws", "2020-05-01"},         // after the horizon
                           {"B", "bolts", "2020-01-06"},
                           {"B", "screws", "2020-01-06"},
                           {"B", "nuts", "2020-03-04", 2, 1.0},
                           {"B", "nuts", "2020-03-20", -2, 1.0},  // sent back whole
                           {"C", "nuts", "2020-03-04"}});         // unknown before
}

TEST(TimeSplit, WantedIsWhatKnownAccountsFirstBoughtOfKnownProductsAndKept) {
  const Dataset data = story();
  const NetPurchases net = net_of_returns(data, day("2020-06-01"));
  const TimeSplit split = split_at(data, net, day("2020-03-01"), 30);
  const auto a = position(test::account_of(data, "A"));
  ASSERT_EQ(split.wanted.entries(), 1U);
  ASSERT_EQ(split.wanted.row(a).size(), 1U);
  EXPECT_EQ(split.wanted.row(a).indexes[0], position(test::product_of(data, "bolts")));
  EXPECT_EQ(split.wanted.row(a).values[0], 6.0F);
}

TEST(TimeSplit, KnowsNothingOfWhatComesOnOrAfterTheCut) {
  const Dataset data = story();
  const NetPurchases net = net_of_returns(data, day("2020-06-01"));
  const TimeSplit split = split_at(data, net, day("2020-03-01"), 30);
  EXPECT_EQ(split.interactions.as_of(), day("2020-03-01"));
  EXPECT_EQ(split.interactions.by_account().entries(), 3U);
  EXPECT_EQ(split.history.all().size(), 3U);
}

TEST(TimeSplit, RefusesAHorizonThatHasNotPassed) {
  const Dataset data = story();
  const NetPurchases net = net_of_returns(data, day("2020-03-15"));
  EXPECT_THROW(split_at(data, net, day("2020-03-01"), 30), Error);
  EXPECT_THROW(split_at(data, net, day("2020-03-01"), 0), Error);
}

}  // namespace
}  // namespace upcross
