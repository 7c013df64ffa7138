#include <algorithm>
#include <bit>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/model/als.hpp>
#include <upcross/recommend/merge.hpp>
#include <upcross/recommend/recommend.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::day;

/// Forty accounts that buy small mugs, some of them large ones or vases.
struct Shop {
  Dataset data;
  InteractionMatrix interactions = build_interactions(data, {.as_of = day("2020-07-01")});
  FactorModel model = fit_als(interactions, {.factors = 4}).model;

  explicit Shop(bool declared) : data(test::dataset_of(purchases(), catalogue(declared))) {}

  static DatasetBuilder catalogue(bool declared) {
    DatasetBuilder builder;
    for (const auto& [id, price] : {std::pair("small", 1.0), {"medium", 2.0}, {"large", 3.0}}) {
      Product product{.subcategory = "mug", .list_price = price};
      if (declared) product.family = "mug";
      builder.add_product(id, product);
    }
    return builder;
  }

  static std::vector<test::Line> purchases() {
    std::vector<test::Line> lines;
    for (int a = 0; a < 40; ++a) {
      const std::string account = "a" + std::to_string(a);
      lines.push_back({account, "small", "2020-05-10"});
      if (a % 3 == 1) lines.push_back({account, "large", "2020-06-10"});
      if (a % 5 == 1) lines.push_back({account, "medium", "2020-06-10"});
      if (a % 2 == 1) lines.push_back({account, "vase", "2020-05-10"});
    }
    return lines;
  }

  /// The products of each kind that are offered to "a0", which owns small mugs alone.
  std::set<std::string> offers(Kind kind, const RecommendOptions& options = {}) const {
    const AccountIndex account = test::account_of(data, "a0");
    std::set<std::string> ids;
    for (const Recommendation& row :
         recommend(data, interactions, model, {&account, 1}, options).rows) {
      if (row.kind == kind) ids.emplace((*data.product_ids())[row.product]);
    }
    return ids;
  }
};

using Ids = std::set<std::string>;

TEST(Recommend, GivesAHigherStepOfADeclaredFamilyToUpSell) {
  const Shop shop(true);
  EXPECT_EQ(shop.offers(Kind::up_sell), (Ids{"medium", "large"}));
  EXPECT_EQ(shop.offers(Kind::cross_sell), (Ids{"vase"}));
}

TEST(Recommend, GivesAHigherStepOfAGuessedFamilyToCrossSell) {
  const Shop shop(false);
  EXPECT_EQ(shop.offers(Kind::up_sell), Ids{});
  EXPECT_EQ(shop.offers(Kind::cross_sell), (Ids{"medium", "large", "vase"}));
}

TEST(Recommend, TakesTheFamilyThatTheCallerNamesForDeclared) {
  const RecommendOptions options{.up_sell = {.ladder = {.family = "subcategory"}}};
  EXPECT_EQ(Shop(false).offers(Kind::up_sell, options), (Ids{"medium", "large"}));
}

TEST(Recommend, GivesOneKindAskedAloneAllItsProducts) {
  for (const bool declared : {false, true}) {
    const Shop shop(declared);
    EXPECT_EQ(shop.offers(Kind::cross_sell, {.kinds = {Kind::cross_sell}}),
              (Ids{"medium", "large", "vase"}));
    EXPECT_EQ(shop.offers(Kind::up_sell, {.kinds = {Kind::up_sell}}), (Ids{"medium", "large"}));
  }
}

std::vector<AccountIndex> everybody(const Dataset& data) {
  std::vector<AccountIndex> accounts;
  for (std::size_t a = 0; a < data.account_count(); ++a) {
    accounts.push_back(static_cast<AccountIndex>(a));
  }
  return accounts;
}

/// What tells rows apart, with all digits.
std::vector<std::string> told(const Recommendations& list) {
  std::vector<std::string> rows;
  for (const Recommendation& row : list.rows) {
    rows.push_back(std::to_string(position(row.account)) + " " + std::to_string(row.rank) + " " +
                   std::string(to_string(row.kind)) + " " + std::to_string(position(row.product)) +
                   " " + hexadecimal(std::bit_cast<std::uint64_t>(row.score)) + " " +
                   hexadecimal(std::bit_cast<std::uint64_t>(row.order_value)));
  }
  return rows;
}

TEST(Recommender, AnswersEveryQuestionAsTheFunctionDoes) {
  const Shop shop(true);
  const std::vector<AccountIndex> accounts = everybody(shop.data);
  const Recommender recommender(shop.data, shop.interactions, shop.model);
  EXPECT_EQ(told(recommender.recommend(accounts)),
            told(recommend(shop.data, shop.interactions, shop.model, accounts)));
  for (const Kind kind : {Kind::cross_sell, Kind::up_sell}) {
    const RecommendOptions alone{.kinds = {kind}, .limit = 2};
    EXPECT_EQ(told(recommender.recommend(accounts, {{kind}}, 2)),
              told(recommend(shop.data, shop.interactions, shop.model, accounts, alone)));
  }
}

