#pragma once

#include <memory>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/history.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/interactions/net.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/recommend/order_estimate.hpp>

namespace upcross {

/// The model as a blend that must not outlive it.
inline Blend borrowed(const FactorModel& model) {
  return blend_of(std::shared_ptr<const FactorModel>(std::shared_ptr<void>(), &model));
}

/// What every kind learns from all purchases, whomever it is asked about. Immutable.
struct Groundwork {
  /// Keeps references to data and interactions. Throws invalid_argument where the parts do not
  /// belong together. O(N log N).
  Groundwork(const Dataset& data, const InteractionMatrix& interactions, Blend model);

  const Dataset& data;
  const InteractionMatrix& interactions;
  Blend model;
  NetPurchases net;
  History history;  ///< without the products left out
  OrderEstimator orders;
  std::vector<bool> eligible;  ///< `eligible_products`
};

}  // namespace upcross
