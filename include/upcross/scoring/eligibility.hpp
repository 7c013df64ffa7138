#pragma once

#include <cstdint>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

namespace upcross {

/// One flag per product: whether it may be offered at all, to whomever. It may if it was bought
/// before as_of, can be sold on as_of and is not among the interactions' left-out products. A
/// valid_from ahead of as_of is not believed of a product bought in the 90 days before it: it tells
/// since when the catalogue's present entry holds. P flags; O(P), with such entries O(lines + P).
std::vector<bool> eligible_products(const Dataset& data, const InteractionMatrix& interactions);

}  // namespace upcross
