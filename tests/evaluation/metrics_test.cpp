#include <cmath>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>
#include <upcross/evaluation/metrics.hpp>

namespace upcross {
namespace {

std::vector<ScoredProduct> list(std::initializer_list<std::uint32_t> products) {
  std::vector<ScoredProduct> result;
  for (const auto p : products) result.push_back({static_cast<ProductIndex>(p), 0.0F});
  return result;
}

TEST(ListQuality, IsWhatThePaperAndPencilSay) {
  const std::vector<std::uint32_t> wanted = {2, 5, 9};
  const ListQuality quality = list_quality(list({1, 5, 3, 2}), wanted, 4);
  EXPECT_EQ(quality.hit, 1.0);
  EXPECT_DOUBLE_EQ(quality.recall, 2.0 / 3.0);
  const double best = 1.0 + 1.0 / std::log2(3.0) + 0.5;
  EXPECT_DOUBLE_EQ(quality.ndcg, (1.0 / std::log2(3.0) + 1.0 / std::log2(5.0)) / best);
}

TEST(ListQuality, LooksAtTheFirstKAlone) {
  const std::vector<std::uint32_t> wanted = {2, 5, 9};
  EXPECT_EQ(list_quality(list({1, 3, 2, 5}), wanted, 2).hit, 0.0);
  EXPECT_EQ(list_quality(list({5, 3, 2}), wanted, 1).recall, 1.0);
  EXPECT_EQ(list_quality({}, wanted, 10).ndcg, 0.0);
}

TEST(BootstrapMean, HasTheStandardErrorOfTheMean) {
  std::vector<double> values(400);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 2.0 + normal(3, i);
  double sum = 0.0;
  double square = 0.0;
  for (const double v : values) {
    sum += v;
    square += v * v;
  }
  const double center = sum / 400.0;
  const double error = std::sqrt(square / 400.0 - center * center) / 20.0;
  const BootstrapMean mean = bootstrap_mean(values);
  EXPECT_DOUBLE_EQ(mean.mean, center);
  EXPECT_NEAR(mean.standard_error, error, 0.1 * error);
  EXPECT_NEAR(mean.low, center - 1.645 * error, 0.25 * error);
  EXPECT_NEAR(mean.high, center + 1.645 * error, 0.25 * error);
  EXPECT_EQ(mean.below_zero, 0.0);
}

TEST(BootstrapMean, OfNothingIsNoNumber) { EXPECT_TRUE(std::isnan(bootstrap_mean({}).mean)); }

TEST(Gini, IsZeroWhereAllAreAlikeAndNearOneWhereOneHasAll) {
  EXPECT_NEAR(gini({3, 3, 3, 3}), 0.0, 1e-12);
  EXPECT_NEAR(gini({0, 0, 0, 8}), 0.75, 1e-12);
  EXPECT_EQ(gini({}), 0.0);
}

}  // namespace
}  // namespace upcross
