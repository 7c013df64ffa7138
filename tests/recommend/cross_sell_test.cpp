#include <map>
#include <set>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/data/read.hpp>
#include <upcross/model/als.hpp>
#include <upcross/recommend/cross_sell.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::day;

/// Forty accounts of two tastes over thirty products in three categories.
struct Shop {
  Dataset data;
  InteractionMatrix interactions;
  FactorModel model;
  std::vector<AccountIndex> accounts;

  explicit Shop(std::vector<test::Line> lines = purchases())
      : data(test::dataset_of(lines, catalogue())),
        interactions(build_interactions(data)),
        model(fit_als(interactions, {.factors = 8}).model) {
    for (std::size_t a = 0; a < data.account_count(); ++a) {
      accounts.push_back(static_cast<AccountIndex>(a));
    }
  }

  static DatasetBuilder catalogue() {
    DatasetBuilder builder;
    for (int p = 0; p < 30; ++p) {
      builder.add_product("p" + std::to_string(p),
                          {.category = "c" + std::to_string(p % 3),
                           .valid_to = p == 5 ? std::optional(day("2020-07-10")) : std::nullopt});
    }
    return builder;
  }

  static std::vector<test::Line> purchases() {
    std::vector<test::Line> lines;
    for (std::uint64_t a = 0; a < 40; ++a) {
      for (std::uint64_t p = 0; p < 30; ++p) {
        if (uniform(1, a * 30 + p) > (a % 2 == p % 2 ? 0.6 : 0.1)) continue;
        lines.push_back({"a" + std::to_string(a), "p" + std::to_string(p), "2020-06-01", 2, 4.0});
      }
    }
    lines.push_back({"a0", "p1", "2020-06-05", 3, 4.0});
    lines.push_back({"a0", "p1", "2020-06-06", -3, 4.0});
    lines.push_back({"a0", "p3", "2020-06-05", 1, 0.0});
    lines.push_back({"sent_all_back", "p1", "2020-06-05", 1, 4.0});
    lines.push_back({"sent_all_back", "p1", "2020-06-06", -1, 4.0});
    return lines;
  }

  Recommendations ask(const CrossSellOptions& options = {}, const Execution& how = {}) const {
    return cross_sell(data, interactions, model, accounts, options, how);
  }
};

TEST(CrossSell, NeverOffersWhatTheAccountsOwnLinesName) {
  const Shop shop;
  const Recommendations offers = shop.ask({.limit = 100});
  EXPECT_FALSE(offers.rows.empty());
  for (const Recommendation& row : offers.rows) {
    const LineRange lines = lines_of(shop.data.purchases(), row.account, row.product);
    EXPECT_EQ(lines.begin, lines.end);
  }
}

TEST(CrossSell, RanksEveryAccountsRowsByAffinity) {
  const Shop shop;
  const Recommendations offers = shop.ask({.limit = 4});
  std::map<AccountIndex, std::vector<const Recommendation*>> lists;
  for (const Recommendation& row : offers.rows) lists[row.account].push_back(&row);
  EXPECT_EQ(lists.size(), 40U);
  for (const auto& [account, rows] : lists) {
    EXPECT_EQ(rows.size(), 4U);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(rows[i]->rank, i + 1);
      if (i > 0) {
        EXPECT_LE(rows[i]->score, rows[i - 1]->score);
      }
      EXPECT_NEAR(rows[i]->score,
                  affinity(shop.model.account_factors().row(position(account)),
                           shop.model.product_factors().row(position(rows[i]->product))),
                  1e-6);
    }
  }
}

TEST(CrossSell, GivesNoRowsToAnAccountWithoutEvidence) {
  const Shop shop;
  const AccountIndex account = test::account_of(shop.data, "sent_all_back");
  EXPECT_TRUE(cross_sell(shop.data, shop.interactions, shop.model, {&account, 1}).rows.empty());
}

TEST(CrossSell, NamesReasonsThatAddUpToTheScore) {
  const Shop shop;
  for (const std::size_t named : {0U, 1U, 3U, 100U}) {
    for (const Recommendation& row : shop.ask({.reasons = named}).rows) {
      double sum = 0.0;
      double size = std::abs(row.score);
      std::size_t purchases = 0;
      for (const Reason& reason : row.reasons) {
        sum += reason.contribution;
        size = std::max(size, std::abs(reason.contribution));
        purchases += reason.purchases;
        EXPECT_EQ(reason.type == ReasonType::own_purchase, reason.product.has_value());
      }
      EXPECT_NEAR(sum, row.score, 1e-5 * size);
      EXPECT_EQ(purchases, shop.interactions.by_account().row(position(row.account)).size());
      EXPECT_LE(row.reasons.size(), named + 1);
    }
  }
}

