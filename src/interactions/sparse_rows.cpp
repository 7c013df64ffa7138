#include <algorithm>

#include <upcross/interactions/sparse_rows.hpp>

#include "core/large_pages.hpp"
#include "core/pieces.hpp"

namespace upcross {
namespace {

/// Puts the entries [begin, end) of the table into their places, the next one of each column.
void transpose(const SparseRows& table, std::size_t begin, std::size_t end,
               std::vector<std::size_t>& next, SparseRows& to) {
  constexpr std::size_t ahead = 24;
  const auto behind = std::ranges::upper_bound(table.starts, begin);
  auto row = static_cast<std::uint32_t>(behind - table.starts.begin() - 1);
  for (std::size_t i = begin; i < end; ++i) {
    while (table.starts[row + 1] <= i) ++row;
    // Asked for in time: a write would wait for its place.
    const std::size_t soon = next[table.indexes[std::min(i + ahead, end - 1)]];
    __builtin_prefetch(&to.indexes[soon], 1);
    __builtin_prefetch(&to.values[soon], 1);
    const std::size_t place = next[table.indexes[i]]++;
    to.indexes[place] = row;
    to.values[place] = table.values[i];
  }
}

}  // namespace

SparseRows transposed(const SparseRows& table, std::size_t columns, const Execution& execution) {
  const detail::Pieces pieces(table.entries(), execution);
  std::vector<std::vector<std::size_t>> places = detail::places_by_piece<std::size_t>(
      pieces, columns, execution, [&](std::size_t i) { return table.indexes[i]; });
  SparseRows result;
  result.starts = places.front();
  result.starts.push_back(table.entries());
  detail::reserve_large_pages(result.indexes, table.entries());
  detail::reserve_large_pages(result.values, table.entries());
  result.indexes.resize(table.entries());
  result.values.resize(table.entries());
  parallel_for(execution, pieces.count(), [&](std::size_t piece, unsigned) {
    transpose(table, pieces.begin(piece), pieces.end(piece), places[piece], result);
  });
  execution.throw_if_stopped("exchanging rows and columns");
  return result;
}

}  // namespace upcross
