#pragma once

#include <cstddef>

#include <upcross/core/execution.hpp>
#include <upcross/data/purchase_columns.hpp>

#include "data/kept_lines.hpp"
#include "data/pair_lines.hpp"

namespace upcross::detail {

/// The lines sorted by account, product, time, order, quantity, price, cost. Accounts and products
/// are positions below `accounts` and `products`. O(N + accounts + products), and sorting within
/// those pairs of account and product whose lines are not in order yet. Needs at most 8 bytes a
/// line beside the columns. A stop request throws stopped.
ExportedLines in_canonical_order(ExportedLines lines, std::size_t accounts, std::size_t products,
                                 const Execution& execution);

/// The same for the kept lines of columns, which stay as they are; `ranks` are the positions of
/// their texts. Needs at most 20 bytes a line beside the columns and the result.
Purchases in_canonical_order(const PurchaseColumns& columns, const KeptLines& kept,
                             const TextNumbers& ranks, std::size_t accounts, std::size_t products,
                             const Execution& execution);

}  // namespace upcross::detail
