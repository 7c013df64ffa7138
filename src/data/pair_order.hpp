#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/core/ids.hpp>

namespace upcross::detail {

/// Lines sorted by account and product; those of the same pair stay in their order.
struct PairOrder {
  std::vector<std::uint32_t> lines;           ///< the numbers that they had before
  std::vector<std::uint32_t> account_starts;  ///< where those of each account begin, and N
  std::vector<ProductIndex> product;
};

/// Sorts lines with these accounts and products, positions below `accounts` and `products`.
/// O(N + accounts + products), and 8 bytes a line while it works. A stop request throws stopped.
PairOrder pair_order(std::vector<AccountIndex> account, std::vector<ProductIndex> product,
                     std::size_t accounts, std::size_t products, const Execution& execution);

}  // namespace upcross::detail
