#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include <upcross/core/buffer.hpp>
#include <upcross/core/matrix.hpp>

namespace upcross::detail {

/// Factors as the kernels want them: rows of a whole number of 64-byte lines, 0 beyond `factors`.
class FactorTable {
 public:
  FactorTable(std::size_t rows, std::size_t factors)
      : rows_(rows),
        factors_(factors),
        stride_((factors + 15) / 16 * 16),
        values_(rows * stride_) {}

  std::size_t rows() const { return rows_; }
  std::size_t factors() const { return factors_; }
  std::size_t stride() const { return stride_; }
  float* data(std::size_t row = 0) { return values_.data() + row * stride_; }
  const float* data(std::size_t row = 0) const { return values_.data() + row * stride_; }
  std::span<float> row(std::size_t i) { return {data(i), factors_}; }
  std::span<const float> row(std::size_t i) const { return {data(i), factors_}; }

  Matrix as_matrix() const {
    Matrix matrix(rows_, factors_);
    for (std::size_t i = 0; i < rows_; ++i) std::ranges::copy(row(i), matrix.row(i).begin());
    return matrix;
  }

 private:
  std::size_t rows_;
  std::size_t factors_;
  std::size_t stride_;
  Buffer<float> values_;
};

}  // namespace upcross::detail
