#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include <upcross/data/columns.hpp>

namespace upcross::detail {

/// Where a CSV text has its header and what separates its fields.
struct Layout {
  char delimiter = ',';
  std::size_t records_before_header = 0;  ///< titles, "sep=;"
};

/// Finds the layout from the beginning of a text: the header is the first record, among the first
/// 20, that has all required columns, separated by the given delimiter or else by the one that
/// gives most fields. Where no record has them, it is the one of most fields.
Layout find_layout(std::string_view sample, std::optional<char> delimiter,
                   std::span<const ColumnSpec> columns, std::span<const ColumnChoice> choices);

}  // namespace upcross::detail
