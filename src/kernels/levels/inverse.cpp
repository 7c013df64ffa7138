#include <Eigen/Cholesky>

#include "kernels/levels/level.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

using MatrixXf = Eigen::MatrixXf;
using Block = Eigen::Ref<MatrixXf, 0, Strided>;

constexpr Index small = 64;
constexpr Index panel = 128;

/// L^-1 in the place of the lower triangle L, by halves.
void invert_lower(Block l) {
  const Index n = l.rows();
  if (n <= small) {
    MatrixXf inverse = MatrixXf::Identity(n, n);
    l.triangularView<Eigen::Lower>().solveInPlace(inverse);
    l.triangularView<Eigen::Lower>() = inverse;
    return;
  }
  const Index half = n / 2;
  const Index rest = n - half;
  invert_lower(l.topLeftCorner(half, half));
  invert_lower(l.bottomRightCorner(rest, rest));
  const MatrixXf right =
      l.bottomLeftCorner(rest, half) * l.topLeftCorner(half, half).triangularView<Eigen::Lower>();
  l.bottomLeftCorner(rest, half).noalias() =
      -(l.bottomRightCorner(rest, rest).triangularView<Eigen::Lower>() * right);
}

/// L^T L in the place of the lower triangle L, panel of rows by panel of rows.
void square_lower(Block l) {
  for (Index begin = 0; begin < l.rows(); begin += panel) {
    const Index count = begin + panel < l.rows() ? panel : l.rows() - begin;
    const Index end = begin + count;
    MatrixXf rows = l.block(begin, 0, count, end);
    rows.rightCols(count).triangularView<Eigen::StrictlyUpper>().setZero();
    l.block(begin, 0, count, end).setZero();
    l.topLeftCorner(end, end).selfadjointView<Eigen::Lower>().rankUpdate(rows.transpose());
  }
}

}  // namespace

bool invert(float* matrix, std::size_t n) {
  Eigen::Map<MatrixXf> m(matrix, index(n), index(n));
  Eigen::Ref<MatrixXf> in_place(m);
  if (Eigen::LLT<Eigen::Ref<MatrixXf>>(in_place).info() != Eigen::Success) return false;
  invert_lower(m);
  square_lower(m);
  m.triangularView<Eigen::StrictlyUpper>() = m.transpose();
  return m.allFinite();
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
