#include "model/long_rows.hpp"

#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "support/synthetic.hpp"

namespace upcross {
namespace {

/// Products of about 180 interactions with 600 accounts, whose 1,024 factors are drawn.
class LongRowsOfProducts : public testing::Test {
 protected:
  static constexpr std::size_t accounts = 600, products = 540;

  LongRowsOfProducts()
      : interactions_(test::interactions_of(accounts, products,
                                            [](std::size_t a, std::size_t p) {
                                              return uniform(3, a * products + p) < 0.3
                                                         ? 0.5 + uniform(4, a + p)
                                                         : 0.0;
                                            })),
        side_(detail::make_side(interactions_.by_product(), accounts, options_, "product")),
        fixed_(accounts, options_.factors),
        eigenvalues_(options_.factors, 5.0) {
    for (std::size_t a = 0; a < accounts; ++a) {
      for (std::size_t f = 0; f < options_.factors; ++f) {
        fixed_.row(a)[f] = static_cast<float>(0.1 * (uniform(a, f) - 0.4));
      }
    }
  }

  /// |b - M x| / |b| of a row in the norm of D^-1, by the equations as they are written.
  double relative_residual(const detail::PlannedRow& row) const {
    const std::span<const float> x = side_.factors.row(row.row);
    const SparseRows::Row entries = interactions_.by_product().row(row.row);
    const double diagonal = options_.unobserved_weight * eigenvalues_[0] + row.ridge;
    std::vector<double> right(x.size()), rest(x.size());
    for (std::size_t f = 0; f < x.size(); ++f) rest[f] = -diagonal * x[f];
    for (std::size_t j = 0; j < entries.size(); ++j) {
      const std::span<const float> y = fixed_.row(entries.indexes[j]);
      const double score = affinity(x, y);
      for (std::size_t f = 0; f < x.size(); ++f) {
        right[f] += entries.values[j] * y[f];
        rest[f] += entries.values[j] * (1.0 - score) * y[f];
      }
    }
    return std::sqrt(affinity(rest, rest) / affinity(right, right));
  }

  const AlsOptions options_{.factors = 1024};
  const InteractionMatrix interactions_;
  detail::Side side_;
  detail::FactorTable fixed_;
  std::vector<double> eigenvalues_;

 private:
  template <class A, class B>
  static double affinity(const A& a, const B& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  }
};

TEST_F(LongRowsOfProducts, AreSolvedBatchAfterBatchToTheTolerance) {
  detail::LongRows rows(side_, accounts);
  ASSERT_EQ(rows.size(), products);
  ASSERT_LT(rows.batch(), products);
  const detail::Sweep sweep{side_, fixed_, eigenvalues_, options_, detail::Route::tolerant};
  std::vector<detail::RowScratch> workers(2, detail::RowScratch(options_.factors));
  std::size_t interactions = 0;
  for (std::size_t i = 0; i < rows.size(); i += rows.batch()) {
    rows.solve(i, sweep, workers, {.threads = 2});
    interactions += rows.interactions_solved();
  }
  EXPECT_EQ(interactions, interactions_.by_product().entries());
  for (std::size_t i = 0; i < products; ++i) {
    ASSERT_TRUE(rows.solved(i));
    EXPECT_LT(relative_residual(side_.rows[i]), 1.01 * options_.tolerance) << "row " << i;
  }
}

}  // namespace
}  // namespace upcross
