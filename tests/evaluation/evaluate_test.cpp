#include <numeric>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/evaluation/evaluate.hpp>
#include <upcross/report/evaluation.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

const EvaluationOptions options{.horizon_days = 40};

/// Knows what will be bought.
Ranker oracle() {
  return {"oracle", [](const RankingQuestion& asked, const Execution&) {
            RankedLists lists;
            for (const AccountIndex a : asked.accounts) {
              lists.emplace_back();
              for (const auto p : asked.known.wanted.row(position(a)).indexes) {
                if (lists.back().size() < asked.k)
                  lists.back().push_back({static_cast<ProductIndex>(p), 0.0F});
              }
            }
            return lists;
          }};
}

const RankerQuality& of(const Evaluation& evaluation, const std::string& name) {
  return *std::ranges::find(evaluation.rankers, name, &RankerQuality::name);
}

TEST(Evaluate, GivesWhatKnowsAllEverything) {
  const Evaluation evaluation = evaluate(test::moving_market(true), {oracle()}, options);
  const RankerQuality& best = of(evaluation, "oracle");
  EXPECT_DOUBLE_EQ(best.ndcg.mean, 1.0);
  EXPECT_DOUBLE_EQ(best.recall.mean, 1.0);
  EXPECT_DOUBLE_EQ(best.hit_rate.mean, 1.0);
  EXPECT_GT(best.revenue_share, 0.9);
}

TEST(Evaluate, ChanceHitsAsOftenAsCountingSays) {
  const Evaluation evaluation = evaluate(test::moving_market(false, 600), {}, options);
  const RankerQuality& chance = of(evaluation, "chance");
  // 10 of some 50 products not yet bought, 3 or so of them wanted.
  EXPECT_GT(chance.hit_rate.mean, 0.2);
  EXPECT_LT(chance.hit_rate.mean, 0.7);
  EXPECT_NEAR(chance.coverage, 1.0, 1e-12);
  EXPECT_LT(chance.gini, 0.4);
  EXPECT_LT(chance.ndcg.mean, of(evaluation, "recent popularity").ndcg.mean);
}

TEST(Evaluate, AModelOfTastesBeatsPopularityWhereThereAreSome) {
  const Evaluation evaluation = evaluate(test::moving_market(true), {}, options);
  EXPECT_EQ(evaluation.cuts.size(), 3U);
  EXPECT_GT(of(evaluation, "EASE 500").lift.low, 0.0);
  EXPECT_EQ(of(evaluation, "recent popularity").lift.mean, 0.0);
}

TEST(Evaluate, ShowsARankerNothingThatLiesOnOrAfterTheCut) {
  std::size_t asked = 0;
  const Ranker watcher{"watcher", [&](const RankingQuestion& question, const Execution&) {
                         ++asked;
                         const Day cut = question.known.cut;
                         for (const Bought& one : question.known.history.all())
                           EXPECT_LT(one.last, cut);
                         for (const Time time : question.data.purchases().time)
                           EXPECT_LT(time, cut);
                         EXPECT_EQ(question.known.interactions.as_of(), cut);
                         EXPECT_EQ(question.interactions.as_of, cut);
                         return RankedLists(question.accounts.size());
                       }};
  evaluate(test::moving_market(true), {watcher}, options);
  EXPECT_EQ(asked, 3U);
}

TEST(Evaluate, HasNoPeriodsInAHistoryThatIsTooShort) {
  const Evaluation evaluation = evaluate(test::moving_market(true), {}, {.horizon_days = 200});
  EXPECT_TRUE(evaluation.cuts.empty());
  EXPECT_EQ(
      evaluation_text(evaluation),
      "First purchases foreseen, per account that made one: nothing to measure; the history is "
      "shorter than twice the horizon of 200 days.\n");
}

TEST(Evaluate, IsALinePerRankerOnPaper) {
  const std::string text =
      evaluation_text(evaluate(test::moving_market(true), {oracle()}, options));
  EXPECT_EQ(std::ranges::count(text, '\n'), 9) << text;
  EXPECT_NE(text.find("oracle                  1.000   1.000      1.0000 (1.0000..1.0000)"),
            std::string::npos)
      << text;
}

TEST(Evaluate, RefusesOptionsOutsideTheirRange) {
  EXPECT_THROW(evaluate(test::moving_market(true), {}, {.horizon_days = 0}), Error);
  EXPECT_THROW(evaluate(test::moving_market(true), {}, {.cuts = 0}), Error);
}

}  // namespace
}  // namespace upcross
