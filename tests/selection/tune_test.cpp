#include <limits>
#include <stop_token>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/selection/tune.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

TuneOptions quick() {
  return {.als = {.factors = 8, .iterations = 4}, .horizon_days = 40, .cuts = 3};
}

TEST(Tune, UsesAModelWhereAccountsHaveTastes) {
  const Tuned tuned = tune(test::moving_market(true), quick());
  EXPECT_EQ(tuned.report.cuts.size(), 3U);
  EXPECT_FALSE(tuned.report.fell_back) << tuned.report.chosen.what;
  EXPECT_LT(tuned.report.doubt, 0.01);
  EXPECT_GT(tuned.report.dropped, 0U);
  EXPECT_GT(tuned.report.chosen.ndcg, 1.3 * tuned.report.popularity.ndcg);
}

TEST(Tune, FallsBackOnPopularityWhereTheyHaveNone) {
  const Tuned tuned = tune(test::moving_market(false), quick());
  EXPECT_TRUE(tuned.report.fell_back) << tuned.report.chosen.what;
  EXPECT_EQ(tuned.recipe.factorization, 0.0);
  EXPECT_EQ(tuned.recipe.item_item, 0.0);
  EXPECT_EQ(tuned.recipe.popularity, 1.0);
}

double strength_of_trend(const Dataset& data) {
  const TrendOptions trend = tune(data, quick()).recipe.trend;
  return trend.buyers.strength + trend.new_buyers.strength;
}

TEST(Tune, TakesNoTrendFromAMarketThatStandsStill) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    EXPECT_EQ(strength_of_trend(test::moving_market(true, 240, 80, seed)), 0.0) << seed;
  }
}

Dataset market_of_new_products() {
  std::vector<test::Line> lately;
  for (std::size_t i = 0; i < 1500; ++i) {
    const int day = 240 + static_cast<int>(i / 25);
    const std::size_t account = mix(i) % 240;
    const std::size_t product = 60 + mix(i + 1) % 5 * 4 + account % 4;
    lately.push_back({.account = test::numbered('a', account),
                      .product = test::numbered('p', product),
                      .day = iso(test::day("2020-01-01") + std::chrono::days(day))});
  }
  return test::moving_market(true, 240, 80, 1, lately);
}

TEST(Tune, TakesATrendFromAMarketWhereNewProductsTakeOver) {
  EXPECT_GT(strength_of_trend(market_of_new_products()), 0.0);
}

TEST(Tune, GivesTheSameRecipeOnAnyNumberOfThreads) {
  const Dataset data = test::moving_market(true);
  const Tuned one = tune(data, quick(), {.threads = 1});
  const Tuned four = tune(data, quick(), {.threads = 4});
  EXPECT_EQ(one.report.chosen.what, four.report.chosen.what);
  ASSERT_EQ(one.report.trials.size(), four.report.trials.size());
  for (std::size_t i = 0; i < one.report.trials.size(); ++i) {
    EXPECT_EQ(one.report.trials[i].ndcg, four.report.trials[i].ndcg);
  }
}

TEST(Tune, LooksAtNothingOnOrAfterAsOf) {
  TuneOptions options = quick();
  options.interactions.as_of = test::day("2020-09-01");
  const Dataset data = test::moving_market(true);
  std::vector<test::Line> changed;
  for (std::size_t a = 0; a < 240; ++a) {
    changed.push_back({test::numbered('a', a), test::numbered('p', 79), "2020-09-01"});
  }
  const Tuned before = tune(data, options);
  const Tuned after = tune(test::moving_market(true, 240, 80, 1, changed), options);
  EXPECT_EQ(before.report.chosen.what, after.report.chosen.what);
  EXPECT_EQ(before.report.chosen.ndcg, after.report.chosen.ndcg);
}

TEST(Tune, AnswersByPopularityWhereThereIsTooLittleToMeasure) {
  const Tuned tuned = tune(test::dataset_of({{"A", "nuts", "2020-01-05"}}), quick());
  EXPECT_TRUE(tuned.report.fell_back);
  EXPECT_TRUE(tuned.report.trials.empty());
  EXPECT_EQ(tuned.recipe.popularity, 1.0);
  EXPECT_FALSE(tuned.calibration.is_fitted());
}

Tuned tuned_within(double budget) {
  TuneOptions options = quick();
  options.budget = budget;
  return tune(test::moving_market(true), options);
}

TEST(Tune, TriesNoMoreThanItsBudgetAllows) {
  const TuningReport all = tuned_within(1e12).report;
  EXPECT_TRUE(all.untried.empty());
  EXPECT_EQ(all.budget, 1e12);
  std::size_t before = 0;
  for (const double share : {0.3, 0.5, 0.7, 0.9}) {
    const TuningReport some = tuned_within(share * all.work).report;
    EXPECT_LE(some.work, share * all.work);
    EXPECT_GE(some.trials.size(), before);
    EXPECT_LT(some.trials.size(), all.trials.size());
    before = some.trials.size();
  }
}

TEST(Tune, TriesNoMoreThanItsBudgetAllowsWhereTrendsAreWorthAMeasurement) {
  const Dataset data = market_of_new_products();
  TuneOptions options = quick();
  const double all = tune(data, options).report.work;
  for (double share = 0.4; share < 0.99; share += 0.05) {
    options.budget = share * all;
    EXPECT_LE(tune(data, options).report.work, options.budget) << share;
  }
}

TEST(Tune, ChoosesTheSameWithinABudgetThatAllowsAll) {
  const TuningReport all = tuned_within(1e12).report;
  const TuningReport just = tuned_within(all.work / 0.75).report;
  EXPECT_EQ(just.work, all.work);
  EXPECT_EQ(just.chosen.what, all.chosen.what);
  EXPECT_EQ(just.chosen.ndcg, all.chosen.ndcg);
}

TEST(Tune, AnswersByTheBestPopularityWhereTheBudgetAllowsNothingElse) {
  const Tuned tuned = tuned_within(1.0);
  EXPECT_EQ(tuned.report.trials.size(), 6U);
  EXPECT_GE(tuned.report.untried.size(), 7U);
  EXPECT_EQ(tuned.report.chosen.what, tuned.report.popularity.what);
  EXPECT_EQ(tuned.recipe.popularity, 1.0);
}

TEST(Tune, RefusesABudgetOfNothing) {
  EXPECT_THROW(tuned_within(0.0), Error);
  EXPECT_THROW(tuned_within(std::numeric_limits<double>::quiet_NaN()), Error);
}

TEST(Tune, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(tune(test::moving_market(true), quick(), {.stop = source.get_token()}), Error);
}

}  // namespace
}  // namespace upcross
