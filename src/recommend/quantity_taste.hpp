#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/interactions/net.hpp>

#include "recommend/standing_lines.hpp"

namespace upcross {

/// Which quantities an account likes: some order in dozens, some one by one.
class QuantityTaste {
 public:
  /// From the lines in which an account first orders a product; `account_pairs` are
  /// `pairs_by_account`. A stop request leaves it unfinished.
  QuantityTaste(const NetPurchases& net, const StandingLines& standing,
                std::span<const std::size_t> account_pairs, const Execution& execution);

  /// How many of all first orders are of exactly `quantity`, 0 .. 1.
  double share(double quantity) const;

  /// Logarithm of how many times as often as all accounts this one orders exactly `quantity`, whose
  /// `share` is given and not 0; held near 0 while its orders are few.
  double log_lift(AccountIndex account, double quantity, double share) const;

 private:
  using Counts = std::vector<std::pair<double, double>>;  ///< quantity, orders; rising

  static Counts counts(Counts quantities);
  static double count_of(const Counts& counts, double quantity);

  std::vector<Counts> by_account_;
  std::vector<double> orders_;  ///< of each account
  Counts all_;
  double all_orders_;
};

}  // namespace upcross
