#include <cstdlib>

#include <gtest/gtest.h>

#include <upcross/core/buffer.hpp>
#include <upcross/core/random.hpp>
#include <upcross/kernels/kernels.hpp>

#include "kernels/table.hpp"
#include "support/reference_als.hpp"

namespace upcross {
namespace {

using kernels::active;

TEST(Kernels, RunAtTheLevelThatIsForcedElseAtTheHighest) {
  const char* forced = std::getenv("UPCROSS_KERNELS");
  const KernelLevel level = active_kernels();
  EXPECT_EQ(to_string(level), forced != nullptr ? forced : to_string(available_kernels().back()));
  EXPECT_EQ(active().instructions, to_string(level));
}

/// A table with more columns than factors, rows of a row's equations, and their reference.
struct Equations {
  std::size_t factors, stride;
  Buffer<float> table;
  std::vector<std::uint32_t> indexes;
  std::vector<float> curvature, weights;
  std::vector<double> diagonal;

  Equations(std::size_t n, std::size_t d)
      : factors(d), stride((d + 15) / 16 * 16), table((n + 3) * stride) {
    for (std::size_t j = 0; j < n + 3; ++j) {
      for (std::size_t k = 0; k < d; ++k) {
        table[j * stride + k] = static_cast<float>(normal(d, j * d + k));
      }
    }
    for (std::size_t j = 0; j < n; ++j) {
      indexes.push_back(static_cast<std::uint32_t>((j * 7 + 2) % (n + 3)));
      curvature.push_back(static_cast<float>(0.5 + uniform(n, j)));
      weights.push_back(static_cast<float>(normal(n, j)));
    }
    for (std::size_t k = 0; k < d; ++k) diagonal.push_back(3.0 + static_cast<double>(k));
  }

  kernels::Row row() const {
    return {table.data(),     stride,         factors,       indexes.data(),
            curvature.data(), weights.data(), indexes.size()};
  }

  Eigen::MatrixXd rows() const {
    Eigen::MatrixXd y(std::ssize(indexes), static_cast<Eigen::Index>(factors));
    for (Eigen::Index j = 0; j < y.rows(); ++j) {
      for (Eigen::Index k = 0; k < y.cols(); ++k) {
        y(j, k) =
            table[indexes[static_cast<std::size_t>(j)] * stride + static_cast<std::size_t>(k)];
      }
    }
    return y;
  }

  Eigen::VectorXd expected() const {
    const auto c = Eigen::Map<const Eigen::VectorXf>(curvature.data(), std::ssize(curvature));
    const auto w = Eigen::Map<const Eigen::VectorXf>(weights.data(), std::ssize(weights));
    const Eigen::MatrixXd y = rows();
    Eigen::MatrixXd m = y.transpose() * c.cast<double>().asDiagonal() * y;
    for (Eigen::Index k = 0; k < m.rows(); ++k) m(k, k) += diagonal[static_cast<std::size_t>(k)];
    return m.ldlt().solve(y.transpose() * w.cast<double>());
  }

  Buffer<float> rounded(bool inverted) const {
    Buffer<float> result(stride);
    for (std::size_t k = 0; k < factors; ++k) {
      result[k] = static_cast<float>(inverted ? 1.0 / diagonal[k] : diagonal[k]);
    }
    return result;
  }

  Eigen::VectorXd by_conjugate_gradients() const {
    const Buffer<float> d = rounded(false), inverse = rounded(true);
    Buffer<float> x(stride), scratch(4 * stride);
    kernels::Row nothing = row();
    nothing.size = 0;
    const auto solved = active().conjugate_gradients(row(), nothing, d.data(), inverse.data(), 1e-6,
                                                     x.data(), scratch.data());
    EXPECT_TRUE(solved.converged);
    return Eigen::Map<const Eigen::VectorXf>(x.data(), static_cast<Eigen::Index>(factors))
        .cast<double>();
  }

