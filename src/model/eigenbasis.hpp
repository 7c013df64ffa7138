#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <upcross/core/buffer.hpp>
#include <upcross/core/execution.hpp>

#include "model/factor_table.hpp"

namespace upcross::detail {

/// An orthonormal basis in which the Gram matrix of a table is diagonal, with the memory to find
/// one after another.
class Eigenbasis {
 public:
  /// For tables of so many factors; holds about 32 MB at most, or 3 d^2 numbers where that is more.
  Eigenbasis(std::size_t factors, const Execution& execution);

  /// Rotates a table into the eigenbasis of its Gram matrix Y^T Y; no inner product of its rows
  /// changes. Sums run over fixed blocks of rows in a fixed order. O(rows d^2 + d^3).
  void take_in(FactorTable& table);

  /// The diagonal, d numbers >= 0; NaN if the matrix overflowed.
  const std::vector<double>& eigenvalues() const { return eigenvalues_; }

 private:
  void add_gram(const FactorTable& table);
  void rotate(FactorTable& table);

  const Execution& execution_;
  std::size_t stride_, block_rows_, slabs_;
  Buffer<double> matrix_;  ///< slabs_ of stride x stride, then scratch of the eigensolver
  Buffer<float> vectors_;  ///< stride x stride
  Buffer<float> rotated_;  ///< block_rows_ x stride per thread
  std::vector<double> eigenvalues_;
};

/// diagonal <- unobserved_weight * eigenvalues + ridge, each at least d * 2^-23 times the largest
/// and positive.
void set_shared_diagonal(std::span<const double> eigenvalues, double unobserved_weight,
                         double ridge, std::span<double> diagonal);

}  // namespace upcross::detail
