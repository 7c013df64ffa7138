#pragma once

#include <vector>

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

/// Estimates a first order of a product by an account from medians, so that a single order of
/// 80,000 pieces changes nothing. Immutable; safe for concurrent use.
class OrderEstimator {
 public:
  /// O(N log N).
  OrderEstimator(const Dataset& data, const NetPurchases& net);

  /// Quantity: the product's median line quantity, times how much more or less than the median this
  /// account usually orders (the median ratio over its lines, shrunk towards 1 while they are few),
  /// at least the minimum quantity. Unit price: the median price of the product's latest lines,
  /// else the list price. O(1).
  OrderEstimate estimate(AccountIndex account, ProductIndex product) const;

 private:
  struct ProductHabit {
    double quantity = unknown;
    double unit_price = unknown;
    double unit_cost = unknown;
    double minimum_quantity = 1.0;
    bool whole_pieces = true;
  };
  std::vector<ProductHabit> products_;
  std::vector<double> account_scale_;  ///< ratio to the usual quantity
};

}  // namespace upcross
