#pragma once

#include <span>

#include <upcross/recommend/recommendation.hpp>
#include <upcross/selection/objective.hpp>

namespace upcross {

/// The offers to each account as one list, by probability * amount^gamma of the trade: each kind
/// keeps its own order, and of the first rows left of the kinds, the one with the largest value
/// comes next, at ties the earlier one. A row without probability counts as the one before it, the
/// first ones as the first that has one, kinds without any last. Ranks run 1 .. over the list.
/// Accounts come one after the other; `amounts` are `usual_amounts`, P, of which the unknown count
/// as a cent, or empty if gamma is 0. O(n log n).
Recommendations in_one_list(const Trade& trade, std::span<const double> amounts,
                            Recommendations offers);

}  // namespace upcross
