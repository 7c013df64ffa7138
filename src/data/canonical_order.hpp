#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/data/purchases.hpp>

namespace upcross::detail {

/// Purchase lines and the export that each is from.
struct ExportedLines {
  Purchases columns;                   ///< `order` is empty where no line has one
  std::vector<std::uint32_t> exports;  ///< numbers by line; empty = all are from one
};

/// The lines sorted by account, product, time, order, quantity, price, cost. Accounts and products
/// are positions below `accounts` and `products`. O(N + accounts + products), and sorting within
/// those pairs of account and product whose lines are not in order yet. Needs at most 8 bytes a
/// line beside the columns. A stop request throws stopped.
ExportedLines in_canonical_order(ExportedLines lines, std::size_t accounts, std::size_t products,
                                 const Execution& execution);

/// Sorted lines without repeats across exports: of lines that are equal in every column there
/// remain as many as the export has that has most of them. O(N).
ExportedLines without_repeats(ExportedLines sorted);

}  // namespace upcross::detail
