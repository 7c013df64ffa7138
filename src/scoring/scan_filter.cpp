#include "scoring/scan_filter.hpp"

#include <algorithm>
#include <unordered_map>

#include <upcross/core/error.hpp>

#include "scoring/scan_layout.hpp"

namespace upcross {
namespace {

void validate(const ScanTable::Layout& table, const TopKFilter& filter) {
  if (filter.eligible.size() != table.rows) {
    throw Error(ErrorCode::invalid_argument, "top_k: there must be one flag per product");
  }
  if (filter.per_category > 0 && filter.category.size() != table.rows) {
    throw Error(ErrorCode::invalid_argument, "top_k: there must be one category per product");
  }
}

std::size_t longest_list(const TopKFilter& filter) {
  if (filter.per_category == 0) {
    return static_cast<std::size_t>(std::ranges::count(filter.eligible, true));
  }
  std::unordered_map<std::uint32_t, std::size_t> taken;
  std::size_t longest = 0;
  for (std::size_t row = 0; row < filter.eligible.size(); ++row) {
    if (filter.eligible[row] && taken[filter.category[row]]++ < filter.per_category) ++longest;
  }
  return longest;
}

}  // namespace

ScanFilter scan_filter(const ScanTable::Layout& table, const TopKFilter& filter) {
  validate(table, filter);
  std::vector<std::uint64_t> barred(table.blocks.size(), ~std::uint64_t{0});
  for (std::size_t slot = 0; slot < table.rows; ++slot) {
    if (!filter.eligible[table.row_of_slot[slot]]) continue;
    barred[slot / kernels::scan_rows] &= ~(std::uint64_t{1} << slot % kernels::scan_rows);
  }
  return {std::move(barred), longest_list(filter), filter.per_category, filter.category};
}

}  // namespace upcross
