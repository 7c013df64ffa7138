#include <cmath>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>
#include <upcross/selection/calibration.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

double truth(const OfferFeatures& f) { return 1.0 / (1.0 + std::exp(2.0 - 0.8 * f[1] - f[12])); }

/// Offers whose products are bought with the probability of `truth`, times `level`.
std::vector<Outcome> period(std::uint64_t seed, double level, std::size_t size = 4000) {
  std::vector<Outcome> result(size);
  for (std::size_t i = 0; i < size; ++i) {
    result[i].features[0] = 1.0;
    for (std::size_t k = 1; k < 16; ++k) result[i].features[k] = normal(seed, 32 * i + k);
    result[i].bought = uniform(seed + 1, i) < level * truth(result[i].features);
    result[i].weight = 1.0;
  }
  return result;
}

TEST(Calibration, FindsTheProbabilitiesThatMadeTheOutcomes) {
  const auto calibration = Calibration::fit({period(1, 1), period(3, 1), period(5, 1)}, 30, 30);
  ASSERT_TRUE(calibration.is_fitted());
  double error = 0.0;
  for (const Outcome& one : period(7, 1, 200)) {
    error += std::abs(calibration.estimate(one.features).probability - truth(one.features));
  }
  EXPECT_LT(error / 200.0, 0.015);
}

TEST(Calibration, BelievesWhatTellsProductsApartLessThanWhatTellsAccountsApart) {
  auto offers = period(1, 1.0, 8000);
  for (Outcome& one : offers) {
    one.features.fill(0.0);
    one.features[0] = 1.0;
    one.features[4] = one.features[12] = one.bought ? 1.0 : -1.0;
  }
  const OfferFeatures weights = Calibration::fit({offers}, 30, 30).parts().odds.weights;
  EXPECT_GT(weights[4], 0.0);
  EXPECT_LT(weights[4], 0.2 * weights[12]);
}

TEST(Calibration, TheBandSpansTheDriftBetweenPeriods) {
  const auto calibration =
      Calibration::fit({period(1, 1.0), period(3, 0.6), period(5, 0.8)}, 30, 30);
  const auto [probability, low, high] = calibration.estimate({1.0});
  EXPECT_LT(low, 0.8 * probability);
  EXPECT_GT(high, 1.2 * probability);
  EXPECT_GT(low, 0.4 * probability);
  EXPECT_LT(high, 2.5 * probability);
}

TEST(Calibration, WhatMissedLongAgoWidensTheBandLess) {
  const auto width = [](double latest, double oldest) {
    return Calibration::fit({period(1, latest), period(3, 1.0), period(5, 1.0), period(7, oldest)},
                            30, 30)
        .parts()
        .high;
  };
  EXPECT_LT(width(1.0, 0.5), width(0.5, 1.0));
  EXPECT_GT(width(1.0, 0.5), width(1.0, 1.0));
}

TEST(Calibration, FiveInSixPeriodsOfTheSameDriftLieInTheBand) {
  std::size_t inside = 0;
  for (std::uint64_t i = 0; i < 60; ++i) {
    const auto level = [&](std::uint64_t n) {
      return std::exp(0.15 * normal(99, 4 * i + n) - 0.2);
    };
    const auto drawn = [&](std::uint64_t n) { return period(8 * i + 2 * n, level(n), 1500); };
    const auto calibration = Calibration::fit({drawn(1), drawn(2), drawn(3)}, 30, 30);
    double low = 0.0;
    double high = 0.0;
    double seen = 0.0;
    for (const Outcome& one : drawn(0)) {
      const auto estimate = calibration.estimate(one.features);
      low += estimate.low;
      high += estimate.high;
      seen += one.bought ? 1.0 : 0.0;
    }
    inside += low <= seen && seen <= high;
  }
  EXPECT_GE(inside, 44U);  // of 60: 50 less two deviations
}

TEST(Calibration, TheSeasonCountsAsItIs) {
  auto drawn = [](std::uint64_t seed, double season) {
    auto result = period(seed, 1.0);
    for (Outcome& one : result) one.features.back() = season;
    return result;
  };
  const auto calibration = Calibration::fit({drawn(1, 0.5), drawn(3, 0.5), drawn(5, 0.5)}, 30, 30);
  EXPECT_EQ(calibration.parts().odds.weights.back(), 1.0);
  OfferFeatures same{1.0};
  same.back() = 0.5;
  const double p = calibration.estimate(same).probability;
  const double without = calibration.estimate({1.0}).probability;
  EXPECT_NEAR(std::log(p / (1.0 - p)) - std::log(without / (1.0 - without)), 0.5, 1e-9);
}

