#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <Eigen/Dense>

#include <upcross/core/matrix.hpp>

namespace upcross::detail {

/// The rows of the fixed side that one row of the other side interacts with, and how.
struct Observations {
  std::span<const std::uint32_t> indexes;  ///< n rows of the fixed side
  std::span<const float> curvature;        ///< C: n numbers, may be 0 or negative
  std::span<const float> weights;          ///< w: n numbers, the right-hand side is Y^T w
};

/// The equations (D + Y^T C Y) x = Y^T w of one row, factored in double precision.
///
/// With B = Y D^-1/2 the matrix is D^1/2 (I + B^T C B) D^1/2. Where n < d and all C > 0 the n x n
/// matrix I + C^1/2 B B^T C^1/2 is factored in its place: (I + B^T C B)^-1 B^T =
/// B^T C^1/2 (I + C^1/2 B B^T C^1/2)^-1 C^-1/2.
class RowEquations {
 public:
  RowEquations(const Matrix& fixed, std::span<const double> diagonal,
               const Observations& observations);

  /// Whether the matrix is positive definite and finite; nothing below may be asked if not.
  bool solvable() const { return solvable_; }

  /// x, d numbers.
  Eigen::VectorXd solution() const;

  /// Y M^-1 y: n numbers, how much a unit of each weight moves <x, y>.
  Eigen::VectorXd responses(std::span<const float> y) const;

 private:
  Eigen::MatrixXd scaled_rows_;     ///< B, n x d
  Eigen::VectorXd inverse_root_;    ///< D^-1/2, d
  Eigen::VectorXd root_curvature_;  ///< C^1/2, n; empty where d x d was factored
  Eigen::VectorXd weights_;         ///< w, n
  Eigen::LLT<Eigen::MatrixXd> factored_;
  bool by_observation_;  ///< n x n was factored, not d x d
  bool solvable_;
};

}  // namespace upcross::detail
