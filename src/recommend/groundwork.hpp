#pragma once

#include <memory>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/interactions/standing_purchases.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/recommend/order_estimate.hpp>

namespace upcross {

/// What every kind learns from all purchases, whomever it is asked about. Immutable.
struct Groundwork {
  /// Keeps references. Throws invalid_argument where the parts do not belong together; a stop
  /// request throws stopped. O(N log N).
  Groundwork(const Dataset& data, const InteractionMatrix& interactions, const Blend& model,
             const Execution& execution);

  /// The same where what stands of the purchases is at hand.
  Groundwork(const Dataset& data, const InteractionMatrix& interactions, const Blend& model,
             std::shared_ptr<const StandingPurchases> standing, const Execution& execution);

  const Dataset& data;
  const InteractionMatrix& interactions;
  Blend model;
  std::shared_ptr<const StandingPurchases> standing;
  const NetPurchases& net;
  const History& history;
  OrderEstimator orders;
  std::vector<bool> eligible;  ///< `eligible_products`
  std::vector<bool> offered;   ///< these, and products without buyers that the model ranks
};

/// The factorization as a blend that it must outlive.
Blend borrowed(const FactorModel& model);

}  // namespace upcross
