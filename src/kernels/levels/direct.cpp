#include <Eigen/Cholesky>

#include "kernels/levels/gather.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

using LowerFactor = Eigen::LLT<Eigen::Ref<MatrixXd>>;

/// I + B B^T for B with scaled rows, n x n.
void add_by_observation(const Row& row, Factorization& f) {
  const Index n = index(row.size);
  gather(row, 0, row.size, f.inverse_root, f.rows);
  Eigen::Map<RowsXd> b(f.rows, n, index(row.factors));
  b = floats(row.curvature, row.size).cast<double>().cwiseSqrt().asDiagonal() * b;
  Eigen::Map<MatrixXd> matrix(f.matrix, n, n);
  matrix.setIdentity();
  matrix.selfadjointView<Eigen::Lower>().rankUpdate(b);
}

/// I + B^T C B, d x d, by blocks of rows; C may have any sign.
void add_by_factor(const Row& row, Factorization& f) {
  const Index d = index(row.factors);
  Eigen::Map<MatrixXd> matrix(f.matrix, d, d);
  matrix.setIdentity();
  for (std::size_t begin = 0; begin < row.size; begin += block_rows) {
    const std::size_t count = row.size - begin < block_rows ? row.size - begin : block_rows;
    gather(row, begin, count, f.inverse_root, f.rows);
    const Eigen::Map<const RowsXd> b(f.rows, index(count), d);
    const auto c = floats(row.curvature + begin, count).cast<double>();
    matrix.triangularView<Eigen::Lower>() += b.transpose() * (c.asDiagonal() * b);
  }
}

}  // namespace

bool factor(const Row& row, const double* diagonal, Factorization& f) {
  const Index d = index(row.factors);
  Eigen::Map<VectorXd>(f.inverse_root, d) =
      Eigen::Map<const VectorXd>(diagonal, d).cwiseSqrt().cwiseInverse();
  f.by_observation =
      row.size < row.factors && (floats(row.curvature, row.size).array() > 0.0F).all();
  if (f.by_observation) {
    add_by_observation(row, f);
  } else {
    add_by_factor(row, f);
  }
  const Index m = f.by_observation ? index(row.size) : d;
  Eigen::Map<MatrixXd> matrix(f.matrix, m, m);
  Eigen::Ref<MatrixXd> in_place(matrix);
  const LowerFactor factored(in_place);
  return factored.info() == Eigen::Success && matrix.diagonal().allFinite();
}

namespace {

/// M^-1 v for the factored matrix, in place.
void back_substitute(const Factorization& f, Index m, double* v) {
  const Eigen::Map<const MatrixXd> lower(f.matrix, m, m);
  Eigen::Map<VectorXd> vector(v, m);
  lower.triangularView<Eigen::Lower>().solveInPlace(vector);
  lower.triangularView<Eigen::Lower>().transpose().solveInPlace(vector);
}

}  // namespace

Solved solution(const Row& row, const Factorization& f, double* result) {
  const Index n = index(row.size);
  const Index d = index(row.factors);
  const Eigen::Map<const VectorXd> inverse_root(f.inverse_root, d);
  Eigen::Map<VectorXd> x(result, d);
  double reduction = 0.0;
  if (f.by_observation) {
    Eigen::Map<VectorXd> u(f.work, n);
    const auto root = floats(row.curvature, row.size).cast<double>().cwiseSqrt();
    const auto right = floats(row.weights, row.size).cast<double>().cwiseQuotient(root);
    u = right;
    back_substitute(f, n, f.work);
    reduction = right.dot(right - u);
    x.noalias() = Eigen::Map<const RowsXd>(f.rows, n, d).transpose() * u;
  } else {
    x.setZero();
    for (Index j = 0; j < n; ++j) {
      x += static_cast<double>(row.weights[j]) *
           floats(row.fixed + row.stride * row.indexes[j], row.factors).cast<double>();
    }
    Eigen::Map<VectorXd> right(f.work, d);
    x = right = x.cwiseProduct(inverse_root);
    back_substitute(f, d, result);
    reduction = right.dot(x);
  }
  x = x.cwiseProduct(inverse_root);
  return {x.allFinite(), reduction, x.squaredNorm()};
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
