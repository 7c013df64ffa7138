#include "model/eigenbasis.hpp"

#include <algorithm>
#include <limits>

#include <upcross/core/parallel_for.hpp>

#include "kernels/table.hpp"

namespace upcross::detail {
namespace {

/// Partial sums of the Gram matrix: many, for many threads, but not more than 32 MB.
std::size_t slabs_for(std::size_t stride) {
  return std::clamp<std::size_t>((32 << 20) / (stride * stride * sizeof(double)), 1, 16);
}

std::size_t stride_of(std::size_t factors) { return FactorTable(0, factors).stride(); }

std::size_t pieces(std::size_t rows, std::size_t size) { return (rows + size - 1) / size; }

}  // namespace

Eigenbasis::Eigenbasis(std::size_t factors, const Execution& execution)
    : execution_(execution),
      stride_(stride_of(factors)),
      block_rows_(stride_ <= 256 ? 256 : 128),  // a block stays in a core's own cache
      slabs_(slabs_for(stride_)),
      matrix_(slabs_ * stride_ * stride_ + 3 * stride_),
      vectors_(stride_ * stride_),
      rotated_(execution.threads_for(static_cast<std::size_t>(-1)) * block_rows_ * stride_),
      eigenvalues_(factors) {}

void Eigenbasis::add_gram(const FactorTable& table) {
  const std::size_t square = stride_ * stride_;
  const std::size_t slab_rows = pieces(pieces(table.rows(), block_rows_), slabs_) * block_rows_;
  parallel_for(execution_, slabs_, [&](std::size_t slab, unsigned) {
    double* sum = matrix_.data() + slab * square;
    std::fill_n(sum, square, 0.0);
    const std::size_t end = std::min((slab + 1) * slab_rows, table.rows());
    for (std::size_t row = slab * slab_rows; row < end; row += block_rows_) {
      if (execution_.stop.stop_requested()) return;
      kernels::active().add_gram(table.data(row), std::min(block_rows_, end - row), stride_, sum);
    }
  });
  for (std::size_t slab = 1; slab < slabs_; ++slab) {
    for (std::size_t i = 0; i < square; ++i) matrix_[i] += matrix_[slab * square + i];
  }
}

void Eigenbasis::rotate(FactorTable& table) {
  parallel_for(
      execution_, pieces(table.rows(), block_rows_), [&](std::size_t block, unsigned worker) {
        const std::size_t row = block * block_rows_;
        kernels::active().rotate(table.data(row), std::min(block_rows_, table.rows() - row),
                                 stride_, vectors_.data(),
                                 rotated_.data() + worker * block_rows_ * stride_);
      });
}

void Eigenbasis::take_in(FactorTable& table) {
  const std::size_t d = table.factors();
  add_gram(table);
  for (std::size_t i = 1; i < d; ++i) {
    std::copy_n(matrix_.data() + i * stride_, d, matrix_.data() + i * d);
  }
  double* scratch = matrix_.data() + slabs_ * stride_ * stride_;
  if (!kernels::active().eigen(matrix_.data(), d, eigenvalues_.data(), scratch)) {
    std::ranges::fill(eigenvalues_, std::numeric_limits<double>::quiet_NaN());
    return;
  }
  for (std::size_t k = 0; k < d; ++k) {
    for (std::size_t j = 0; j < d; ++j) {
      vectors_[k * stride_ + j] = static_cast<float>(matrix_[j * d + k]);
    }
  }
  rotate(table);
  for (double& value : eigenvalues_) value = std::max(value, 0.0);
}

void set_shared_diagonal(std::span<const double> eigenvalues, double unobserved_weight,
                         double ridge, std::span<double> diagonal) {
  double largest = 0.0;
  for (std::size_t f = 0; f < eigenvalues.size(); ++f) {
    diagonal[f] = unobserved_weight * eigenvalues[f] + ridge;
    largest = std::max(largest, diagonal[f]);
  }
  const double smallest = static_cast<double>(eigenvalues.size()) *
                          std::numeric_limits<float>::epsilon() * (largest > 0.0 ? largest : 1.0);
  for (std::size_t f = 0; f < eigenvalues.size(); ++f) {
    diagonal[f] = std::max(diagonal[f], smallest);
  }
}

}  // namespace upcross::detail
