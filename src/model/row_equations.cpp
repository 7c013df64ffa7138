#include "model/row_equations.hpp"

#include <algorithm>

namespace upcross::detail {
namespace {

Eigen::VectorXd as_doubles(std::span<const float> values) {
  return Eigen::Map<const Eigen::VectorXf>(values.data(), std::ssize(values)).cast<double>();
}

Eigen::MatrixXd gather(const Matrix& fixed, std::span<const std::uint32_t> indexes) {
  const auto rows = eigen_view(fixed);
  Eigen::MatrixXd result(std::ssize(indexes), rows.cols());
  for (Eigen::Index j = 0; j < result.rows(); ++j) {
    result.row(j) = rows.row(indexes[static_cast<std::size_t>(j)]).cast<double>();
  }
  return result;
}

}  // namespace

RowEquations::RowEquations(const Matrix& fixed, std::span<const double> diagonal,
                           const Observations& observations)
    : scaled_rows_(gather(fixed, observations.indexes)),
      inverse_root_(Eigen::Map<const Eigen::VectorXd>(diagonal.data(), std::ssize(diagonal))
                        .cwiseSqrt()
                        .cwiseInverse()),
      weights_(as_doubles(observations.weights)) {
  scaled_rows_ = scaled_rows_ * inverse_root_.asDiagonal();
  const Eigen::VectorXd curvature = as_doubles(observations.curvature);
  by_observation_ = scaled_rows_.rows() < scaled_rows_.cols() && (curvature.array() > 0.0).all();
  Eigen::MatrixXd matrix;
  if (by_observation_) {
    root_curvature_ = curvature.cwiseSqrt();
    const Eigen::MatrixXd rows = root_curvature_.asDiagonal() * scaled_rows_;
    matrix = Eigen::MatrixXd::Identity(rows.rows(), rows.rows());
    matrix.selfadjointView<Eigen::Lower>().rankUpdate(rows);
  } else {
    matrix = scaled_rows_.transpose() * curvature.asDiagonal() * scaled_rows_;
    matrix.diagonal().array() += 1.0;
  }
  factored_.compute(matrix);
  solvable_ = factored_.info() == Eigen::Success && factored_.matrixLLT().allFinite();
}

Eigen::VectorXd RowEquations::solution() const {
  if (by_observation_) {
    const Eigen::VectorXd u = factored_.solve(weights_.cwiseQuotient(root_curvature_));
    const Eigen::VectorXd z = scaled_rows_.transpose() * root_curvature_.cwiseProduct(u);
    return inverse_root_.cwiseProduct(z);
  }
  const Eigen::VectorXd z = factored_.solve(scaled_rows_.transpose() * weights_);
  return inverse_root_.cwiseProduct(z);
}

Eigen::VectorXd RowEquations::responses(std::span<const float> y) const {
  const Eigen::VectorXd scaled = inverse_root_.cwiseProduct(as_doubles(y));
  if (by_observation_) {
    const Eigen::VectorXd k = root_curvature_.cwiseProduct(scaled_rows_ * scaled);
    return factored_.solve(k).cwiseQuotient(root_curvature_);
  }
  return scaled_rows_ * factored_.solve(scaled);
}

}  // namespace upcross::detail
