#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <upcross/core/execution.hpp>

namespace upcross {

/// A sparse table of float32 in compressed rows: per row the indexes of its entries, rising, and
/// their values.
struct SparseRows {
  struct Row {
    std::span<const std::uint32_t> indexes;
    std::span<const float> values;

    std::size_t size() const noexcept { return indexes.size(); }
  };

  std::vector<std::size_t> starts = {0};  ///< rows + 1 positions in the other two
  std::vector<std::uint32_t> indexes;
  std::vector<float> values;

  std::size_t rows() const noexcept { return starts.size() - 1; }
  std::size_t entries() const noexcept { return indexes.size(); }
  Row row(std::size_t i) const noexcept {
    const std::size_t size = starts[i + 1] - starts[i];
    return {{indexes.data() + starts[i], size}, {values.data() + starts[i], size}};
  }
};

/// The same entries with rows and columns exchanged. O(entries + rows + columns). A stop request
/// throws stopped.
SparseRows transposed(const SparseRows& table, std::size_t columns,
                      const Execution& execution = {.threads = 1});

}  // namespace upcross