TEST(CrossSell, TellsWhenTheReasonWasLastBought) {
  std::vector<test::Line> lines = Shop::purchases();
  for (test::Line& line : lines) {
    if (line.account == "a1") line.day = "2020-05-17";
  }
  const Shop shop(lines);
  const AccountIndex account = test::account_of(shop.data, "a1");
  const auto offers = cross_sell(shop.data, shop.interactions, shop.model, {&account, 1});
  ASSERT_FALSE(offers.rows.empty());
  EXPECT_EQ(offers.rows[0].reasons[0].last_bought, day("2020-05-17"));
}

TEST(CrossSell, KeepsProbabilitiesAndExpectationsUnknown) {
  for (const Recommendation& row : Shop().ask().rows) {
    EXPECT_FALSE(is_known(row.probability));
    EXPECT_FALSE(is_known(row.expected_revenue));
    EXPECT_TRUE(is_known(row.order_value));
  }
}

TEST(CrossSell, ExpiresWithTheHorizonOrTheProduct) {
  const Shop shop;
  const ProductIndex short_lived = test::product_of(shop.data, "p5");
  std::set<Day> days;
  for (const Recommendation& row : shop.ask({.limit = 30, .horizon_days = 60}).rows) {
    EXPECT_EQ(row.expires_on, row.product == short_lived ? day("2020-07-10") : day("2020-08-05"));
    days.insert(row.expires_on);
  }
  EXPECT_EQ(days.size(), 2U);
}

TEST(CrossSell, CapsTheRowsOfACategory) {
  const Shop shop;
  std::map<std::pair<AccountIndex, std::string>, int> count;
  for (const Recommendation& row : shop.ask({.limit = 5, .per_category = 2}).rows) {
    EXPECT_LE((++count[{row.account, shop.data.product(row.product).category}]), 2);
  }
}

TEST(CrossSell, PermutingTheAccountsPermutesTheRows) {
  const Shop shop;
  std::vector<AccountIndex> reversed(shop.accounts.rbegin(), shop.accounts.rend());
  const Recommendations one = shop.ask({.limit = 1});
  const Recommendations other =
      cross_sell(shop.data, shop.interactions, shop.model, reversed, {.limit = 1}, {.threads = 3});
  ASSERT_EQ(one.rows.size(), other.rows.size());
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    const Recommendation& mirrored = other.rows[one.rows.size() - 1 - i];
    EXPECT_EQ(one.rows[i].account, mirrored.account);
    EXPECT_EQ(one.rows[i].product, mirrored.product);
    EXPECT_EQ(one.rows[i].score, mirrored.score);
  }
}

TEST(CrossSell, GivesTheSameAnswerWhateverFollowsAsOf) {
  std::vector<test::Line> lines = Shop::purchases();
  const Dataset past = test::dataset_of(lines);
  for (int p = 0; p < 30; ++p) lines.push_back({"a0", "p" + std::to_string(p), "2020-06-20"});
  lines.push_back({"stranger", "later", "2020-06-20"});
  const Dataset more = test::dataset_of(lines);
  const auto ask = [](const Dataset& data) {
    const InteractionMatrix interactions = build_interactions(data, {.as_of = day("2020-06-10")});
    const FactorModel model = fit_als(interactions, {.factors = 8}).model;
    const AccountIndex account = test::account_of(data, "a0");
    std::vector<std::pair<std::string, double>> answer;
    for (const Recommendation& row : cross_sell(data, interactions, model, {&account, 1}).rows) {
      answer.emplace_back((*data.product_ids())[row.product], row.order_value);
    }
    return answer;
  };
  EXPECT_EQ(ask(past), ask(more));
}

TEST(CrossSell, RefusesPartsThatDoNotBelongTogether) {
  const Shop shop;
  const Dataset other = test::dataset_of({{"x", "y", "2020-01-01"}});
  EXPECT_THROW(cross_sell(other, shop.interactions, shop.model, {}), Error);
  EXPECT_THROW(cross_sell(other, build_interactions(other), shop.model, {}), Error);
  const AccountIndex stranger{1000};
  EXPECT_THROW(cross_sell(shop.data, shop.interactions, shop.model, {&stranger, 1}), Error);
  EXPECT_THROW(shop.ask({.horizon_days = 0}), Error);
}

}  // namespace
}  // namespace upcross
