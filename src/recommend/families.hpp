#pragma once

#include <span>
#include <vector>

#include <upcross/interactions/history.hpp>
#include <upcross/recommend/ladder.hpp>

namespace upcross {

/// What was first bought before the day and is on a ladder: family by family, lowest step first;
/// equal steps in the order of their last purchase.
std::vector<Bought> by_family(std::span<const Bought> bought, const Ladders& ladders, Day before);

/// The parts of `by_family` that belong to one family each.
std::vector<std::span<const Bought>> families_of(std::span<const Bought> by_family,
                                                 const Ladders& ladders);

}  // namespace upcross
