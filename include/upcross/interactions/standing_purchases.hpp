#pragma once

#include <memory>
#include <utility>

#include <upcross/interactions/history.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/interactions/net.hpp>

namespace upcross {

/// What stands of the purchases before the as_of of interactions. Immutable.
struct StandingPurchases {
  NetPurchases net;
  History history;  ///< of the same products as the interactions
};

/// `data` are those of the interactions. O(N).
inline std::shared_ptr<const StandingPurchases> standing_purchases(
    const Dataset& data, const InteractionMatrix& interactions) {
  NetPurchases net = net_of_returns(data, interactions.as_of());
  History history(data, net, interactions.left_out_products());
  return std::make_shared<const StandingPurchases>(
      StandingPurchases{std::move(net), std::move(history)});
}

}  // namespace upcross
