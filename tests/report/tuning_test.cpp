#include <gtest/gtest.h>

#include <upcross/report/tuning.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

TuningReport report() {
  TuningReport result;
  result.cuts = {test::day("2011-08-01"), test::day("2011-06-01")};
  result.horizon_days = 61;
  result.accounts = 2271;
  result.popularity = {"popularity 28 days", 0.1, 0.25};
  result.chosen = {"EASE 200 x trend of 7 days ^ 0.5", 0.2, 0.5};
  result.trials = {result.popularity, result.chosen, {"EASE 600", 0.1999, 0.75}, result.popularity};
  result.dropped = 1234;
  result.doubt = 0.004;
  result.fell_back = false;
  result.budget = 1e12;
  result.work = 2.5e11;
  result.seconds = 12.34;
  result.untried = {"EASE 200", "EASE 1800"};
  return result;
}

TEST(TuningText, IsALinePerWayOfRankingTheBestFirst) {
  EXPECT_EQ(
      tuning_text(report()),
      "3 ways of ranking tried on 2,271 accounts that bought something new in 2 periods of 61 "
      "days from 2011-08-01 2011-06-01, 1,234 more on a quarter of them\n"
      "Chosen by NDCG@20, Recall@20 and HR@10 together, less what trends may owe to luck, the "
      "latest period counting most. In "
      "0.4 % of the resamples by account the best was no better than recent popularity.\n"
      "Work 250.0 of at most 1,000 billion units, 12.3 seconds. Not tried for that: EASE 200, "
      "EASE 1800.\n"
      "\n"
      "  NDCG@20  HR@10  ranked by\n"
      "  0.2000   0.500  EASE 200 x trend of 7 days ^ 0.5 <- chosen\n"
      "  0.1999   0.750  EASE 600\n"
      "  0.1000   0.250  popularity 28 days (recent popularity)\n");
}

TEST(TuningText, SaysThatPopularityAnswers) {
  TuningReport fallen = report();
  fallen.chosen = fallen.popularity;
  fallen.fell_back = true;
  const std::string text = tuning_text(fallen);
  EXPECT_NE(text.find("recent popularity, which therefore answers."), text.npos);
  EXPECT_NE(text.find("popularity 28 days (recent popularity) <- chosen\n"), text.npos);
}

TEST(TuningText, SaysWhyNothingWasTried) {
  TuningReport few;
  few.accounts = 12;
  EXPECT_EQ(tuning_text(few),
            "Nothing was tried: only 12 accounts bought something new in the periods held out. "
            "Recent popularity answers.\n");
}

TEST(TuningText, HoldsEveryTrialOfARealRun) {
  const TuningReport tuned = tune(test::moving_market(true), {.horizon_days = 40}).report;
  const std::string text = tuning_text(tuned);
  for (const Trial& one : tuned.trials) EXPECT_NE(text.find(one.what), text.npos) << one.what;
  EXPECT_NE(text.find(tuned.chosen.what + " <- chosen\n"), text.npos);
}

}  // namespace
}  // namespace upcross