/// 18 months in which accounts buy a new product now and then, thrice as often in December.
History seasonal_history() {
  std::vector<test::Line> lines;
  const Day first = test::day("2018-06-01");
  for (std::size_t a = 0; a < 200; ++a) {
    for (int d = 0; d < 548; ++d) {
      const auto month = std::chrono::year_month_day(first + std::chrono::days(d)).month();
      const double rate = month == std::chrono::December ? 0.15 : 0.05;
      if (uniform(a, static_cast<std::uint64_t>(d)) > rate) continue;
      lines.push_back({test::numbered('a', a), test::numbered('p', static_cast<std::size_t>(d)),
                       iso(first + std::chrono::days(d))});
    }
  }
  const Dataset data = test::dataset_of(lines);
  return test::history_of(data, test::day("2019-12-01"));
}

TEST(Season, IsThatOfTheYearBefore) {
  EXPECT_NEAR(season(seasonal_history(), 30), std::log(3.0), 0.2);
}

TEST(Season, IsUnknownInAShortHistory) {
  const Dataset data = test::moving_market(true);
  EXPECT_EQ(season(test::history_of(data, test::day("2020-10-01")), 30), 0.0);
}

TEST(Calibration, FewEventsWidenTheBand) {
  const auto many = Calibration::fit({period(1, 1), period(3, 1), period(5, 1)}, 30, 30);
  const auto few =
      Calibration::fit({period(1, 1, 150), period(3, 1, 150), period(5, 1, 150)}, 30, 30);
  const auto width = [](const Calibration& c) {
    const auto one = c.estimate({1.0});
    return one.high / one.low;
  };
  EXPECT_GT(width(few), 1.2 * width(many));
}

/// The same of which twice the days bring 2^growth times as much.
std::vector<Outcome> growing(std::uint64_t seed, double growth) {
  auto result = period(seed, 1.0);
  double owed = 0.0;
  for (Outcome& one : result) owed += one.bought ? std::exp2(growth) - 1.0 : 0.0;
  for (Outcome& one : result) {
    if (one.bought || owed < 1.0) continue;
    one.bought_later = true;
    owed -= 1.0;
  }
  return result;
}

double times_as_likely_in_90_days_as_in_30(const std::vector<std::vector<Outcome>>& periods) {
  const auto p = [&](int days) {
    return Calibration::fit(periods, 30, days).estimate({1.0}).probability;
  };
  return std::log1p(-p(90)) / std::log1p(-p(30));
}

TEST(Calibration, ALongerHorizonBringsAsMuchMoreAsItDidAfterEarlierPeriods) {
  for (const double growth : {0.5, 0.7, 1.0}) {
    EXPECT_NEAR(times_as_likely_in_90_days_as_in_30({period(1, 1.0), growing(3, growth)}),
                std::pow(3.0, growth), 0.05);
  }
}

TEST(Calibration, ALongerHorizonBringsTheUsualIfNoPeriodTells) {
  EXPECT_NEAR(times_as_likely_in_90_days_as_in_30({period(1, 1.0)}), std::pow(3.0, 0.85), 1e-9);
}

TEST(Calibration, APeriodOfAnotherMarketWidensTheBandAndChangesNothingElse) {
  auto periods = std::vector{period(1, 1.0), period(3, 1.0)};
  const auto without = Calibration::fit(periods, 30, 30).estimate({1.0});
  periods.push_back(period(5, 0.02));
  const auto with = Calibration::fit(periods, 30, 30).estimate({1.0});
  EXPECT_EQ(with.probability, without.probability);
  EXPECT_GT(with.high, without.high);
  EXPECT_LT(with.high, 1.6 * with.probability);
}

TEST(Calibration, WhatWasNeverSeenCountsAsTheMostThatWas) {
  const auto calibration = Calibration::fit({period(1, 1), period(3, 1), period(5, 1)}, 30, 30);
  const auto at = [&](double value) {
    OfferFeatures one{1.0};
    one[12] = value;
    return calibration.estimate(one).probability;
  };
  const double most = calibration.parts().odds.most[12];
  EXPECT_GT(at(most), at(most - 0.1));
  EXPECT_EQ(at(100.0), at(most));
}

TEST(Calibration, KnowsNothingFromFewerThanTwentyPurchases) {
  const auto calibration = Calibration::fit({period(1, 0.1, 40)}, 30, 30);
  EXPECT_FALSE(calibration.is_fitted());
  EXPECT_TRUE(std::isnan(calibration.estimate({1.0}).probability));
}

}  // namespace
}  // namespace upcross
