#include <stop_token>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/selection/tune.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

TuneOptions quick() { return {.als = {.factors = 8, .iterations = 4}, .horizon_days = 40}; }

TEST(Tune, UsesAModelWhereAccountsHaveTastes) {
  const Tuned tuned = tune(test::moving_market(true), quick());
  EXPECT_EQ(tuned.report.cuts.size(), 3U);
  EXPECT_FALSE(tuned.report.fell_back) << tuned.report.chosen.what;
  EXPECT_LT(tuned.report.doubt, 0.01);
  EXPECT_GT(tuned.report.chosen.ndcg, 1.3 * tuned.report.popularity.ndcg);
}

TEST(Tune, FallsBackOnPopularityWhereTheyHaveNone) {
  const Tuned tuned = tune(test::moving_market(false), quick());
  EXPECT_TRUE(tuned.report.fell_back) << tuned.report.chosen.what;
  EXPECT_EQ(tuned.recipe.factorization, 0.0);
  EXPECT_EQ(tuned.recipe.item_item, 0.0);
  EXPECT_EQ(tuned.recipe.popularity, 1.0);
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

TEST(Tune, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(tune(test::moving_market(true), quick(), {.stop = source.get_token()}), Error);
}

}  // namespace
}  // namespace upcross
