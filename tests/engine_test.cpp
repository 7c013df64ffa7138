#include <algorithm>
#include <filesystem>
#include <numeric>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/read.hpp>
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

TEST(Engine, TunesWithinTheBudgetGiven) {
  EngineOptions cheap = quick;
  cheap.budget = 1.0;
  const Engine engine = Engine::fit(test::moving_market(true), cheap);
  EXPECT_EQ(engine.tuning().budget, 1.0);
  EXPECT_FALSE(engine.tuning().untried.empty());
  EXPECT_TRUE(engine.blend().is_popularity_alone());
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

TEST(Engine, RankedByTheFactorizationAloneScoresAreInnerProductsOfItsFactors) {
  EngineOptions options = quick;
  options.ranking = Ranking::factorization;
  const Engine engine = Engine::fit(test::moving_market(true), options);
  const FactorModel& model = *engine.blend().parts().factors;
  const auto offers = engine.recommend(all_accounts(engine.data()));
  ASSERT_FALSE(offers.rows.empty());
  for (const Recommendation& row : offers.rows) {
    const double expected = affinity(model.account_factors().row(position(row.account)),
                                     model.product_factors().row(position(row.product)));
    EXPECT_NEAR(row.score, expected, 1e-6);
    EXPECT_FALSE(is_known(row.probability));
  }
  EXPECT_EQ(engine.models().loss.size(), options.als.iterations);
  EXPECT_TRUE(engine.tuning().trials.empty());
}

TEST(Engine, MadeOfTheModelsOfAnotherItAnswersTheSame) {
  const auto data = std::make_shared<const Dataset>(test::moving_market(true));
  const Engine fitted = Engine::fit(data, quick);
  const Engine made(data, quick, fitted.models());
  const auto expected = fitted.recommend(all_accounts(*data));
  const auto got = made.recommend(all_accounts(*data));
  ASSERT_EQ(got.rows.size(), expected.rows.size());
  EXPECT_EQ(got.model_id, expected.model_id);
  for (std::size_t i = 0; i < got.rows.size(); ++i) {
    EXPECT_EQ(got.rows[i].product, expected.rows[i].product);
    EXPECT_EQ(got.rows[i].score, expected.rows[i].score);
    EXPECT_EQ(got.rows[i].probability, expected.rows[i].probability);
  }
}

TEST(Engine, NewAccountsHaveTheAffinitiesOfOldOnesWithTheSamePurchases) {
  const Engine engine = Engine::fit(test::moving_market(true), quick);
  const History history(engine.data(),
                        net_of_returns(engine.data(), engine.interactions().as_of()));
  const Matrix got = engine.affinities(engine.data());
  std::vector<float> expected(engine.data().product_count());
  for (const AccountIndex account : all_accounts(engine.data())) {
    engine.blend().score(engine.blend().account(history, engine.interactions(), account), expected);
    for (std::size_t p = 0; p < expected.size(); ++p) {
      EXPECT_NEAR(got.row(position(account))[p], expected[p], 1e-4);
    }
  }
}

TEST(Engine, PurchasesOfOtherProductsAreRefused) {
  const Engine engine = Engine::fit(test::moving_market(true), quick);
  EXPECT_THROW(engine.affinities(test::moving_market(true, 10, 5)), Error);
}

TEST(Engine, AStopRequestEndsEveryStepOfAFit) {
  const Dataset data = test::moving_market(true, 50);
  std::stop_source stop;
  stop.request_stop();
  const Execution stopped{.stop = stop.get_token()};
  const auto expect_stopped = [](auto call) {
    try {
      call();
      ADD_FAILURE() << "it went on";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::stopped);
    }
  };
  expect_stopped([&] { find_suspected_non_goods(data, std::nullopt, stopped); });
  expect_stopped([&] { build_interactions(data, {}, stopped); });
  expect_stopped([&] { tune(data, {}, stopped); });
  expect_stopped([&] { Engine::fit(data, quick, stopped); });
  DatasetBuilder builder;
  builder.add({.account = "a", .product = "p", .time = Time(test::day("2020-01-01"))});
  expect_stopped([&] { builder.build(stopped); });
}

Engine for_revenue(const Execution& execution = {}) {
  EngineOptions options = quick;
  options.objective = {Objective::revenue, 0.1};
  return Engine::fit(test::moving_market(true), options, execution);
}

double expected_revenue(const Recommendations& offers) {
  double sum = 0.0;
  for (const Recommendation& row : offers.rows) sum += row.expected_revenue;
  return sum;
}

TEST(Engine, RanksByAffinityUnlessMoneyIsAskedFor) {
  const Engine engine = Engine::fit(test::moving_market(true), quick);
  EXPECT_EQ(engine.tuning().trade.gamma, 0.0);
  const auto offers = engine.recommend(all_accounts(engine.data()));
  for (std::size_t i = 1; i < offers.rows.size(); ++i) {
    if (offers.rows[i].rank == 1) continue;
    EXPECT_LE(offers.rows[i].score, offers.rows[i - 1].score);
  }
}

