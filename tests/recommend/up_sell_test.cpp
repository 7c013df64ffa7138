#include <map>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/model/als.hpp>
#include <upcross/recommend/up_sell.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::day;
using test::product_of;

/// Sixty accounts that buy "small" in January; two thirds go on to "large" by and by, six to
/// "medium". "huge" costs more than it is sold for, "old" is sold no more, "vase" is another
/// family.
struct Shop {
  Dataset data = test::dataset_of(purchases(), catalogue());
  InteractionMatrix interactions = build_interactions(data, {.as_of = day("2020-07-01")});
  FactorModel model = fit_als(interactions, {.factors = 4}).model;
  std::vector<AccountIndex> accounts;

  Shop() {
    for (std::size_t a = 0; a < data.account_count(); ++a) {
      accounts.push_back(static_cast<AccountIndex>(a));
    }
  }

  static DatasetBuilder catalogue() {
    DatasetBuilder builder;
    const auto add = [&](const char* id, double size, double cost) {
      builder.add_product(id, {.family = "mug", .tier = size, .cost = cost});
    };
    add("small", 1, 1.0);
    add("medium", 2, 2.0);
    add("large", 3, 3.0);
    add("huge", 4, 9.0);
    builder.add_product("old", {.family = "mug", .tier = 5, .valid_to = day("2020-06-30")});
    builder.add_product("vase", {.family = "vase", .tier = 9});
    return builder;
  }

  static std::vector<test::Line> purchases() {
    std::vector<test::Line> lines;
    for (int a = 0; a < 60; ++a) {
      const std::string account = "a" + std::to_string(a);
      const std::string month = "2020-0" + std::to_string(2 + a % 5);
      lines.push_back({account, "small", "2020-01-10", 10, 2.0});
      if (a % 3 != 0) lines.push_back({account, "large", month + "-15", 10, 5.0});
      if (a % 10 == 0) lines.push_back({account, "medium", month + "-16", 10, 3.0});
      if (a % 6 == 0) lines.push_back({account, "vase", "2020-01-10", 1, 7.0});
      if (a % 7 == 0) lines.push_back({account, "old", "2020-01-10", 1, 8.0});
      if (a % 8 == 0) lines.push_back({account, "huge", "2020-03-10", 1, 8.0});
    }
    lines.push_back({"top", "large", "2020-01-10", 10, 5.0});
    lines.push_back({"sender", "small", "2020-01-10", 10, 2.0});
    lines.push_back({"sender", "large", "2020-02-10", 10, 5.0});
    lines.push_back({"sender", "large", "2020-02-11", -10, 5.0});
    return lines;
  }

  Recommendations ask(const UpSellOptions& options = {}, const Execution& how = {}) const {
    return up_sell(data, interactions, model, accounts, options, how);
  }
  std::vector<Recommendation> of(const std::string& account) const {
    const AccountIndex index = test::account_of(data, account);
    return up_sell(data, interactions, model, {&index, 1}).rows;
  }
  std::string_view id(ProductIndex product) const { return (*data.product_ids())[product]; }
};

TEST(UpSell, OffersHigherStepsOfWhatIsBought) {
  const Shop shop;
  const auto rows = shop.of("a3");  // owns "small" alone
  ASSERT_EQ(rows.size(), 2U);
  for (const Recommendation& row : rows) {
    EXPECT_EQ(row.kind, Kind::up_sell);
    EXPECT_EQ(shop.id(row.from_product.value()), "small");
  }
}

TEST(UpSell, PrefersWhatOthersInItsPlaceWentOnToToTheNextDearer) {
  const Shop shop;
  EXPECT_EQ(shop.id(shop.of("a3")[0].product), "large");
  EXPECT_EQ(shop.id(shop.of("a3")[1].product), "medium");
}

TEST(UpSell, ReplacesTheHighestStepBelow) {
  const Shop shop;
  const auto rows = shop.of("a30");  // owns small and medium
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(shop.id(rows[0].product), "large");
  EXPECT_EQ(shop.id(rows[0].from_product.value()), "medium");
}

