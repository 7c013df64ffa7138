#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/net.hpp>

namespace upcross {

/// Which quantities an account likes: some order in dozens, some one by one.
class QuantityTaste {
 public:
  /// `firsts` are the lines in which an account first orders a product, rising.
  QuantityTaste(const Dataset& data, const NetPurchases& net, std::span<const std::size_t> firsts);

  /// Logarithm of how many times as often as all accounts this one orders exactly `quantity`, held
  /// near 0 while its orders are few. The quantity must be one of the lines'.
  double log_lift(AccountIndex account, double quantity) const;

 private:
  using Counts = std::vector<std::pair<double, double>>;  ///< quantity, orders; rising

  static Counts counts(std::vector<double> quantities);
  static double count_of(const Counts& counts, double quantity);

  std::vector<Counts> by_account_;
  std::vector<double> orders_;  ///< of each account
  Counts all_;
  double all_orders_;
};

}  // namespace upcross
