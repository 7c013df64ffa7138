#include <algorithm>

#include <upcross/interactions/sparse_rows.hpp>

#include "core/large_pages.hpp"

namespace upcross {
namespace {

/// How many entries before its own the place of one is asked for: a write to it would wait for it.
constexpr std::size_t ahead = 24;

}  // namespace

SparseRows transposed(const SparseRows& table, std::size_t columns) {
  SparseRows result;
  result.starts.assign(columns + 1, 0);
  for (const std::uint32_t column : table.indexes) ++result.starts[column + 1];
  for (std::size_t i = 0; i < columns; ++i) result.starts[i + 1] += result.starts[i];
  detail::reserve_large_pages(result.indexes, table.entries());
  detail::reserve_large_pages(result.values, table.entries());
  result.indexes.resize(table.entries());
  result.values.resize(table.entries());
  std::vector<std::size_t> next(result.starts.begin(), result.starts.end() - 1);
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t j = table.starts[i]; j < table.starts[i + 1]; ++j) {
      const std::size_t soon = next[table.indexes[std::min(j + ahead, table.entries() - 1)]];
      __builtin_prefetch(&result.indexes[soon], 1);
      __builtin_prefetch(&result.values[soon], 1);
      const std::size_t to = next[table.indexes[j]]++;
      result.indexes[to] = static_cast<std::uint32_t>(i);
      result.values[to] = table.values[j];
    }
  }
  return result;
}

}  // namespace upcross
