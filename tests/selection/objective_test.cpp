#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/selection/objective.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using Order = std::vector<std::size_t>;

/// Offers whose probability mostly falls with affinity and whose amounts have nothing to do with
/// it.
PricedList drawn_list(std::uint64_t seed, std::size_t offers = 40) {
  PricedList list{{}, 0};
  for (std::size_t i = 0; i < offers; ++i) {
    const double wave = std::exp(0.3 * normal(seed, 2 * i + 1));
    const double probability = 0.5 * wave / (2.0 + static_cast<double>(i));
    const double amount = std::exp(normal(seed, 2 * i));
    const bool bought = uniform(seed + 1, i) < probability;
    list.offers.push_back({probability, amount, bought ? amount : 0.0, bought});
    list.wanted += bought;
  }
  list.wanted += 1;
  return list;
}

std::vector<std::vector<PricedList>> drawn_periods(std::uint64_t seed) {
  std::vector<std::vector<PricedList>> periods(3);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t a = 0; a < 50; ++a) periods[i].push_back(drawn_list(seed + 100 * i + 2 * a));
  }
  return periods;
}

std::vector<double> probabilities_of(const PricedList& list) {
  std::vector<double> result;
  for (const PricedOffer& one : list.offers) result.push_back(one.probability);
  return result;
}

std::vector<double> amounts_of(const PricedList& list) {
  std::vector<double> result;
  for (const PricedOffer& one : list.offers) result.push_back(one.amount);
  return result;
}

/// NDCG@20 by the book.
double ndcg_at_20(const PricedList& list, const Order& order) {
  double gained = 0.0;
  double best = 0.0;
  for (std::size_t i = 0; i < 20; ++i) {
    const double discount = std::log(2.0) / std::log(static_cast<double>(i) + 2.0);
    if (i < order.size() && list.offers[order[i]].bought) gained += discount;
    if (i < list.wanted) best += discount;
  }
  return gained / best;
}

double mean_ndcg(const std::vector<std::vector<PricedList>>& periods, double gamma) {
  double sum = 0.0;
  for (const auto& period : periods) {
    for (const PricedList& list : period) {
      sum += ndcg_at_20(list, ranked_by_value(probabilities_of(list), amounts_of(list), gamma));
    }
  }
  return sum / 150.0;
}

TEST(RankedByValue, GammaZeroKeepsTheOrderOfAffinity) {
  const std::vector<double> probabilities = {0.1, 0.3, 0.2, 0.3};
  const std::vector<double> amounts = {1.0, unknown, -4.0, 100.0};
  EXPECT_EQ(ranked_by_value(probabilities, amounts, 0.0), (Order{0, 1, 2, 3}));
}

TEST(RankedByValue, GammaOneIsTheOrderOfExpectedMoney) {
  const std::vector<double> probabilities = {0.4, 0.2, 0.3, 0.1};
  const std::vector<double> amounts = {1.0, 4.0, 2.0, 5.0};
  EXPECT_EQ(ranked_by_value(probabilities, amounts, 1.0), (Order{1, 2, 3, 0}));
}

TEST(RankedByValue, TheExpectedMoneyOfTheFirstNeverFallsWithGamma) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const PricedList list = drawn_list(seed);
    double before = 0.0;
    for (const double gamma : {0.0, 0.2, 0.5, 0.7, 1.0}) {
      const Order order = ranked_by_value(probabilities_of(list), amounts_of(list), gamma);
      double money = 0.0;
      for (std::size_t i = 0; i < 10; ++i) {
        money += list.offers[order[i]].probability * list.offers[order[i]].amount;
      }
      EXPECT_GE(money, before - 1e-12) << "seed " << seed << " gamma " << gamma;
      before = money;
    }
  }
}

TEST(RankedByValue, AnUnknownAmountCountsAsTheMedianOfTheOthers) {
  const std::vector<double> probabilities = {0.1, 0.1, 0.1, 0.1};
  EXPECT_EQ(ranked_by_value(probabilities, std::vector{1.0, unknown, 3.0, 2.0}, 1.0),
            (Order{2, 1, 3, 0}));
  EXPECT_EQ(ranked_by_value(probabilities, std::vector<double>(4, unknown), 1.0),
            (Order{0, 1, 2, 3}));
}

TEST(RankedByValue, WhatLosesMoneyComesLast) {
  const std::vector<double> probabilities = {0.9, 0.1, 0.1};
  EXPECT_EQ(ranked_by_value(probabilities, std::vector{-5.0, 1.0, 2.0}, 1.0), (Order{2, 1, 0}));
}

TEST(FitTrade, ALargerBoundNeverGivesASmallerGamma) {
  for (std::uint64_t seed = 1; seed < 10'000; seed += 1'000) {
    const auto periods = drawn_periods(seed);
    double before = 0.0;
    for (const double bound : {0.0, 0.005, 0.02, 0.1, 0.3, 1.0}) {
      const Trade trade = fit_trade(periods, {Objective::revenue, bound});
      EXPECT_GE(trade.gamma, before);
      EXPECT_LE(trade.lost_relevance, bound);
      before = trade.gamma;
    }
    EXPECT_GT(before, 0.5) << "all may be lost";
  }
}