TEST(Recommender, FillsEveryKindUpAsIfAllItsRowsWereAtHand) {
  for (const bool declared : {false, true}) {
    const Shop shop(declared);
    const std::vector<AccountIndex> accounts = everybody(shop.data);
    const Recommender recommender(shop.data, shop.interactions, shop.model);
    const KindList cross = {recommender.recommend(accounts, {{Kind::cross_sell}}, 100), 1};
    const KindList up = {recommender.recommend(accounts, {{Kind::up_sell}}, 100), declared ? 0 : 2};
    for (const std::size_t limit : {0U, 1U, 2U, 3U, 100U}) {
      EXPECT_EQ(told(recommender.recommend(accounts, {{Kind::cross_sell, Kind::up_sell}}, limit)),
                told(merge(std::vector{cross, up}, accounts, limit)));
      EXPECT_EQ(told(recommender.recommend(accounts, {{Kind::up_sell, Kind::cross_sell}}, limit)),
                told(merge(std::vector{up, cross}, accounts, limit)));
    }
  }
}

TEST(Recommender, AnswersTheSameWhereWhatStandsOfThePurchasesIsAtHand) {
  const Shop shop(true);
  const std::vector<AccountIndex> accounts = everybody(shop.data);
  const Recommender recommender(shop.data, shop.interactions,
                                blend_of(std::make_shared<const FactorModel>(shop.model)),
                                standing_purchases(shop.data, shop.interactions), {});
  EXPECT_EQ(told(recommender.recommend(accounts)),
            told(recommend(shop.data, shop.interactions, shop.model, accounts)));
}

TEST(Recommender, OffersNoStepsWhereNoProductHasAFamily) {
  const Dataset data = test::dataset_of(Shop::purchases());
  const InteractionMatrix interactions = build_interactions(data, {.as_of = day("2020-07-01")});
  const FactorModel model = fit_als(interactions, {.factors = 4}).model;
  const Recommender recommender(data, interactions, model);
  const std::vector<AccountIndex> accounts = everybody(data);
  EXPECT_TRUE(recommender.recommend(accounts, {{Kind::up_sell}}, 9).rows.empty());
  EXPECT_EQ(told(recommender.recommend(accounts)),
            told(recommender.recommend(accounts, {{Kind::cross_sell}}, 5)));
}

TEST(Recommender, FindsTheAccountsWithTheHighestAffinity) {
  const Shop shop(true);
  const Recommender recommender(shop.data, shop.interactions, shop.model);
  const ProductIndex vase = test::product_of(shop.data, "vase");
  std::vector<double> expected;
  for (const AccountIndex a : everybody(shop.data)) {
    if (std::ranges::binary_search(shop.interactions.seen(a), position(vase))) continue;
    expected.push_back(affinity(shop.model.account_factors().row(position(a)),
                                shop.model.product_factors().row(position(vase))));
  }
  std::ranges::sort(expected, std::greater());
  const Recommendations found = recommender.accounts_for(vase, 7);
  ASSERT_EQ(found.rows.size(), 7U);
  for (std::size_t i = 0; i < 7; ++i) {
    EXPECT_NEAR(found.rows[i].score, expected[i], 1e-6);
    EXPECT_EQ(found.rows[i].rank, i + 1);
    EXPECT_EQ(found.rows[i].product, vase);
  }
}

TEST(Recommender, ExplainsAnyPairByContributionsThatAddUp) {
  const Shop shop(true);
  const Recommender recommender(shop.data, shop.interactions, shop.model);
  const AccountIndex account = test::account_of(shop.data, "a1");
  for (std::size_t p = 0; p < shop.data.product_count(); ++p) {
    const auto found = recommender.explain(account, static_cast<ProductIndex>(p), 100);
    ASSERT_EQ(found.rows.size(), 1U);
    double sum = 0.0;
    for (const Reason& reason : found.rows[0].reasons) sum += reason.contribution;
    EXPECT_NEAR(sum, found.rows[0].score, 1e-5);
    EXPECT_EQ(found.rows[0].reasons.size(),
              shop.interactions.by_account().row(position(account)).size());
  }
}

TEST(Recommender, RefusesWhatItDoesNotKnow) {
  const Shop shop(true);
  const Recommender cross(shop.data, shop.interactions, shop.model, {.kinds = {Kind::cross_sell}});
  const std::vector<AccountIndex> nobody = {AccountIndex{1000}};
  EXPECT_THROW(cross.recommend(nobody), Error);
  EXPECT_THROW(cross.recommend({}, {{Kind::up_sell}}, 1), Error);
  EXPECT_THROW(cross.accounts_for(ProductIndex{1000}, 1), Error);
  EXPECT_THROW(cross.explain(AccountIndex{0}, ProductIndex{1000}, 1), Error);
  EXPECT_THROW(cross.explain(nobody[0], ProductIndex{0}, 1), Error);
}

}  // namespace
}  // namespace upcross
