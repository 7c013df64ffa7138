#include <Eigen/Dense>

#include <upcross/upcross.hpp>

/// A second translation unit with every header, and with the host's own Eigen at work.
double largest_eigenvalue(const upcross::Matrix& factors) {
  const Eigen::MatrixXf rows = upcross::eigen_view(factors);
  const Eigen::MatrixXf gram = rows.transpose() * rows;
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf>(gram).eigenvalues().maxCoeff();
}
