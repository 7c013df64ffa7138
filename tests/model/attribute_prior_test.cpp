#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/evaluation/metrics.hpp>
#include <upcross/model/als.hpp>
#include <upcross/model/attribute_prior.hpp>
#include <upcross/model/attribute_ridge.hpp>

#include "support/told_market.hpp"

namespace upcross {
namespace {

struct Scene {
  explicit Scene(test::ToldMarket given = {}) : market(std::move(given)) {}

  std::size_t buyers(std::size_t p) const { return interactions.by_product().row(p).size(); }

  test::ToldMarket market;
  Dataset data = market.data();
  InteractionMatrix interactions = build_interactions(data);
  FactorModel model = fit_als(interactions, {.factors = 16, .iterations = 8}).model;
};

/// NDCG@10 of rows ordered by `score`, those for which `is_asked` holds.
double quality(std::size_t rows, const std::vector<std::uint32_t>& wanted,
               const std::function<bool(std::size_t)>& is_asked,
               const std::function<double(std::size_t)>& score) {
  std::vector<ScoredProduct> list;
  for (std::size_t i = 0; i < rows; ++i) {
    if (is_asked(i)) list.push_back({static_cast<ProductIndex>(i), static_cast<float>(score(i))});
  }
  std::ranges::stable_sort(list, std::ranges::greater(), &ScoredProduct::score);
  return list_quality(list, wanted, 10).ndcg;
}

TEST(AttributePrior, RanksForHiddenAccountsBetterThanPopularityInTheirSegmentOrRegion) {
  const Scene scene;
  const test::ToldMarket& market = scene.market;
  const ForetoldFactors foretold = foretell_accounts(scene.data, scene.interactions, scene.model);
  double prior = 0.0, in_segment = 0.0, in_region = 0.0, all = 0.0;
  const auto known = [&](std::size_t p) { return !market.hides(p); };
  for (std::size_t a = 0; a < market.accounts; ++a) {
    if (!market.hides(a)) continue;
    const auto wanted = market.wanted(a, false);
    const auto buyers_like = [&](std::size_t p, std::size_t divisor, std::size_t kinds) {
      const auto row = scene.interactions.by_product().row(p).indexes;
      return static_cast<double>(std::ranges::count_if(
          row, [&](std::size_t other) { return other / divisor % kinds == a / divisor % kinds; }));
    };
    prior += quality(market.products, wanted, known, [&](std::size_t p) {
      return affinity(foretold.of(a), scene.model.product_factors().row(p));
    });
    in_segment += quality(market.products, wanted, known,
                          [&](std::size_t p) { return buyers_like(p, 1, 4); });
    in_region += quality(market.products, wanted, known,
                         [&](std::size_t p) { return buyers_like(p, 4, 3); });
    all += quality(market.products, wanted, known,
                   [&](std::size_t p) { return static_cast<double>(scene.buyers(p)); });
  }
  EXPECT_GT(prior, 1.05 * in_segment);
  EXPECT_GT(prior, 1.1 * in_region);
  EXPECT_GT(in_segment, all);
}

TEST(AttributePrior, RanksHiddenProductsBetterThanPopularityOfTheirCategory) {
  const Scene scene;
  const test::ToldMarket& market = scene.market;
  const ForetoldFactors foretold = foretell_products(scene.data, scene.interactions, scene.model);
  const auto hidden = [&](std::size_t p) { return market.hides(p); };
  std::vector<double> of_category(3, 0.0);
  for (std::size_t p = 0; p < market.products; ++p) {
    of_category[p / 4 % 3] += static_cast<double>(scene.buyers(p));
  }
  double prior = 0.0, category = 0.0, own_category = 0.0;
  for (std::size_t a = 0; a < market.accounts; ++a) {
    if (market.hides(a)) continue;
    const auto wanted = market.wanted(a, true);
    if (wanted.empty()) continue;
    const auto own = scene.interactions.by_account().row(a).indexes;
    prior += quality(market.products, wanted, hidden, [&](std::size_t p) {
      return affinity(scene.model.account_factors().row(a), foretold.of(p));
    });
    category += quality(market.products, wanted, hidden,
                        [&](std::size_t p) { return of_category[p / 4 % 3]; });
    own_category += quality(market.products, wanted, hidden, [&](std::size_t p) {
      return static_cast<double>(std::ranges::count_if(
          own, [&](std::size_t other) { return other / 4 % 3 == p / 4 % 3; }));
    });
  }
  EXPECT_GT(prior, 1.2 * category);
  EXPECT_GT(prior, 1.1 * own_category);
}

TEST(AttributePrior, IsTheRegressionOnWhatTheOthersHave) {
  const Scene scene;
  const PriorOptions options{.half_known = 3.0};
  const auto foretold = foretell_accounts(scene.data, scene.interactions, scene.model, options);
  std::vector<double> evidence;
  for (std::size_t a = 0; a < scene.market.accounts; ++a) {
    const auto n = static_cast<double>(scene.interactions.by_account().row(a).size());
    evidence.push_back(n / (n + 3.0));
  }
  const AttributeTable attributes = account_attributes(scene.data);
  const AttributeRidge ridge = fit_attribute_ridge(attributes, scene.model.account_factors(),
                                                   evidence, foretold.regularization);
  ASSERT_FALSE(foretold.rows.empty());
  for (const std::uint32_t a : foretold.rows) {
    EXPECT_EQ(scene.interactions.by_account().row(a).size(), 0U);
    const std::vector<float> expected = ridge.predict(attributes.rows.row(a));
    EXPECT_TRUE(std::ranges::equal(foretold.of(a), expected));
  }
  EXPECT_TRUE(foretold.of(12).empty());  // it has purchases
}

TEST(AttributePrior, ForetellsNothingWhereNothingIsTold) {
  const Scene scene({.told = false});
  EXPECT_TRUE(foretell_accounts(scene.data, scene.interactions, scene.model).rows.empty());
  EXPECT_TRUE(foretell_products(scene.data, scene.interactions, scene.model).rows.empty());
}

TEST(AttributePrior, OfProductsIsOfThoseThatAreListedSellableAndNew) {
  test::ToldMarket market;
  market.hidden_products_from = "2030-01-01";
  const Dataset not_yet = market.data();
  const InteractionMatrix interactions = build_interactions(not_yet);
  EXPECT_TRUE(new_products(not_yet, interactions).empty());

  const Scene scene;
  const InteractionMatrix left_out =
      build_interactions(scene.data, {.left_out_products = {ProductIndex{0}}});
  const auto all = new_products(scene.data, scene.interactions);
  EXPECT_EQ(all.size(), 24U);
  EXPECT_TRUE(std::ranges::all_of(all, [&](std::size_t p) { return scene.market.hides(p); }));
  EXPECT_EQ(new_products(scene.data, left_out).front(), 1U);
}

TEST(AttributePrior, OfAccountsIsOfThoseThatWereKnownAndHaveNoPurchases) {
  DatasetBuilder builder;
  builder.add_account("listed", {});
  const Dataset data = test::dataset_of({{"buyer", "p", "2020-01-01"},
                                         {"sent back", "p", "2020-01-01"},
                                         {"sent back", "p", "2020-01-02", -1.0},
                                         {"later", "p", "2020-03-01"}},
                                        std::move(builder));
  const auto found =
      new_accounts(data, build_interactions(data, {.as_of = test::day("2020-02-01")}));
  std::vector<std::string_view> ids;
  for (const std::uint32_t a : found) ids.push_back((*data.account_ids())[AccountIndex{a}]);
  EXPECT_EQ(ids, (std::vector<std::string_view>{"listed", "sent back"}));
}

TEST(AttributePrior, ForetellsTheTrendOfAProductFromThoseOfItsAttributes) {
  const Scene scene;
  std::vector<float> trend;
  for (std::size_t p = 0; p < scene.market.products; ++p) trend.push_back(p % 4 == 1 ? 3.0F : 0.5F);
  const std::vector<float> foretold = foretell_trend(scene.data, scene.interactions, trend);
  for (std::size_t p = 0; p < trend.size(); ++p) {
    if (!scene.market.hides(p)) {
      EXPECT_EQ(foretold[p], trend[p]);
    } else if (p % 4 == 1) {
      EXPECT_GT(foretold[p], 2.0F);
    } else {
      EXPECT_LT(foretold[p], 0.7F);
    }
  }
}

TEST(AttributePrior, RefusesNegativeEvidence) {
  const Scene scene;
  const PriorOptions options{.half_known = -1.0};
  EXPECT_THROW(foretell_accounts(scene.data, scene.interactions, scene.model, options), Error);
  EXPECT_THROW(foretell_products(scene.data, scene.interactions, scene.model, options), Error);
}

}  // namespace
}  // namespace upcross
