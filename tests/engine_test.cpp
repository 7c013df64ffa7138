#include <numeric>

#include <gtest/gtest.h>

#include <upcross/engine.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

const EngineOptions quick{.als = {.factors = 8, .iterations = 4}, .horizon_days = 40};

std::vector<AccountIndex> all_accounts(const Dataset& data) {
  std::vector<AccountIndex> accounts(data.account_count());
  for (std::size_t a = 0; a < accounts.size(); ++a) accounts[a] = static_cast<AccountIndex>(a);
  return accounts;
}

TEST(Engine, OffersNewProductsWithReasonsThatAddUpAndCalibratedMoney) {
  const Engine engine = Engine::fit(test::moving_market(true), quick);
  const auto offers = engine.recommend(all_accounts(engine.data()));
  ASSERT_FALSE(offers.rows.empty());
  EXPECT_EQ(offers.model_id, engine.blend().id());
  EXPECT_EQ(offers.horizon_days, 40);
  for (const Recommendation& row : offers.rows) {
    double sum = 0.0;
    for (const Reason& reason : row.reasons) sum += reason.contribution;
    EXPECT_NEAR(sum, row.score, 1e-4);
    EXPECT_LE(0.0, row.probability_low);
    EXPECT_LE(row.probability_low, row.probability);
    EXPECT_LE(row.probability, row.probability_high);
    EXPECT_LE(row.probability_high, 1.0);
    EXPECT_NEAR(row.expected_revenue, row.probability * row.order_value, 0.0051);
    EXPECT_FALSE(std::ranges::binary_search(engine.interactions().seen(row.account),
                                            static_cast<std::uint32_t>(row.product)));
  }
}

TEST(Engine, AFewRowsOfOneKindAreTheFirstOfMany) {
  const Engine engine = Engine::fit(test::moving_market(true), quick);
  const std::vector<Kind> kinds = {Kind::cross_sell};
  const auto accounts = all_accounts(engine.data());
  const auto many = engine.recommend(accounts, kinds, 5);
  const auto few = engine.recommend(accounts, kinds, 2);
  std::size_t next = 0;
  for (const Recommendation& row : many.rows) {
    if (row.rank > 2) continue;
    ASSERT_LT(next, few.rows.size());
    EXPECT_EQ(few.rows[next].product, row.product);
    EXPECT_EQ(few.rows[next].probability, row.probability);
    ++next;
  }
  EXPECT_EQ(next, few.rows.size());
}

TEST(Engine, WhatItExpectsIsWhatHappens) {
  const Dataset data = test::moving_market(true, 600);
  const Day cut = test::day("2020-09-15");
  EngineOptions options = quick;
  options.as_of = cut;
  const Engine engine = Engine::fit(data, options);
  const auto offers = engine.recommend(all_accounts(data));
  double expected = 0.0;
  double seen = 0.0;
  const History later = test::history_of(data, cut + std::chrono::days(40));
  for (const Recommendation& row : offers.rows) {
    expected += row.probability;
    for (const Bought& one : later.of(position(row.account))) seen += one.product == row.product;
  }
  EXPECT_GT(seen, 100.0);
  EXPECT_NEAR(expected / seen, 1.0, 0.25);
}

}  // namespace
}  // namespace upcross
