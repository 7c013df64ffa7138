#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include <upcross/model/blend.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

/// Every part at once.
BlendRecipe everything() {
  BlendRecipe recipe{.factorization = 1.0,
                     .item_item = 0.5,
                     .neighbours = 0.25,
                     .forward = 0.7,
                     .popularity = 0.3};
  recipe.als = {.factors = 8, .iterations = 4, .unobserved_weight = 1.0, .regularization = 0.002};
  recipe.ease.regularization = 20.0;
  recipe.trend = {.buyers = {.strength = 0.5}, .new_buyers = {.strength = 0.25}};
  return recipe;
}

struct Scene {
  Dataset data = test::moving_market(true);
  InteractionMatrix interactions = build_interactions(data);
  History history = test::history_of(data, interactions.as_of());
  std::vector<float> scores = std::vector<float>(data.product_count());

  const std::vector<float>& scored(const Blend& blend, std::size_t account) {
    blend.score(blend.account(history, interactions, static_cast<AccountIndex>(account)), scores);
    return scores;
  }
};

TEST(Blend, PurchasesAndPopularityTimesTrendAddUpToTheAffinity) {
  Scene scene;
  const Blend blend = fit_blend(scene.history, scene.interactions, everything());
  for (const std::size_t a : {0, 7, 100}) {
    const AccountView view =
        blend.account(scene.history, scene.interactions, static_cast<AccountIndex>(a));
    const BlendExplainer explainer(blend, view);
    const std::vector<float> scores = scene.scored(blend, a);
    for (std::size_t p = 0; p < scores.size(); ++p) {
      const auto product = static_cast<ProductIndex>(p);
      const auto parts = explainer.contributions(product);
      const double sum =
          std::accumulate(parts.begin(), parts.end(), blend.popularity(view, product));
      EXPECT_NEAR(scores[p], sum * static_cast<double>(blend.parts().trend[p]), 2e-5);
    }
  }
}

TEST(Blend, AnExplainerTurnsToAnotherAccountAsIfItWereNew) {
  Scene scene;
  const Blend blend = fit_blend(scene.history, scene.interactions, everything());
  const auto view = [&](std::size_t a) {
    return blend.account(scene.history, scene.interactions, static_cast<AccountIndex>(a));
  };
  const AccountView nobody{scene.history.as_of(), {}, {}, {}, {}};
  BlendExplainer turning(blend, nobody);
  EXPECT_TRUE(turning.contributions(ProductIndex{0}).empty());
  for (const std::size_t a : {7, 100, 0}) {
    turning.turn_to(view(a));
    EXPECT_EQ(turning.contributions(ProductIndex{0}),
              BlendExplainer(blend, view(a)).contributions(ProductIndex{0}));
  }
  turning.turn_to(nobody);
  EXPECT_TRUE(turning.contributions(ProductIndex{0}).empty());
}

TEST(Blend, EachPartHasMeanSquareOneBeforeItsWeight) {
  Scene scene;
  for (auto part : {&BlendRecipe::factorization, &BlendRecipe::item_item, &BlendRecipe::neighbours,
                    &BlendRecipe::forward, &BlendRecipe::popularity}) {
    BlendRecipe recipe = everything();
    for (auto other : {&BlendRecipe::factorization, &BlendRecipe::item_item,
                       &BlendRecipe::neighbours, &BlendRecipe::forward, &BlendRecipe::popularity}) {
      recipe.*other = other == part ? 3.0 : 0.0;
    }
    recipe.trend = {};
    const Blend blend = fit_blend(scene.history, scene.interactions, recipe);
    double square = 0.0;
    for (std::size_t a = 0; a < scene.data.account_count(); ++a) {
      for (const float s : scene.scored(blend, a)) square += static_cast<double>(s) * s;
    }
    const auto count = static_cast<double>(scene.data.account_count() * scene.data.product_count());
    EXPECT_NEAR(std::sqrt(square / count), 3.0, 1e-3);
  }
}

TEST(Blend, OfTheFactorizationAloneIsTheFactorization) {
  Scene scene;
  const auto fit = fit_als(scene.interactions, {.factors = 8, .iterations = 2});
  const Blend blend = blend_of(std::make_shared<const FactorModel>(fit.model));
  EXPECT_EQ(blend.id(), fit.model.id());
  EXPECT_TRUE(blend.is_factorization());
  const std::vector<float> scores = scene.scored(blend, 3);
  for (std::size_t p = 0; p < scores.size(); ++p) {
    EXPECT_NEAR(scores[p],
                affinity(fit.model.account_factors().row(3), fit.model.product_factors().row(p)),
                1e-5);
  }
}

TEST(Blend, TheBytesDoNotDependOnThreads) {
  Scene scene;
  EXPECT_EQ(fit_blend(scene.history, scene.interactions, everything(), {.threads = 1}).id(),
            fit_blend(scene.history, scene.interactions, everything(), {.threads = 4}).id());
}

}  // namespace
}  // namespace upcross
