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

TEST(Popularity, CountsAccountsAndAgesThemByTheirLastPurchase) {
  const Dataset data = three_buyers();
  const History history = test::history_of(data, test::day("2020-01-31"));
  const std::size_t old = position(test::product_of(data, "old"));
  EXPECT_EQ(popularity(history, 2)[old], 2.0);
  EXPECT_DOUBLE_EQ(popularity(history, 2, 10.0)[old], std::exp2(-3.0) + std::exp2(-1.0));
}

TEST(Trend, IsTheRatioOfRecentToAllTimeBuyersToThePowerOfItsStrength) {
  const Dataset data = three_buyers();
  const History history = test::history_of(data, test::day("2020-01-31"));
  const auto factors =
      trend_factors(history, 2, {.strength = 0.5, .half_life_days = 10.0, .smoothing = 2.0});
  const double recent_old = std::exp2(-3.0) + std::exp2(-1.0);
  const double recent_new = std::exp2(-0.1);
  const double scale = 3.0 / (recent_old + recent_new);
  const std::size_t old = position(test::product_of(data, "old"));
  EXPECT_NEAR(factors[old], std::sqrt((recent_old * scale + 2.0) / 4.0), 1e-6);
  EXPECT_NEAR(factors[1 - old], std::sqrt((recent_new * scale + 2.0) / 3.0), 1e-6);
}

TEST(Trend, OfNoStrengthOrNoHistoryIsOneEverywhere) {
  const Dataset data = three_buyers();
  const std::vector<float> ones = {1.0F, 1.0F};
  EXPECT_EQ(trend_factors(test::history_of(data, test::day("2020-01-31")), 2, {}), ones);
  EXPECT_EQ(trend_factors(test::history_of(data, test::day("2019-01-01")), 2, {.strength = 1.0}),
            ones);
}

TEST(Trend, RefusesOptionsOutsideTheirRange) {
  const History history = test::history_of(three_buyers(), test::day("2020-01-31"));
  for (const TrendOptions& bad : {TrendOptions{.strength = -1.0}, TrendOptions{.half_life_days = 0},
                                  TrendOptions{.smoothing = 0.0}}) {
    EXPECT_THROW(trend_factors(history, 2, bad), Error);
  }
}

}  // namespace
}  // namespace upcross
