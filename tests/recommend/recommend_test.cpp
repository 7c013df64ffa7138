#include <set>

#include <gtest/gtest.h>

#include <upcross/model/als.hpp>
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

}  // namespace
}  // namespace upcross
