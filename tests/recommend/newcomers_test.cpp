#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/engine.hpp>
#include <upcross/report/sentence.hpp>

#include "support/told_market.hpp"

namespace upcross {
namespace {

const EngineOptions quick{.als = {.factors = 8, .iterations = 4},
                          .horizon_days = 40,
                          .offers = {.kinds = {Kind::cross_sell}, .limit = 10}};

/// An engine over a market, some of whose accounts and products have no purchases.
struct Scene {
  explicit Scene(test::ToldMarket given = {}) : market(std::move(given)) {}

  std::vector<AccountIndex> accounts(bool hidden) const {
    std::vector<AccountIndex> result;
    for (std::size_t a = 0; a < market.accounts; ++a) {
      if (market.hides(a) == hidden) result.push_back(static_cast<AccountIndex>(a));
    }
    return result;
  }
  bool is_hidden(const Recommendation& row) const { return market.hides(position(row.product)); }
  bool has(const Recommendation& row, ReasonType type) const {
    return std::ranges::find(row.reasons, type, &Reason::type) != row.reasons.end();
  }

  test::ToldMarket market;
  Engine engine = Engine::fit(market.data(), quick);
};

const Scene& market() {
  static const Scene scene;
  return scene;
}

const Scene& lately_extended_market() {
  static const Scene scene({.hidden_products_from = "2020-10-26"});
  return scene;
}

void expect_additive(const Recommendation& row) {
  double sum = 0.0;
  for (const Reason& reason : row.reasons) sum += reason.contribution;
  EXPECT_NEAR(sum, row.score, 1e-5 * std::max(1.0, std::abs(row.score)));
}

TEST(Newcomer, AccountsGetAFullListThatIsExplainedByAccountsAlike) {
  const Scene& scene = market();
  const auto hidden = scene.accounts(true);
  const Recommendations offers = scene.engine.recommend(hidden);
  EXPECT_EQ(offers.rows.size(), 10 * hidden.size());
  for (const Recommendation& row : offers.rows) {
    expect_additive(row);
    EXPECT_TRUE(scene.has(row, ReasonType::similar_accounts));
    EXPECT_FALSE(is_known(row.probability));
    EXPECT_GT(row.quantity, 0.0);
    EXPECT_TRUE(sentence(row, scene.engine.data(), Language::english)
                    .starts_with("Customers like you buy it."));
  }
}

TEST(Newcomer, AccountsGetWhatSegmentAndRegionLike) {
  const Scene& scene = market();
  double hits = 0.0, popular = 0.0;
  const auto hidden = scene.accounts(true);
  std::vector<std::pair<std::size_t, std::size_t>> sold;
  for (std::size_t p = 0; p < scene.market.products; ++p) {
    sold.emplace_back(scene.engine.interactions().by_product().row(p).size(), p);
  }
  std::ranges::sort(sold, std::ranges::greater());
  for (const Recommendation& row : scene.engine.recommend(hidden).rows) {
    hits += scene.market.buys(position(row.account), position(row.product)) ? 1.0 : 0.0;
    popular += scene.market.buys(position(row.account), sold[row.rank - 1].second) ? 1.0 : 0.0;
  }
  EXPECT_GT(hits, 1.4 * popular);
}

TEST(Newcomer, AccountsOfWhichNothingIsToldGetWhatIsPopular) {
  const Scene scene({.told = false});
  const Recommendations offers = scene.engine.recommend(scene.accounts(true));
  ASSERT_FALSE(offers.rows.empty());
  for (const Recommendation& row : offers.rows) {
    ASSERT_EQ(row.reasons.size(), 1U);
    EXPECT_EQ(row.reasons[0].type, ReasonType::popular_lately);
    EXPECT_EQ(row.reasons[0].contribution, row.score);
  }
}

TEST(Newcomer, ProductsAreOfferedToThoseWhomTheySuit) {
  const Scene& scene = lately_extended_market();
  std::size_t offered = 0;
  double bought = 0.0;
  double all = 0.0;
  const auto known = scene.accounts(false);
  for (const Recommendation& row : scene.engine.recommend(known).rows) {
    expect_additive(row);
    EXPECT_EQ(scene.is_hidden(row), scene.has(row, ReasonType::similar_products));
    if (!scene.is_hidden(row)) continue;
    EXPECT_EQ(row.reasons.size(), 1U);
    EXPECT_TRUE(row.reasons[0].product.has_value());
    EXPECT_FALSE(is_known(row.probability));
    ++offered;
    bought += scene.market.buys(position(row.account), position(row.product)) ? 1.0 : 0.0;
  }
  for (const AccountIndex a : known) {
    all += static_cast<double>(scene.market.wanted(position(a), true).size());
  }
  ASSERT_GT(offered, 100U);
  EXPECT_GT(bought / static_cast<double>(offered),
            1.5 * all / static_cast<double>(known.size() * 24));
}

TEST(Newcomer, ProductsThatNobodyBoughtForLongAreNotOffered) {
  const Scene& scene = market();
  for (const Recommendation& row : scene.engine.recommend(scene.accounts(false)).rows) {
    EXPECT_FALSE(scene.is_hidden(row));
  }
}

TEST(Newcomer, ProductsFindTheAccountsThatWouldBuyThem) {
  const Scene& scene = market();
  const Recommender recommender(scene.engine.data(), scene.engine.interactions(),
                                scene.engine.blend());
  double hits = 0.0, rows = 0.0, expected = 0.0;
  for (std::size_t p = 0; p < scene.market.products; ++p) {
    if (!scene.market.hides(p)) continue;
    for (const Recommendation& row :
         recommender.accounts_for(static_cast<ProductIndex>(p), 20).rows) {
      expect_additive(row);
      hits += scene.market.buys(position(row.account), p) ? 1.0 : 0.0;
      rows += 1.0;
    }
    double buyers = 0.0;
    for (const AccountIndex a : scene.accounts(false)) {
      buyers += scene.market.buys(position(a), p) ? 1.0 : 0.0;
    }
    expected += buyers / static_cast<double>(scene.accounts(false).size()) / 24.0;
  }
  ASSERT_EQ(rows, 24.0 * 20.0);
  EXPECT_GT(hits / rows, 1.5 * expected);
}

TEST(Newcomer, AccountsAndProductsAreExplained) {
  const Scene& scene = lately_extended_market();
  const Recommender recommender(scene.engine.data(), scene.engine.interactions(),
                                scene.engine.blend());
  for (const auto account : {AccountIndex{0}, AccountIndex{12}}) {
    for (const auto product : {ProductIndex{0}, ProductIndex{13}}) {
      const Recommendations one = recommender.explain(account, product, 3);
      ASSERT_EQ(one.rows.size(), 1U);
      expect_additive(one.rows[0]);
      EXPECT_FALSE(one.rows[0].reasons.empty());
    }
  }
}

}  // namespace
}  // namespace upcross
