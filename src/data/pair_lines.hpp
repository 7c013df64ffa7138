#pragma once

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

/// Calls `change(column)` for each column that tells lines of a pair of account and product apart,
/// and where it came from.
template <class Change>
void for_each_column(ExportedLines& lines, Change change) {
  const auto change_one = [&](auto& column) {
    if (!column.empty()) change(column);
  };
  change_one(lines.columns.time);
  change_one(lines.columns.quantity);
  change_one(lines.columns.unit_price);
  change_one(lines.columns.unit_cost);
  change_one(lines.columns.order);
  change_one(lines.exports);
}

/// Sorts lines that are sorted by account and product by time, order, quantity, price and cost
/// within those. O(N) where they are in order, as most often, since files grow with time. A stop
/// request throws stopped.
void sort_within_pairs(ExportedLines& lines, const Execution& execution);

/// Sorted lines without repeats across exports: of lines that are equal in every column there
/// remain as many as the export has that has most of them. O(N).
ExportedLines without_repeats(ExportedLines sorted);

}  // namespace upcross::detail
