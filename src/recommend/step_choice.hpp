#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/interactions/history.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/recommend/ladder.hpp>
#include <upcross/recommend/up_sell.hpp>

#include "recommend/kinship.hpp"
#include "recommend/transitions.hpp"

namespace upcross {

/// What speaks for a higher step.
enum StepFeature : std::size_t {
  recent_sales,   ///< Transitions::log_recent
  went_on,        ///< Transitions::log_lift from the step below that the account buys
  own_affinity,   ///< Kinship::affinity with what the account has
  owned,          ///< log(products of the family that the account has)
  reach,          ///< log(step / step of that product)
  step_features,  ///< how many there are
};
using StepNumbers = std::array<double, step_features>;

/// A higher step that an account does not own, and the highest of its own below it.
struct HigherStep {
  ProductIndex product;
  ProductIndex from;
  StepNumbers features;
};

/// The higher steps of the families that an account had bought before `market.before()`, which is
/// also the day of the kinship: everything above the lowest step that it owned.
std::vector<HigherStep> higher_steps(AccountIndex account, std::span<const Bought> bought,
                                     const Ladders& ladders, const Transitions& market,
                                     const Kinship& kinship, const std::vector<bool>& offered);

/// What an account chose among its higher steps.
struct StepChoice {
  std::vector<StepNumbers> steps;
  std::vector<bool> chosen;
};

/// The weights w that make the choices likeliest if a step is chosen with probability proportional
/// to exp(<w, features>) (McFadden 1974, "Conditional logit analysis of qualitative choice
/// behavior"): they maximize
///   sum over accounts the mean over chosen steps of log P  -  20 sum_k s_k^2 (w_k - prior_k)^2
/// with s_k the standard deviation of the feature among an account's steps, at least 0.1. Without
/// choices: the prior.
StepNumbers fit_step_weights(std::span<const StepChoice> choices);

/// What accounts chose in the horizons that begin 60, 90 and 120 days before as_of and end by
/// then, each account as it was at their begin, its affinities from what was known then: those that
/// know the choice would look better than they are. At most 600 accounts each.
std::vector<StepChoice> earlier_choices(const Dataset& data, const History& history,
                                        const Ladders& ladders,
                                        const InteractionMatrix& interactions,
                                        const UpSellOptions& options, const Execution& execution);

}  // namespace upcross
