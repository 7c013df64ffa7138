#include <algorithm>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/evaluation/evaluate.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

constexpr int horizon = 40;

double ndcg_of(const Evaluation& evaluation, const std::string& name) {
  return std::ranges::find(evaluation.rankers, name, &RankerQuality::name)->ndcg.mean;
}

Blend fitted_before(const Dataset& data, Day as_of) {
  const BlendRecipe recipe{.factorization = 0.0, .neighbours = 1.0};
  return fit_blend(test::history_of(data, as_of), build_interactions(data, {.as_of = as_of}),
                   recipe);
}

TEST(FittedRanker, RanksAsABlendThatIsFittedBeforeTheCut) {
  const Dataset data = test::moving_market(true);
  const Day cut = data.default_as_of() - std::chrono::days(horizon);
  const auto fitted = fitted_ranker("fitted", fitted_before(data, cut), cut);
  const Evaluation evaluation = evaluate(data, {fitted}, {.horizon_days = horizon, .cuts = 1});
  EXPECT_EQ(ndcg_of(evaluation, "fitted"), ndcg_of(evaluation, "neighbours"));
}

TEST(FittedRanker, RefusesAModelThatKnowsWhatIsToBeForeseen) {
  const Dataset data = test::moving_market(true);
  const Day cut = data.default_as_of() - std::chrono::days(horizon);
  const Day late = cut + std::chrono::days(1);
  const auto fitted = fitted_ranker("late", fitted_before(data, late), late);
  EXPECT_THROW(evaluate(data, {fitted}, {.horizon_days = horizon, .cuts = 1}), Error);
}

TEST(FittedRanker, RefusesAModelOfOtherProducts) {
  const Dataset data = test::moving_market(true);
  const Dataset other = test::moving_market(true, 240, 60);
  const Day early = test::day("2020-04-01");
  const auto fitted = fitted_ranker("other", fitted_before(other, early), early);
  EXPECT_THROW(evaluate(data, {fitted}, {.horizon_days = horizon, .cuts = 1}), Error);
}

}  // namespace
}  // namespace upcross
