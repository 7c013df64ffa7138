#pragma once

#include <cstddef>
#include <span>

#include <Eigen/Core>

#include <upcross/core/buffer.hpp>

namespace upcross {

/// A dense table of float32, rows x cols, row after row without gaps. Value semantics.
class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t cols)
      : values_(checked_product(rows, cols)), rows_(rows), cols_(cols) {}

  std::size_t rows() const noexcept { return rows_; }
  std::size_t cols() const noexcept { return cols_; }
  float* data() noexcept { return values_.data(); }
  const float* data() const noexcept { return values_.data(); }
  std::span<float> row(std::size_t i) noexcept { return {data() + i * cols_, cols_}; }
  std::span<const float> row(std::size_t i) const noexcept { return {data() + i * cols_, cols_}; }

 private:
  Buffer<float> values_;
  std::size_t rows_ = 0;
  std::size_t cols_ = 0;
};

namespace detail {
template <class Scalar>
using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
}  // namespace detail

/// The table as an Eigen expression that shares its memory: rows x cols, row-major.
///
/// A template that spells its return type, so that the Eigen it was compiled with is part of the
/// function's name, and always inline: the linker can merge neither the library's view with a
/// host's, nor those of translation units compiled for different instruction sets.
template <class Scalar = float>
[[gnu::always_inline]] inline Eigen::Map<const detail::RowMajor<Scalar>> eigen_view(
    const Matrix& m) {
  return {m.data(), static_cast<Eigen::Index>(m.rows()), static_cast<Eigen::Index>(m.cols())};
}

/// The same, writable.
template <class Scalar = float>
[[gnu::always_inline]] inline Eigen::Map<detail::RowMajor<Scalar>> eigen_view(Matrix& m) {
  return {m.data(), static_cast<Eigen::Index>(m.rows()), static_cast<Eigen::Index>(m.cols())};
}

}  // namespace upcross
