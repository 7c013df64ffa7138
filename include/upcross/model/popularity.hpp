#pragma once

#include <cstddef>
#include <vector>

#include <upcross/interactions/history.hpp>

namespace upcross {

/// How many accounts have bought each of P `products`, an account counting 2^(-age /
/// half_life_days) by the age of its last purchase on `history.as_of()`; 0 = all count 1.
/// O(purchases).
std::vector<double> popularity(const History& history, std::size_t products,
                               double half_life_days = 0.0);

/// How much more a product is bought now than over all time.
struct TrendOptions {
  double strength = 0.0;         ///< gamma >= 0; 0 = the trend does not count
  double half_life_days = 14.0;  ///< of what counts as now, > 0
  double smoothing = 5.0;        ///< accounts added to both numbers, > 0
};

/// A positive factor per product: ((recent + c) / (reference + c))^gamma, with reference = all-time
/// popularity and recent = that of the half-life, scaled to the same total. 1 everywhere if the
/// strength is 0 or nothing was bought. Throws invalid_argument for options outside their range.
std::vector<float> trend_factors(const History& history, std::size_t products,
                                 const TrendOptions& options);

}  // namespace upcross
