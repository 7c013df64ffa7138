#pragma once

#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/interactions/net.hpp>
#include <upcross/model/factor_model.hpp>
#include <upcross/recommend/order_estimate.hpp>

namespace upcross {

/// What every kind learns from all purchases, whomever it is asked about. Immutable.
struct Groundwork {
  /// Keeps references. Throws invalid_argument where the parts do not belong together. O(N log N).
  Groundwork(const Dataset& data, const InteractionMatrix& interactions, const FactorModel& model);

  const Dataset& data;
  const InteractionMatrix& interactions;
  const FactorModel& model;
  NetPurchases net;
  OrderEstimator orders;
  std::vector<bool> eligible;  ///< `eligible_products`
};

}  // namespace upcross
