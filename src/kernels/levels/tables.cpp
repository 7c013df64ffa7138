#include <Eigen/Eigenvalues>

#include "kernels/levels/level.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {

void add_gram(const float* table, std::size_t rows, std::size_t stride, std::size_t d, float* block,
              double* sum) {
  const Eigen::Map<const RowsXf, 0, Strided> y(table, index(rows), index(d),
                                               Strided(index(stride)));
  Eigen::Map<Eigen::MatrixXf> product(block, index(d), index(d));
  Eigen::Map<MatrixXd> total(sum, index(d), index(d));
  product.noalias() = y.transpose() * y;
  total += product.cast<double>();
}

void rotate(float* table, std::size_t rows, std::size_t stride, std::size_t d, const float* basis,
            float* scratch) {
  Eigen::Map<RowsXf, 0, Strided> y(table, index(rows), index(d), Strided(index(stride)));
  Eigen::Map<RowsXf> rotated(scratch, index(rows), index(d));
  rotated.noalias() = y * Eigen::Map<const Eigen::MatrixXf>(basis, index(d), index(d));
  y = rotated;
}

bool eigen(double* matrix, std::size_t d, double* values) {
  Eigen::Map<MatrixXd> m(matrix, index(d), index(d));
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(m);
  if (solver.info() != Eigen::Success || !solver.eigenvalues().allFinite()) return false;
  m = solver.eigenvectors();
  Eigen::Map<VectorXd>(values, index(d)) = solver.eigenvalues();
  return true;
}

void scores(const float* table, std::size_t rows, std::size_t d, const float* x, float* scores) {
  Eigen::Map<Eigen::VectorXf>(scores, index(rows)).noalias() =
      Eigen::Map<const RowsXf>(table, index(rows), index(d)) *
      Eigen::Map<const Eigen::VectorXf>(x, index(d));
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
