#pragma once

#include <cstddef>
#include <vector>

#include <upcross/interactions/history.hpp>

namespace upcross {

/// How many accounts have bought each of P `products`, an account counting 2^(-age /
/// half_life_days) by the age of its last purchase (or its first: `day`) on `history.as_of()`; 0 =
/// all count 1. O(pairs).
std::vector<double> popularity(const History& history, std::size_t products,
                               double half_life_days = 0.0, Day Bought::*day = &Bought::last);

/// How much something that changes counts.
struct Trend {
  double strength = 0.0;         ///< an exponent, 0 to 10; 0 = it does not count
  double half_life_days = 14.0;  ///< of what counts as now, > 0
};

/// How much more a product is bought now than over all time.
struct TrendOptions {
  Trend buyers = {};       ///< by the day when accounts last bought it
  Trend new_buyers = {};   ///< by the day when they first bought it: who reorders does not count
  double smoothing = 5.0;  ///< accounts added to all numbers, > 0
};

/// A positive factor per product: ((recent + c) / (all + c))^gamma * ((new + c) / (all + c))^delta,
/// with all = all-time popularity, recent = that of the half-life of `buyers` and new = that of the
/// half-life of `new_buyers`, both scaled to the same total; gamma and delta their strengths. 1
/// everywhere if both are 0 or nothing was bought. Throws invalid_argument for options outside
/// their range. O(pairs).
std::vector<float> trend_factors(const History& history, std::size_t products,
                                 const TrendOptions& options);

}  // namespace upcross
