#include <cmath>

#include <gtest/gtest.h>

#include <upcross/selection/calibration.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

TEST(OfferFeatures, AreThoseOfTheContract) {
  const Dataset data = test::dataset_of({{"A", "nuts", "2020-01-01"},
                                         {"A", "nuts", "2020-06-20"},
                                         {"A", "figs", "2020-06-20"},
                                         {"A", "dates", "2020-05-10"},
                                         {"B", "plums", "2020-06-25"},
                                         {"B", "nuts", "2020-06-25"}});
  const History history = test::history_of(data, test::day("2020-07-01"));
  const auto account = test::account_of(data, "A");
  const auto product = test::product_of(data, "plums");
  OfferContext context{.days = 30, .score_level = 2.0, .log_offered = {0.0, 0.0, 0.0, 0.0}};
  context.log_offered[position(product)] = -1.25;
  const OfferDescriber describer(history, data.product_count(), context);
  const OfferFeatures got = describer.features(account, product, 0.5, 3);

  const double recent = std::exp2(-6.0 / 28.0);  // a buyer six days ago
  const double all_recent = 2.0 * std::exp2(-11.0 / 28.0) + std::exp2(-52.0 / 28.0) + 2.0 * recent;
  const double months = 182.0 / 30.0;
  // All but plums are offered to everybody; figs, nuts and plums had a first buyer in 28 days.
  const double share = std::exp(-1.25);
  const double newness =
      ((2.0 + share) * std::log(1.5 / 3.0) + std::log(0.5 / 3.0)) / (3.0 + share);
  const OfferFeatures expected = {1.0, std::log(0.5) - 2.0, std::log(3.0),
                                  std::log((recent * 6.0 / (all_recent + 1.0) + 5.0) / 6.0),
                                  std::log(1.5 / 3.0), std::log(7.0), -1.25,
                                  std::log(3.0),             // figs and dates within 60 days
                                  std::log1p(2.0 / 4.0),     // within 120 days, four months
                                  std::log1p(3.0 / months),  // nuts too
                                  std::log(4.0),             // all three last bought within 60 days
                                  std::log(3.0),             // 20 June and 10 May
                                  std::log1p(3.0 / months),  // and 1 January
                                  std::log(12.0),            // eleven days ago
                                  std::log(91.0),            // at most 90 days
                                  std::log(1.0 / 3.0),       // figs and dates: A alone
                                  1.0 / 3.0,                 // nuts
                                  // A has three products, B two
                                  (std::log(0.5) - 2.0) * 0.5 * std::log(4.0 / 3.0),
                                  // eleven days ago, B six
                                  (std::log(1.5 / 3.0) - newness) * 0.5 * std::log(12.0 / 7.0),
                                  0.0};
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 1e-9) << i;
}

TEST(OfferFeatures, ScoresOfAnotherScaleAreTheSame) {
  const auto nuts = ProductIndex{0};
  const std::vector<std::vector<ScoredProduct>> lists = {{{nuts, 0.5F}, {nuts, 0.25F}},
                                                         {{nuts, 1.0F}}};
  auto scaled = lists;
  for (auto& list : scaled) {
    for (ScoredProduct& one : list) one.score *= 8.0F;
  }
  const std::vector<double> weights = {1.0, 2.0};
  const double level = offer_context(lists, weights, 1, 30).score_level;
  EXPECT_NEAR(level, (std::log(0.5) + std::log(0.25)) / 4.0, 1e-12);
  EXPECT_NEAR(offer_context(scaled, weights, 1, 30).score_level, level + std::log(8.0), 1e-12);
}

TEST(OfferFeatures, TellToWhatShareOfAccountsAProductIsOffered) {
  const auto nuts = ProductIndex{0};
  const auto figs = ProductIndex{1};
  const std::vector<std::vector<ScoredProduct>> lists = {{{nuts, 0.5F}, {figs, 0.25F}},
                                                         {{nuts, 1.0F}}};
  const auto offered = offer_context(lists, std::vector{1.0, 3.0}, 3, 30).log_offered;
  ASSERT_EQ(offered.size(), 3U);
  EXPECT_NEAR(offered[0], std::log((4.0 + 1.0) / 5.0), 1e-12);
  EXPECT_NEAR(offered[1], std::log((1.0 + 1.0) / 5.0), 1e-12);
  EXPECT_NEAR(offered[2], std::log(1.0 / 5.0), 1e-12);
  EXPECT_TRUE(offer_context({}, {}, 3, 30).log_offered.empty());
}

TEST(OfferFeatures, OfAnAccountWithoutPurchasesAreNoGroundForAProbability) {
  DatasetBuilder builder;
  builder.add_account("new", {});
  builder.add_product("figs", {});
  const Dataset data = test::dataset_of({{"A", "nuts", "2020-01-01"}}, std::move(builder));
  const History history = test::history_of(data, test::day("2020-07-01"));
  const OfferDescriber describer(history, data.product_count(), {.days = 30});
  const auto nuts = test::product_of(data, "nuts");
  const auto figs = test::product_of(data, "figs");
  EXPECT_TRUE(describer.knows(test::account_of(data, "A"), nuts));
  EXPECT_FALSE(describer.knows(test::account_of(data, "A"), figs));
  EXPECT_FALSE(describer.knows(test::account_of(data, "new"), nuts));
}

}  // namespace
}  // namespace upcross
