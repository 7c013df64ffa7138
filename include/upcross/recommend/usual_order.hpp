#pragma once

#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/net.hpp>

namespace upcross {

/// What a first order of a product usually brings, whoever orders it.
struct UsualOrders {
  /// P, in the data set's currency: exp of the mean logarithm of the values of first orders, each
  /// taken relative to what its account orders of others, held near the mean of all products while
  /// the orders are few. unknown where none has a price.
  std::vector<double> value;
  /// P, the same times the share of margin in the value of its lines; unknown without costs.
  std::vector<double> margin;
};

/// Steadier than the order that a single account would place: which of two products brings an
/// account more it tells better. O(N).
UsualOrders usual_orders(const Dataset& data, const NetPurchases& net);

}  // namespace upcross
