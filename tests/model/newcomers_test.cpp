#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/blend.hpp>

#include "support/moving_market.hpp"
#include "support/told_market.hpp"

namespace upcross {
namespace {

struct Scene {
  explicit Scene(test::ToldMarket given = {}, const BlendRecipe& recipe = {.item_item = 0.5})
      : market(std::move(given)), plain(fit_blend(history, interactions, recipe)) {}

  AccountView view(const Blend& asked, std::size_t a) const {
    return asked.account(history, interactions, static_cast<AccountIndex>(a));
  }
  std::vector<float> scores(const Blend& asked, std::size_t a) const {
    std::vector<float> result(market.products);
    asked.score(view(asked, a), result);
    return result;
  }
  const Newcomers::Parts& newcomers() const { return blend.parts().newcomers->parts(); }

  test::ToldMarket market;
  Dataset data = market.data();
  InteractionMatrix interactions = build_interactions(data);
  History history = test::history_of(data, interactions.as_of());
  Blend plain;
  Blend blend = with_newcomers(plain, data, history, interactions, {.factors = 16});
};

constexpr std::size_t known_account = 12;
constexpr std::size_t hidden_account = 1;
constexpr std::size_t known_product = 12;
constexpr std::size_t hidden_product = 1;

TEST(Newcomers, DoNotChangeTheAffinitiesOfOthers) {
  const Scene scene;
  const std::vector<float> before = scene.scores(scene.plain, known_account);
  const std::vector<float> after = scene.scores(scene.blend, known_account);
  for (std::size_t p = 0; p < scene.market.products; ++p) {
    if (!scene.market.hides(p)) {
      EXPECT_EQ(after[p], before[p]);
    }
  }
  EXPECT_NE(scene.blend.id(), scene.plain.id());
}

TEST(Newcomers, AreNotThereWhereAllHavePurchases) {
  const Dataset data = test::moving_market(true);
  const InteractionMatrix interactions = build_interactions(data);
  const History history = test::history_of(data, interactions.as_of());
  const Blend blend = fit_blend(history, interactions, {.als = {.factors = 4}});
  EXPECT_EQ(with_newcomers(blend, data, history, interactions, {}).id(), blend.id());
}

TEST(Newcomers, AffinityOfANewAccountIsThatOfTheForetoldFactorsTimesTrend) {
  const Scene scene;
  const Newcomers::Parts& parts = scene.newcomers();
  const std::vector<float> scores = scene.scores(scene.blend, hidden_account);
  for (std::size_t p = 0; p < scene.market.products; ++p) {
    if (scene.market.hides(p)) continue;
    const double expected =
        affinity(parts.accounts.of(hidden_account), parts.factors->product_factors().row(p)) *
        static_cast<double>(parts.trend[p]);
    EXPECT_NEAR(scores[p], expected, 1e-6);
  }
}

TEST(Newcomers, AffinityForANewProductIsThatOfTheForetoldFactorsInTheUnitsOfTheOthers) {
  test::ToldMarket market;
  market.hidden_products_from = "2020-10-20";
  const Scene scene(market);
  const Newcomers::Parts& parts = scene.newcomers();
  const auto i = static_cast<std::size_t>(
      std::ranges::lower_bound(parts.products.rows, hidden_product) - parts.products.rows.begin());
  const double expected = affinity(parts.factors->account_factors().row(known_account),
                                   parts.products.of(hidden_product)) *
                          static_cast<double>(parts.weight * parts.novelty[i]) *
                          static_cast<double>(parts.trend[hidden_product]);
  EXPECT_NEAR(scene.scores(scene.blend, known_account)[hidden_product], expected, 1e-6);
  double of_new = 0.0, of_known = 0.0;  // by accounts and products of the same tastes
  for (std::size_t a = known_account; a < scene.market.accounts; ++a) {
    if (scene.market.hides(a)) continue;
    of_new += static_cast<double>(scene.scores(scene.blend, a)[hidden_product]);
    of_known += static_cast<double>(scene.scores(scene.blend, a)[hidden_product + 24]);
  }
  // Half of the products of these tastes sell little more than half as well.
  const double ratio = of_new / static_cast<double>(parts.novelty[i]) / of_known;
  EXPECT_GT(ratio, 0.5);
  EXPECT_LT(ratio, 1.0);
}

TEST(Newcomers, AProductThatIsListedForLongWithoutBuyersCountsLittle) {
  test::ToldMarket market;
  market.hidden_products_from = "2020-10-20";
  const Scene launched(market);
  const Scene shelved;
  for (const float novelty : launched.newcomers().novelty) EXPECT_GT(novelty, 0.1F);
  for (const float novelty : shelved.newcomers().novelty) EXPECT_LT(novelty, 0.05F);
}

TEST(Newcomers, ScoreIsWhatAffinityAndItsPartsSay) {
  const Scene scene;
  for (const std::size_t a : {hidden_account, known_account}) {
    const std::vector<float> scores = scene.scores(scene.blend, a);
    const AccountView view = scene.view(scene.blend, a);
    for (std::size_t p = 0; p < scores.size(); ++p) {
      const auto product = static_cast<ProductIndex>(p);
      EXPECT_NEAR(scores[p], scene.blend.affinity(view, product), 1e-5);
      EXPECT_EQ(scene.blend.is_of_newcomers(view, product),
                scene.market.hides(a) || scene.market.hides(p));
    }
  }
}

TEST(Newcomers, OfWhichNothingIsToldAreRankedByRecentPopularity) {
  const Scene scene({.told = false});
  const auto recent = popularity(scene.history, scene.market.products, 28.0);
  const std::vector<float> scores = scene.scores(scene.blend, hidden_account);
  for (std::size_t p = 0; p < scores.size(); ++p) EXPECT_NEAR(scores[p], recent[p], 1e-4);
}

TEST(Newcomers, AmongProductsAreNoneWherePopularityAnswersAlone) {
  const Scene scene({}, {.factorization = 0.0, .popularity = 1.0});
  EXPECT_TRUE(scene.newcomers().products.rows.empty());
  EXPECT_FALSE(scene.newcomers().accounts.rows.empty());
}

TEST(Newcomers, WithFactorsOfTheBlendKeepItAFactorization) {
  const Scene scene({}, {.als = {.factors = 8}});
  EXPECT_EQ(scene.newcomers().factors, scene.plain.parts().factors);
  EXPECT_TRUE(scene.blend.is_factorization());
}

TEST(Newcomers, TheBytesDoNotDependOnThreads) {
  const Scene scene;
  const auto id = [&](unsigned threads) {
    return with_newcomers(scene.plain, scene.data, scene.history, scene.interactions,
                          {.factors = 16}, {.threads = threads})
        .id();
  };
  EXPECT_EQ(id(1), id(4));
}

TEST(Newcomers, RefuseWhatDoesNotFit) {
  Newcomers::Parts parts = Scene().newcomers();
  parts.trend.pop_back();
  EXPECT_THROW(Newcomers(std::move(parts)), Error);
}

}  // namespace
}  // namespace upcross
