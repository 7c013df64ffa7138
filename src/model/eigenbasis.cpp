#include "model/eigenbasis.hpp"

#include <algorithm>
#include <limits>

#include <Eigen/Eigenvalues>

#include <upcross/core/parallel_for.hpp>

namespace upcross::detail {
namespace {

constexpr std::size_t block_rows = 256;
constexpr std::size_t gram_slabs = 8;

/// Eigen blocks its products by the sizes of the caches, which would make the order of summation,
/// hence the bytes, depend on the processor.
void fix_blocking() {
  static const bool done = (Eigen::setCpuCacheSizes(32 << 10, 512 << 10, 2 << 20), true);
  static_cast<void>(done);
}

void add_gram(const Matrix& rows, std::size_t begin, std::size_t end, Eigen::MatrixXd& sum) {
  const auto all = eigen_view(rows);
  Eigen::MatrixXf product(all.cols(), all.cols());
  for (; begin < end; begin += block_rows) {
    const auto count = static_cast<Eigen::Index>(std::min(block_rows, end - begin));
    const auto block = all.middleRows(static_cast<Eigen::Index>(begin), count);
    product.setZero();
    product.selfadjointView<Eigen::Lower>().rankUpdate(block.transpose());
    sum.triangularView<Eigen::Lower>() += product.cast<double>();
  }
}

}  // namespace

Eigen::MatrixXd gram(const Matrix& rows, const Execution& execution) {
  fix_blocking();
  const auto d = static_cast<Eigen::Index>(rows.cols());
  std::vector<Eigen::MatrixXd> slabs(gram_slabs, Eigen::MatrixXd::Zero(d, d));
  const std::size_t blocks = (rows.rows() + block_rows - 1) / block_rows;
  const std::size_t slab_rows = (blocks + gram_slabs - 1) / gram_slabs * block_rows;
  parallel_for(execution, gram_slabs, [&](std::size_t slab, unsigned) {
    const std::size_t begin = std::min(slab * slab_rows, rows.rows());
    add_gram(rows, begin, std::min(begin + slab_rows, rows.rows()), slabs[slab]);
  });
  for (std::size_t slab = 1; slab < gram_slabs; ++slab) slabs[0] += slabs[slab];
  slabs[0].triangularView<Eigen::StrictlyUpper>() = slabs[0].transpose();
  return std::move(slabs[0]);
}

void rotate(Matrix& rows, const Eigen::MatrixXf& basis, const Execution& execution) {
  fix_blocking();
  const std::size_t blocks = (rows.rows() + block_rows - 1) / block_rows;
  parallel_for(execution, blocks, [&](std::size_t block, unsigned) {
    const std::size_t begin = block * block_rows;
    const auto count = static_cast<Eigen::Index>(std::min(block_rows, rows.rows() - begin));
    auto part = eigen_view(rows).middleRows(static_cast<Eigen::Index>(begin), count);
    part = (part * basis).eval();
  });
}

std::vector<double> to_eigenbasis(Matrix& fixed, Matrix& other, const Execution& execution) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram(fixed, execution));
  const Eigen::MatrixXf basis = solver.eigenvectors().cast<float>();
  rotate(fixed, basis, execution);
  rotate(other, basis, execution);
  const Eigen::VectorXd eigenvalues = solver.eigenvalues().cwiseMax(0.0);
  return {eigenvalues.begin(), eigenvalues.end()};
}

std::vector<double> shared_diagonal(const std::vector<double>& eigenvalues,
                                    double unobserved_weight, double ridge) {
  std::vector<double> diagonal(eigenvalues.size());
  std::ranges::transform(eigenvalues, diagonal.begin(),
                         [&](double value) { return unobserved_weight * value + ridge; });
  const double largest = std::ranges::max(diagonal);
  const double smallest = static_cast<double>(diagonal.size()) *
                          std::numeric_limits<float>::epsilon() * (largest > 0.0 ? largest : 1.0);
  for (double& value : diagonal) value = std::max(value, smallest);
  return diagonal;
}

}  // namespace upcross::detail
