#pragma once

#include <memory>

#include <upcross/core/execution.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/net.hpp>

namespace upcross {

/// What an order line would look like. `unknown` where the data do not tell.
struct OrderEstimate {
  double quantity;      ///< pieces, a whole number >= 1 where the product is sold in whole pieces
  double unit_price;    ///< in the data set's currency
  double order_value;   ///< quantity * unit_price, in cents
  double order_margin;  ///< quantity * (unit_price - cost), in cents
};

/// Estimates the next order of a product by an account from counts and medians, so that a single
/// order of 80,000 pieces changes nothing. Immutable; safe for concurrent use; cheap to copy.
class OrderEstimator {
 public:
  /// O(N log N). A stop request throws stopped.
  OrderEstimator(const Dataset& data, const NetPurchases& net, const Execution& execution = {});

  /// Of a product that the account bought: its own median quantity and its latest price. Else, with
  /// m = the median first order of the product times how much more or less the account first orders
  /// of others (its median ratio, held near 1 while the orders are few):
  ///
  ///   quantity    the q among the first orders of the product with the largest
  ///                 count(q) * taste(q) * exp(-log(q / m)^2 / (2 * 1.4^2)),
  ///               taste = how many times as often as all accounts this one orders exactly q,
  ///               smoothed by 20 orders: some order in dozens, some one by one. If no such q is
  ///               within a factor of 2 of m: m in multiples of the product's most frequent
  ///               quantity. At least the minimum quantity.
  ///   unit_price  the median of the product's latest lines of about that quantity (within a factor
  ///               of 2; of all quantities if they are few); of these lines' prices the one nearest
  ///               to it times the account's usual ratio to such prices. Else the list price.
  /// O(different quantities of the product).
  OrderEstimate estimate(AccountIndex account, ProductIndex product) const;

 private:
  class State;
  std::shared_ptr<const State> state_;
};

}  // namespace upcross
