#pragma once

#include <cmath>
#include <vector>

#include <upcross/selection/calibration.hpp>

namespace upcross {

/// The outcomes of some periods.
using Outcomes = std::vector<const std::vector<Outcome>*>;

/// Logistic regression of `bought` on the features, each outcome as often as it weighs; the season
/// has the weight 1. `periods` holds at least one outcome. O(outcomes) per step of at most 40.
PurchaseOdds fit_odds(const Outcomes& periods);

inline double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

}  // namespace upcross