TEST(Engine, ForRevenueExpectsMoreOfItFromTheSameAffinities) {
  const Engine plain = Engine::fit(test::moving_market(true), quick);
  const Engine engine = for_revenue();
  const Trade& trade = engine.tuning().trade;
  EXPECT_GT(trade.gamma, 0.0);
  EXPECT_LE(trade.lost_relevance, 0.1);
  EXPECT_GT(trade.gain, 0.0);
  const auto accounts = all_accounts(engine.data());
  const auto offers = engine.recommend(accounts);
  EXPECT_GT(expected_revenue(offers), expected_revenue(plain.recommend(accounts)));
  std::size_t rank = 0;
  for (std::size_t i = 0; i < offers.rows.size(); ++i) {
    const Recommendation& row = offers.rows[i];
    rank = i > 0 && offers.rows[i - 1].account == row.account ? rank + 1 : 1;
    EXPECT_EQ(row.rank, rank);
    EXPECT_LE(row.rank, 5U);
    double sum = 0.0;
    for (const Reason& reason : row.reasons) sum += reason.contribution;
    EXPECT_NEAR(sum, row.score, 1e-4);
  }
}

TEST(Engine, RanksForRevenueAlikeOnAnyNumberOfThreads) {
  const Engine one = for_revenue({.threads = 1});
  const Engine four = for_revenue({.threads = 4});
  const auto accounts = all_accounts(one.data());
  const auto first = one.recommend(accounts, {.threads = 1});
  const auto second = four.recommend(accounts, {.threads = 4});
  EXPECT_EQ(one.tuning().trade.gamma, four.tuning().trade.gamma);
  ASSERT_EQ(first.rows.size(), second.rows.size());
  for (std::size_t i = 0; i < first.rows.size(); ++i) {
    EXPECT_EQ(first.rows[i].product, second.rows[i].product);
    EXPECT_EQ(first.rows[i].probability, second.rows[i].probability);
  }
}

TEST(Engine, ForRevenueAnswersAnAccountThatIsNamedTwiceOnce) {
  const Engine engine = for_revenue();
  auto accounts = all_accounts(engine.data());
  const auto once = engine.recommend(accounts);
  const std::vector<AccountIndex> again = accounts;
  accounts.insert(accounts.end(), again.begin(), again.end());
  const auto twice = engine.recommend(accounts);
  ASSERT_EQ(twice.rows.size(), once.rows.size());
  for (std::size_t i = 0; i < once.rows.size(); ++i) {
    EXPECT_EQ(twice.rows[i].product, once.rows[i].product);
  }
}

TEST(Engine, OffersOfBothKindsStandInOneListByTheirProbabilities) {
  EngineOptions options = quick;
  options.offers.up_sell.ladder = {.family = "subcategory", .step = "list_price"};
  options.budget = 1e9;
  const Engine engine = Engine::fit(
      read_dataset(std::filesystem::path(UPCROSS_EXAMPLE_DATA) / "adventureworks"), options);
  std::size_t up = 0;
  std::size_t first = 0;
  double lowest[2] = {};  // of each kind so far
  double last = 0.0;
  for (const Recommendation& row : engine.recommend(all_accounts(engine.data())).rows) {
    EXPECT_NEAR(row.expected_revenue, row.probability * row.order_value, 0.0051);
    EXPECT_GT(row.probability, 0.0);
    if (row.rank == 1) lowest[0] = lowest[1] = last = 1.0;
    double& of_kind = lowest[row.kind == Kind::up_sell];
    of_kind = std::min(of_kind, row.probability);
    EXPECT_LE(of_kind, last);
    last = of_kind;
    up += row.kind == Kind::up_sell;
    first += row.kind == Kind::up_sell && row.rank == 1;
  }
  EXPECT_GT(first, 0U);
  EXPECT_LT(first, up);
}

TEST(Engine, RefusesToRankByMarginWithoutCosts) {
  EngineOptions options = quick;
  options.objective.objective = Objective::margin;
  EXPECT_THROW(Engine::fit(test::moving_market(true), options), Error);
}

/// What the engine expects of the 40 days from a cut on, in terms of what then happened.
double expected_over_seen(const Dataset& data) {
  const Day cut = test::day("2020-09-15");
  EngineOptions options = quick;
  options.as_of = cut;
  const Engine engine = Engine::fit(data, options);
  double expected = 0.0;
  double seen = 0.0;
  const History later = test::history_of(data, cut + std::chrono::days(40));
  for (const Recommendation& row : engine.recommend(all_accounts(data)).rows) {
    expected += row.probability;
    for (const Bought& one : later.of(position(row.account))) seen += one.product == row.product;
  }
  EXPECT_GT(seen, 100.0);
  return expected / seen;
}

TEST(Engine, WhatItExpectsIsWhatHappens) {
  EXPECT_NEAR(expected_over_seen(test::moving_market(true, 600, 400)), 1.0, 0.25);
}

TEST(Engine, WhereAccountsHaveBoughtMostOfAMarketItExpectsNotMuchTooMuch) {
  EXPECT_NEAR(expected_over_seen(test::moving_market(true, 600, 80)), 1.0, 0.4);
}

}  // namespace
}  // namespace upcross
