#pragma once

#include <cstdint>
#include <vector>

#include <upcross/scoring/top_k.hpp>

namespace upcross {

/// A `TopKFilter` in the order of a table's slots.
struct ScanFilter {
  std::vector<std::uint64_t> barred;  ///< of each block: a bit for each slot that is not eligible
  std::size_t attainable;             ///< no list can be longer than this
  std::size_t per_category;
  std::span<const std::uint32_t> category;
};

/// Throws invalid_argument where flags or categories do not fit the table. O(rows).
ScanFilter scan_filter(const ScanTable::Layout& table, const TopKFilter& filter);

}  // namespace upcross
