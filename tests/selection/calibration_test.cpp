#include <cmath>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>
#include <upcross/selection/calibration.hpp>

namespace upcross {
namespace {

double truth(const OfferFeatures& f) { return 1.0 / (1.0 + std::exp(2.0 - 0.8 * f[1] - f[6])); }

/// Offers whose products are bought with the probability of `truth`, times `level`.
std::vector<Outcome> period(std::uint64_t seed, double level, std::size_t size = 4000) {
  std::vector<Outcome> result(size);
  for (std::size_t i = 0; i < size; ++i) {
    result[i].features[0] = 1.0;
    for (std::size_t k = 1; k < 9; ++k) result[i].features[k] = normal(seed, 16 * i + k);
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

TEST(Calibration, TheBandSpansTheDriftBetweenPeriods) {
  const auto calibration =
      Calibration::fit({period(1, 1.0), period(3, 0.6), period(5, 0.8)}, 30, 30);
  const auto [probability, low, high] = calibration.estimate({1.0});
  EXPECT_LT(low, 0.75 * probability);
  EXPECT_GT(high, 1.2 * probability);
  EXPECT_GT(low, 0.4 * probability);
  EXPECT_LT(high, 2.5 * probability);
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

TEST(Calibration, ALongerHorizonThanThePeriodIsMoreOfThem) {
  const auto same = Calibration::fit({period(1, 1), period(3, 1)}, 30, 30).estimate({1.0});
  const auto twice = Calibration::fit({period(1, 1), period(3, 1)}, 30, 60).estimate({1.0});
  EXPECT_NEAR(twice.probability, 1.0 - std::pow(1.0 - same.probability, 2.0), 1e-12);
}

TEST(Calibration, KnowsNothingFromFewerThanTwentyPurchases) {
  const auto calibration = Calibration::fit({period(1, 0.1, 40)}, 30, 30);
  EXPECT_FALSE(calibration.is_fitted());
  EXPECT_TRUE(std::isnan(calibration.estimate({1.0}).probability));
}

}  // namespace
}  // namespace upcross
