#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <upcross/core/random.hpp>

#include "kernels/table.hpp"

namespace upcross {
namespace {

/// A well-conditioned symmetric positive definite matrix.
Eigen::MatrixXf positive(Eigen::Index n) {
  Eigen::MatrixXf a(n, n);
  for (Eigen::Index i = 0; i < a.size(); ++i) {
    a.data()[i] = static_cast<float>(normal(7, static_cast<std::uint64_t>(i)));
  }
  Eigen::MatrixXf result = a * a.transpose() / static_cast<float>(n);
  result.diagonal().array() += 0.5F;
  return result;
}

TEST(KernelInverse, TimesTheMatrixIsTheIdentity) {
  for (const Eigen::Index n : {1, 2, 63, 64, 65, 129, 300}) {
    Eigen::MatrixXf inverse = positive(n);
    const Eigen::MatrixXd expected = inverse.cast<double>().inverse();
    inverse.triangularView<Eigen::StrictlyUpper>().setConstant(77.0F);  // is not read
    ASSERT_TRUE(kernels::active().invert(inverse.data(), static_cast<std::size_t>(n)));
    EXPECT_LT((inverse.cast<double>() - expected).cwiseAbs().maxCoeff(), 2e-5) << n;
    EXPECT_EQ(inverse, inverse.transpose());
  }
}

TEST(KernelInverse, SaysWhereThereIsNone) {
  Eigen::MatrixXf indefinite = positive(70);
  indefinite(40, 40) = -1.0F;
  EXPECT_FALSE(kernels::active().invert(indefinite.data(), 70));
}

}  // namespace
}  // namespace upcross
