#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/data/purchases.hpp>

#include "core/large_pages.hpp"

namespace upcross::detail {

/// The lines in the order by account, product, time, order, quantity, price, cost, as positions.
/// O(N + accounts + products) and sorting within each pair of account and product. A stop request
/// throws stopped.
std::vector<std::uint32_t> canonical_order(const Purchases& lines, std::size_t accounts,
                                           std::size_t products, const Execution& execution);

/// The order without repeats across exports: of lines that are equal in every column there remain
/// as many as the export has that has most of them. `exports` are the exports' numbers by line.
/// O(N).
std::vector<std::uint32_t> without_repeats(const Purchases& lines, std::vector<std::uint32_t> order,
                                           const std::vector<std::uint32_t>& exports);

/// The column with its values in the order of `positions`.
template <class T>
std::vector<T> reordered(const std::vector<T>& column,
                         const std::vector<std::uint32_t>& positions) {
  std::vector<T> result;
  reserve_large_pages(result, positions.size());
  for (const std::uint32_t at : positions) result.push_back(column[at]);
  return result;
}

}  // namespace upcross::detail
