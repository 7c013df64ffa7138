#pragma once

#include <vector>

#include <Eigen/Core>

#include <upcross/core/execution.hpp>
#include <upcross/core/matrix.hpp>

namespace upcross::detail {

/// Y^T Y, d x d: float32 products of fixed blocks of rows, summed in double precision in a fixed
/// order. O(rows d^2).
Eigen::MatrixXd gram(const Matrix& rows, const Execution& execution);

/// rows <- rows * basis, in fixed blocks of rows. O(rows d^2).
void rotate(Matrix& rows, const Eigen::MatrixXf& basis, const Execution& execution);

/// Rotates both sides into the eigenbasis of the fixed side's Gram matrix, so that this becomes
/// diagonal while no inner product changes; returns the diagonal, d numbers >= 0.
std::vector<double> to_eigenbasis(Matrix& fixed, Matrix& other, const Execution& execution);

/// unobserved_weight * eigenvalues + ridge, each at least d * 2^-23 times the largest and positive.
std::vector<double> shared_diagonal(const std::vector<double>& eigenvalues,
                                    double unobserved_weight, double ridge);

}  // namespace upcross::detail
