#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/net.hpp>

namespace upcross {

/// Lines of purchases that stand: not taken back whole and not given away.
struct StandingLines {
  std::vector<std::size_t> lines;  ///< positions in the purchases, rising
  std::vector<std::size_t>
      pairs;  ///< where in `lines` each account and product begins, and the end

  std::size_t pair_count() const noexcept { return pairs.size() - 1; }
  std::span<const std::size_t> of_pair(std::size_t pair) const {
    return std::span(lines).subspan(pairs[pair], pairs[pair + 1] - pairs[pair]);
  }
  std::size_t first_of_pair(std::size_t pair) const { return lines[pairs[pair]]; }
};

/// O(N).
StandingLines standing_lines(const Dataset& data, const NetPurchases& net);

/// A + 1 numbers: where the pairs of each account begin, and their end.
std::vector<std::size_t> pairs_by_account(const Dataset& data, const StandingLines& standing);

}  // namespace upcross
