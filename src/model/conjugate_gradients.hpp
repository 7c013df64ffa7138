#pragma once

#include <cstddef>
#include <span>

#include <Eigen/Core>

#include <upcross/core/matrix.hpp>

#include "model/row_equations.hpp"

namespace upcross::detail {

/// Solves (I + B^T C B) z = B^T w with x = D^-1/2 z, B = Y D^-1/2, by conjugate gradients
/// (Hestenes and Stiefel 1952) in float32. Holds the scratch of one thread: 6 vectors of d.
class ConjugateGradients {
 public:
  explicit ConjugateGradients(std::size_t factors);

  struct Result {
    bool converged;    ///< |residual| <= tolerance * |right-hand side| within 2 d + 8 steps
    double reduction;  ///< x^T (b + r) = x^T (2 b - M x): how much x lowers the row's objective
  };

  /// Improves `x`, the start, in place. O(steps * 4 n d).
  Result solve(const Matrix& fixed, std::span<const double> diagonal,
               const Observations& observations, double tolerance, std::span<float> x);

 private:
  /// B^T C B p + p.
  void apply(const Matrix& fixed, const Observations& observations);

  Eigen::VectorXf inverse_root_, right_, z_, residual_, direction_, image_, scaled_;
};

}  // namespace upcross::detail