TEST(UpSell, NeverOffersWhatIsOwnedSentBackLossMakingOrNotSellable) {
  const Shop shop;
  for (const Recommendation& row : shop.ask({.limit = 100}).rows) {
    EXPECT_NE(shop.id(row.product), "old");
    EXPECT_NE(shop.id(row.product), "huge");
    const LineRange lines = lines_of(shop.data.purchases(), row.account, row.product);
    EXPECT_EQ(lines.begin, lines.end);
  }
  ASSERT_EQ(shop.of("sender").size(), 1U);
  EXPECT_EQ(shop.id(shop.of("sender")[0].product), "medium");
}

TEST(UpSell, HasNothingForWhomOwnsTheTop) { EXPECT_TRUE(Shop().of("top").empty()); }

TEST(UpSell, CountsTheAccountsThatWentOn) {
  const Shop shop;
  const Recommendation row = shop.of("a3")[0];
  const auto reason = std::ranges::find(row.reasons, ReasonType::others_went_on, &Reason::type);
  EXPECT_EQ(reason->accounts, 40U);
  EXPECT_EQ(reason->of_accounts, 61U);
  EXPECT_EQ(shop.id(reason->product.value()), "small");
}

TEST(UpSell, SubtractsTheMarginOfWhatItReplaces) {
  const Recommendation row = Shop().of("a3")[0];
  EXPECT_EQ(row.order_value, 50.0);
  EXPECT_EQ(row.order_margin, 10.0 * (5.0 - 3.0) - 10.0 * (2.0 - 1.0));
  const auto reason = std::ranges::find(row.reasons, ReasonType::costs_more, &Reason::type);
  EXPECT_EQ(reason->price_difference, 3.0);
}

TEST(UpSell, NamesReasonsThatAddUpToTheScore) {
  for (const Recommendation& row : Shop().ask().rows) {
    double sum = 0.0;
    for (const Reason& reason : row.reasons) sum += reason.contribution;
    EXPECT_NEAR(sum, row.score, 1e-9);
  }
}

TEST(UpSell, RanksByScore) {
  std::map<AccountIndex, const Recommendation*> last;
  const Recommendations offers = Shop().ask();
  for (const Recommendation& row : offers.rows) {
    const Recommendation*& before = last[row.account];
    EXPECT_EQ(row.rank, before == nullptr ? 1 : before->rank + 1);
    if (before != nullptr) {
      EXPECT_LE(row.score, before->score);
    }
    before = &row;
  }
}

TEST(UpSell, ALimitIsAPrefix) {
  const Shop shop;
  const Recommendations all = shop.ask({.limit = 9});
  std::vector<ProductIndex> first;
  for (const Recommendation& row : all.rows) {
    if (row.rank == 1) first.push_back(row.product);
  }
  const Recommendations one = shop.ask({.limit = 1});
  ASSERT_EQ(one.rows.size(), first.size());
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(one.rows[i].product, first[i]);
}

TEST(UpSell, GivesTheSameScoresForAnyNumberOfThreads) {
  const Shop shop;
  const Recommendations one = shop.ask({}, {.threads = 1});
  const Recommendations three = shop.ask({}, {.threads = 3});
  ASSERT_EQ(one.rows.size(), three.rows.size());
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    EXPECT_EQ(one.rows[i].product, three.rows[i].product);
    EXPECT_EQ(one.rows[i].score, three.rows[i].score);
  }
}

TEST(UpSell, HasNothingWhereTheCatalogueTellsNothing) {
  const Dataset data = test::dataset_of(Shop::purchases());
  const InteractionMatrix interactions = build_interactions(data);
  const FactorModel model = fit_als(interactions, {.factors = 4}).model;
  const AccountIndex account{0};
  EXPECT_TRUE(up_sell(data, interactions, model, {&account, 1}).rows.empty());
}

TEST(UpSell, RefusesPartsThatDoNotBelongTogether) {
  const Shop shop;
  const Dataset other = test::dataset_of({{"x", "y", "2020-01-01"}});
  EXPECT_THROW(up_sell(other, shop.interactions, shop.model, {}), Error);
  EXPECT_THROW(shop.ask({.horizon_days = 0}), Error);
  EXPECT_THROW(shop.ask({.ladder = {.family = "colour"}}), Error);
}

}  // namespace
}  // namespace upcross