  /// The same in parts of three entries.
  Eigen::VectorXd in_parts() const {
    const Buffer<float> d = rounded(false), inverse = rounded(true);
    Buffer<float> x(stride), b(stride), r(stride), p(stride), image(stride);
    kernels::Descent descent{stride,   d.data(), inverse.data(), x.data(), b.data(),
                             r.data(), p.data(), image.data(),   0.0F,     0.0F};
    const auto add_parts = [&](float* sum, auto add) {
      for (std::size_t begin = 0; begin < indexes.size(); begin += 3) {
        kernels::Row part = row();
        part.indexes += begin;
        part.curvature += begin;
        part.weights += begin;
        part.size = std::min<std::size_t>(3, indexes.size() - begin);
        Buffer<float> partial(stride);
        add(part, partial.data());
        for (std::size_t k = 0; k < stride; ++k) sum[k] += partial[k];
      }
    };
    add_parts(b.data(), active().add_right_hand_side);
    active().begin(descent, 1e-6);
    while (descent.square > descent.target) {
      add_parts(image.data(), [&](const kernels::Row& part, float* sum) {
        active().add_curvature(part, p.data(), sum);
      });
      active().advance(descent);
    }
    EXPECT_TRUE(active().finish(descent).converged);
    return Eigen::Map<const Eigen::VectorXf>(x.data(), static_cast<Eigen::Index>(factors))
        .cast<double>();
  }

  Eigen::VectorXd refined() const {
    const Buffer<float> d = rounded(false), inverse = rounded(true);
    Buffer<double> exact(stride), x(stride), scratch(5 * stride);
    std::fill_n(exact.data(), stride, 1.0);
    std::ranges::copy(diagonal, exact.data());
    const kernels::Row all = row();
    const auto solved = active().refine(all, all, exact.data(), d.data(), inverse.data(), 1e-10,
                                        x.data(), scratch.data());
    EXPECT_TRUE(solved.converged);
    return Eigen::Map<const Eigen::VectorXd>(x.data(), static_cast<Eigen::Index>(factors));
  }

  Eigen::VectorXd directly() const {
    const std::size_t m = std::max(factors, kernels::block_rows);
    Buffer<double> space(m * factors), matrix(factors * factors), root(factors), work(factors);
    kernels::Factorization f{space.data(), matrix.data(), root.data(), work.data(), false};
    EXPECT_TRUE(active().factor(row(), diagonal.data(), f));
    Eigen::VectorXd x(static_cast<Eigen::Index>(factors));
    active().solution(row(), f, x.data());
    return x;
  }
};

TEST(Kernels, SolveRowsOfEveryLengthAndWidth) {
  for (const std::size_t d : {1U, 15U, 16U, 17U, 32U, 64U, 100U, 128U, 200U}) {
    for (const std::size_t n : {1U, 2U, 3U, 4U, 5U, 31U, 64U, 65U, 199U, 200U, 201U}) {
      const Equations equations(n, d);
      const Eigen::VectorXd expected = equations.expected();
      EXPECT_LT(test::relative_error(equations.by_conjugate_gradients(), expected), 1e-5)
          << n << " x " << d;
      EXPECT_LT(test::relative_error(equations.directly(), expected), 1e-6) << n << " x " << d;
      EXPECT_LT(test::relative_error(equations.in_parts(), expected), 1e-5) << n << " x " << d;
      EXPECT_LT(test::relative_error(equations.refined(), expected), 1e-9) << n << " x " << d;
    }
  }
}

TEST(Kernels, SolveWithCurvatureThatIsZeroOrNegative) {
  Equations equations(9, 16);
  equations.curvature[2] = 0.0F;
  equations.curvature[5] = -0.05F;
  equations.weights[2] = 0.0F;
  const Eigen::VectorXd expected = equations.expected();
  EXPECT_LT(test::relative_error(equations.by_conjugate_gradients(), expected), 1e-5);
  EXPECT_LT(test::relative_error(equations.directly(), expected), 1e-6);
}

TEST(Kernels, RefuseEquationsThatAreNotPositiveDefinite) {
  Equations equations(9, 16);
  equations.curvature[5] = -1e6F;
  Buffer<double> space(64 * 16), matrix(16 * 16), root(16), work(16);
  kernels::Factorization f{space.data(), matrix.data(), root.data(), work.data(), false};
  EXPECT_FALSE(active().factor(equations.row(), equations.diagonal.data(), f));
}

}  // namespace
}  // namespace upcross
