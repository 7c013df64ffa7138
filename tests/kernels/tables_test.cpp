#include <Eigen/Eigenvalues>
#include <gtest/gtest.h>

#include <upcross/core/buffer.hpp>
#include <upcross/core/random.hpp>

#include "kernels/table.hpp"

namespace upcross {
namespace {

using kernels::active;

/// A table of normal numbers as the kernels want it, and in double precision.
struct Table {
  std::size_t rows, d, stride;
  Buffer<float> padded;
  Eigen::MatrixXd exact;

  Table(std::size_t n, std::size_t factors)
      : rows(n),
        d(factors),
        stride((factors + 15) / 16 * 16),
        padded(n * stride),
        exact(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(factors)) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < d; ++k) {
        padded[i * stride + k] = static_cast<float>(normal(n + d, i * d + k));
        exact(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k)) = padded[i * stride + k];
      }
    }
  }
};

TEST(KernelTables, HaveTheGramMatrixOfDoublePrecision) {
  for (const std::size_t d : {1U, 7U, 16U, 40U, 64U, 100U, 256U}) {
    for (const std::size_t rows : {1U, 2U, 9U, 255U}) {
      const Table table(rows, d);
      Buffer<double> sum(table.stride * table.stride);
      active().add_gram(table.padded.data(), rows, table.stride, sum.data());
      active().add_gram(table.padded.data(), rows, table.stride, sum.data());
      const Eigen::MatrixXd expected = 2.0 * table.exact.transpose() * table.exact;
      const Eigen::VectorXd norms = expected.diagonal().cwiseSqrt();
      for (Eigen::Index i = 0; i < expected.rows(); ++i) {
        for (Eigen::Index j = i; j < expected.cols(); ++j) {
          const double rounding = 0x1p-24 * static_cast<double>(rows) * norms[i] * norms[j];
          ASSERT_NEAR(sum[static_cast<std::size_t>(i) * table.stride + static_cast<std::size_t>(j)],
                      expected(i, j), rounding)
              << rows << " x " << d << " at " << i << ", " << j;
        }
      }
    }
  }
}

TEST(KernelTables, RotateAsInDoublePrecision) {
  for (const std::size_t d : {1U, 7U, 16U, 40U, 64U, 100U, 256U}) {
    for (const std::size_t rows : {1U, 2U, 7U, 8U, 9U, 255U}) {
      Table table(rows, d);
      const Table basis(d, d);
      const Eigen::MatrixXd expected = table.exact * basis.exact;
      Buffer<float> scratch(rows * table.stride), square(table.stride * table.stride);
      for (std::size_t i = 0; i < d * table.stride; ++i) square[i] = basis.padded[i];
      active().rotate(table.padded.data(), rows, table.stride, square.data(), scratch.data());
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t k = 0; k < table.stride; ++k) {
          const double right =
              k < d ? expected(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k)) : 0.0;
          ASSERT_NEAR(table.padded[i * table.stride + k], right, 2e-4) << rows << " x " << d;
        }
      }
    }
  }
}

TEST(KernelTables, HaveTheEigenvaluesOfTheGramMatrix) {
  for (const std::size_t d : {1U, 2U, 3U, 17U, 64U, 150U}) {
    const Table table(d / 2 + 1, d);
    const auto n = static_cast<Eigen::Index>(d);
    Eigen::MatrixXd matrix = table.exact.transpose() * table.exact;
    const Eigen::MatrixXd original = matrix;
    matrix.triangularView<Eigen::StrictlyUpper>().setConstant(1e9);
    Eigen::VectorXd values(n), scratch(3 * n);
    ASSERT_TRUE(active().eigen(matrix.data(), d, values.data(), scratch.data())) << d;
    const double size = original.norm();
    EXPECT_LT((matrix * values.asDiagonal() * matrix.transpose() - original).norm(), 1e-12 * size);
    EXPECT_LT((matrix.transpose() * matrix - Eigen::MatrixXd::Identity(n, n)).norm(), 1e-12 * size);
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
  }
}

TEST(KernelTables, SayThatAMatrixWithoutEigenvaluesHasNone) {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(4, 4);
  Eigen::VectorXd values(4), scratch(12);
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    matrix(2, 1) = bad;
    EXPECT_FALSE(active().eigen(matrix.data(), 4, values.data(), scratch.data()));
  }
}

}  // namespace
}  // namespace upcross
