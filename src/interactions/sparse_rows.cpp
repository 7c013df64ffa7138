#include <upcross/interactions/sparse_rows.hpp>

namespace upcross {

SparseRows transposed(const SparseRows& table, std::size_t columns) {
  SparseRows result;
  result.starts.assign(columns + 1, 0);
  for (const std::uint32_t column : table.indexes) ++result.starts[column + 1];
  for (std::size_t i = 0; i < columns; ++i) result.starts[i + 1] += result.starts[i];
  result.indexes.resize(table.entries());
  result.values.resize(table.entries());
  std::vector<std::size_t> next(result.starts.begin(), result.starts.end() - 1);
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const SparseRows::Row row = table.row(i);
    for (std::size_t j = 0; j < row.size(); ++j) {
      const std::size_t to = next[row.indexes[j]]++;
      result.indexes[to] = static_cast<std::uint32_t>(i);
      result.values[to] = row.values[j];
    }
  }
  return result;
}

}  // namespace upcross
