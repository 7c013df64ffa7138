#pragma once

#include <cstddef>
#include <vector>

#include <upcross/core/buffer.hpp>
#include <upcross/core/execution.hpp>

#include "model/factor_table.hpp"

namespace upcross::detail {

/// An orthonormal basis in which a Gram matrix is diagonal.
struct Eigenbasis {
  std::vector<double> eigenvalues;  ///< the diagonal, d numbers >= 0; NaN if the matrix overflowed
  Buffer<float> vectors;            ///< d x d, one column each
};

/// Rotates a table into the eigenbasis of its Gram matrix Y^T Y; no inner product of its rows
/// changes. Sums run over fixed blocks of rows in a fixed order. O(rows d^2 + d^3).
Eigenbasis to_eigenbasis(FactorTable& table, const Execution& execution);

/// unobserved_weight * eigenvalues + ridge, each at least d * 2^-23 times the largest and positive.
std::vector<double> shared_diagonal(const std::vector<double>& eigenvalues,
                                    double unobserved_weight, double ridge);

}  // namespace upcross::detail
