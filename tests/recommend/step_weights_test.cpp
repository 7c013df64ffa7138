#include <gtest/gtest.h>

#include <upcross/core/random.hpp>

#include "recommend/step_choice.hpp"

namespace upcross {
namespace {

/// Accounts that choose among ten steps the one that this feature speaks for most, save one in
/// five, which choose the first.
std::vector<StepChoice> choices_by(StepFeature feature, double sign, std::size_t accounts) {
  std::vector<StepChoice> choices(accounts);
  for (std::size_t a = 0; a < accounts; ++a) {
    std::size_t best = 0;
    for (std::size_t i = 0; i < 10; ++i) {
      StepNumbers numbers;
      for (std::size_t k = 0; k < step_features; ++k) {
        numbers[k] = uniform(a, i * step_features + k);
      }
      choices[a].steps.push_back(numbers);
      if (sign * numbers[feature] > sign * choices[a].steps[best][feature]) best = i;
    }
    choices[a].chosen.assign(10, false);
    choices[a].chosen[a % 5 == 0 ? 0 : best] = true;
  }
  return choices;
}

TEST(StepWeights, WeighMostWhatAccountsChoseBy) {
  for (const StepFeature feature : {recent_sales, went_on, own_affinity, reach}) {
    for (const double sign : {1.0, -1.0}) {
      const StepNumbers weights = fit_step_weights(choices_by(feature, sign, 500));
      EXPECT_GT(sign * weights[feature], 2.0);
    }
  }
}

TEST(StepWeights, StayNearThePriorWhereThereIsLittleToLearnFrom) {
  const StepNumbers prior = fit_step_weights({});
  const StepNumbers weights = fit_step_weights(choices_by(own_affinity, 1.0, 1));
  for (std::size_t k = 0; k < step_features; ++k) EXPECT_NEAR(weights[k], prior[k], 0.5);
}

TEST(StepWeights, AreFiniteForFeaturesThatDoNotDifferOrDifferWildly) {
  std::vector<StepChoice> choices = choices_by(reach, 1.0, 50);
  for (StepChoice& choice : choices) {
    for (StepNumbers& numbers : choice.steps) {
      numbers[went_on] = 3.0;
      numbers[recent_sales] *= 1e4;
    }
  }
  for (const double weight : fit_step_weights(choices)) EXPECT_TRUE(std::isfinite(weight));
}

}  // namespace
}  // namespace upcross