TEST(FitTrade, TellsWhatItLosesAndTheNextStepWouldLoseTooMuch) {
  const auto periods = drawn_periods(7);
  const Trade trade = fit_trade(periods, {Objective::revenue, 0.02});
  const double base = mean_ndcg(periods, 0.0);
  EXPECT_NEAR(trade.lost_relevance, 1.0 - mean_ndcg(periods, trade.gamma) / base, 1e-12);
  EXPECT_GT(trade.gain, 0.0);
  ASSERT_LT(trade.gamma, 1.0);
  EXPECT_GT(1.0 - mean_ndcg(periods, trade.gamma + 0.02) / base, 0.02);
}

TEST(FitTrade, NothingIsTradedThatBringsNoMore) {
  auto periods = drawn_periods(7);
  for (auto& period : periods) {
    for (PricedList& list : period) {
      for (PricedOffer& one : list.offers) one.brought = 0.0;
    }
  }
  EXPECT_EQ(fit_trade(periods, {Objective::revenue, 1.0}).gamma, 0.0);
}

TEST(FitTrade, ProbabilityTradesNothing) {
  EXPECT_EQ(fit_trade(drawn_periods(7), {Objective::probability, 1.0}).gamma, 0.0);
}

TEST(FitTrade, NothingBoughtAllowsNoTrade) {
  auto periods = drawn_periods(7);
  for (auto& period : periods) {
    for (PricedList& list : period) {
      for (PricedOffer& one : list.offers) one.bought = false;
    }
  }
  EXPECT_EQ(fit_trade(periods, {Objective::revenue, 0.02}).gamma, 0.0);
}

TEST(ObjectiveOptions, AreRefusedWithFieldValueAndRange) {
  try {
    validate(ObjectiveOptions{Objective::revenue, 1.5});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    EXPECT_NE(std::string(error.what()).find("lost_relevance is 1.5"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("0 to 1"), std::string::npos);
  }
  EXPECT_THROW(validate(ObjectiveOptions{Objective::revenue, unknown}), Error);
}

TEST(ObjectiveOptions, MarginNeedsCostsAndMoneyNeedsPrices) {
  const Dataset priced = test::dataset_of({{"A", "nuts", "2020-01-05", 1.0, 2.0}});
  EXPECT_NO_THROW(validate({Objective::revenue}, priced));
  EXPECT_THROW(validate({Objective::margin}, priced), Error);
  const Dataset bare = test::dataset_of({{"A", "nuts", "2020-01-05", 1.0, unknown}});
  EXPECT_NO_THROW(validate({Objective::probability}, bare));
  EXPECT_THROW(validate({Objective::revenue}, bare), Error);
}

Recommendation row(std::uint32_t account, Kind kind, std::uint32_t product, double probability) {
  Recommendation result{.account = static_cast<AccountIndex>(account),
                        .rank = 0,
                        .kind = kind,
                        .product = static_cast<ProductIndex>(product),
                        .score = 1.0,
                        .expires_on = {}};
  result.probability = probability;
  return result;
}

TEST(RankedBy, OrdersWithinAccountAndKindCutsAndCountsAnew) {
  const Recommendations offers{
      {},
      30,
      "",
      {row(0, Kind::cross_sell, 1, 0.4), row(0, Kind::cross_sell, 2, 0.3),
       row(0, Kind::cross_sell, 3, 0.2), row(0, Kind::up_sell, 4, unknown),
       row(0, Kind::up_sell, 5, unknown), row(1, Kind::cross_sell, 6, 0.1)}};
  const std::vector<double> amounts = {0.0, 1.0, 9.0, 9.0, 1.0, 50.0, 1.0};
  const Trade trade{.objective = Objective::revenue, .gamma = 1.0};
  const auto ranked = ranked_by(trade, amounts, offers, 2).rows;
  std::vector<std::pair<std::size_t, std::size_t>> seen;
  for (const Recommendation& one : ranked) seen.emplace_back(position(one.product), one.rank);
  const std::vector<std::pair<std::size_t, std::size_t>> expected = {
      {2, 1}, {3, 2}, {4, 3}, {5, 4}, {6, 1}};
  EXPECT_EQ(seen, expected);
}

TEST(RankedBy, AnUnknownProbabilityIsThatOfTheOfferBefore) {
  const Recommendations offers{
      {},
      30,
      "",
      {row(0, Kind::cross_sell, 0, unknown), row(0, Kind::cross_sell, 1, 0.4),
       row(0, Kind::cross_sell, 2, unknown), row(0, Kind::cross_sell, 3, 0.1)}};
  const std::vector<double> amounts = {1.0, 1.0, 3.0, 20.0};
  const Trade trade{.objective = Objective::revenue, .gamma = 1.0};
  std::vector<std::size_t> products;
  for (const Recommendation& one : ranked_by(trade, amounts, offers, 4).rows) {
    products.push_back(position(one.product));
  }
  EXPECT_EQ(products, (std::vector<std::size_t>{3, 2, 0, 1}));
}

TEST(ParseObjective, KnowsTheWordsOfTheFiles) {
  for (const Objective one : {Objective::probability, Objective::revenue, Objective::margin}) {
    EXPECT_EQ(parse_objective(to_string(one)), one);
  }
  EXPECT_FALSE(parse_objective("profit"));
}

}  // namespace
}  // namespace upcross
