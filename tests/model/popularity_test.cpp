#include <cmath>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/popularity.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

Dataset three_buyers() {
  return test::dataset_of({{"A", "old", "2020-01-01"},
                           {"B", "old", "2020-01-11"},
                           {"B", "old", "2020-01-21"},
                           {"C", "new", "2020-01-30"}});
}

TEST(Popularity, CountsAccountsAndAgesThemByTheirLastOrFirstPurchase) {
  const Dataset data = three_buyers();
  const History history = test::history_of(data, test::day("2020-01-31"));
  const std::size_t old = position(test::product_of(data, "old"));
  EXPECT_EQ(popularity(history, 2)[old], 2.0);
  EXPECT_DOUBLE_EQ(popularity(history, 2, 10.0)[old], std::exp2(-3.0) + std::exp2(-1.0));
  EXPECT_DOUBLE_EQ(popularity(history, 2, 10.0, &Bought::first)[old],
                   std::exp2(-3.0) + std::exp2(-2.0));
}

TEST(Trend, IsTheRatioOfRecentToAllTimeBuyersToThePowerOfItsStrength) {
  const Dataset data = three_buyers();
  const History history = test::history_of(data, test::day("2020-01-31"));
  const auto factors = trend_factors(
      history, 2, {.buyers = {.strength = 0.5, .half_life_days = 10.0}, .smoothing = 2.0});
  const double recent_old = std::exp2(-3.0) + std::exp2(-1.0);
  const double recent_new = std::exp2(-0.1);
  const double scale = 3.0 / (recent_old + recent_new);
  const std::size_t old = position(test::product_of(data, "old"));
  EXPECT_NEAR(factors[old], std::sqrt((recent_old * scale + 2.0) / 4.0), 1e-6);
  EXPECT_NEAR(factors[1 - old], std::sqrt((recent_new * scale + 2.0) / 3.0), 1e-6);
}

TEST(Trend, OfNewBuyersDoesNotRiseWhenBuyersReorder) {
  const Dataset once = test::dataset_of({{"A", "p", "2020-01-01"}, {"B", "q", "2020-01-20"}});
  const Dataset again = test::dataset_of(
      {{"A", "p", "2020-01-01"}, {"A", "p", "2020-01-30"}, {"B", "q", "2020-01-20"}});
  const auto factors = [](const Dataset& data, const TrendOptions& options) {
    return trend_factors(test::history_of(data, test::day("2020-01-31")), 2, options);
  };
  const TrendOptions of_new_buyers{.new_buyers = {.strength = 1.0}};
  const TrendOptions of_buyers{.buyers = {.strength = 1.0}};
  EXPECT_EQ(factors(once, of_new_buyers), factors(again, of_new_buyers));
  EXPECT_LT(factors(once, of_buyers)[0], factors(again, of_buyers)[0]);
}

TEST(Trend, OfNoStrengthOrNoHistoryIsOneEverywhere) {
  const Dataset data = three_buyers();
  const std::vector<float> ones = {1.0F, 1.0F};
  EXPECT_EQ(trend_factors(test::history_of(data, test::day("2020-01-31")), 2, {}), ones);
  EXPECT_EQ(trend_factors(test::history_of(data, test::day("2019-01-01")), 2,
                          {.buyers = {.strength = 1.0}, .new_buyers = {.strength = 1.0}}),
            ones);
}

TEST(Trend, RefusesOptionsOutsideTheirRange) {
  const History history = test::history_of(three_buyers(), test::day("2020-01-31"));
  for (const TrendOptions& bad :
       {TrendOptions{.buyers = {.strength = -1.0}}, TrendOptions{.buyers = {.half_life_days = 0}},
        TrendOptions{.new_buyers = {.strength = 11.0}}, TrendOptions{.smoothing = 0.0}}) {
    EXPECT_THROW(trend_factors(history, 2, bad), Error);
  }
}

}  // namespace
}  // namespace upcross
