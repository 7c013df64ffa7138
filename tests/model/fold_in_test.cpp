#include <algorithm>
#include <iterator>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/als.hpp>
#include <upcross/model/fold_in.hpp>

#include "support/reference_als.hpp"
#include "support/synthetic.hpp"

namespace upcross {
namespace {

/// Accounts with few and accounts with many interactions, so that both forms of the equations are
/// used: 12 factors, 1 to 40 interactions.
InteractionMatrix mixed_interactions() {
  return test::interactions_of(40, 60, [](std::size_t a, std::size_t p) {
    return uniform(5, a * 60 + p) < static_cast<double>(a + 1) / 60.0
               ? 0.1 + 10.0 * uniform(6, a * 60 + p)
               : 0.0;
  });
}

const AlsOptions options{.factors = 12, .iterations = 3};

TEST(FoldIn, GivesTheStoredFactorsOfTheSameInteractions) {
  const InteractionMatrix interactions = mixed_interactions();
  const FactorModel model = fit_als(interactions, options).model;
  for (std::size_t a = 0; a < interactions.account_count(); ++a) {
    const auto stored = model.account_factors().row(a);
    EXPECT_EQ(fold_in(model, interactions.by_account().row(a)),
              std::vector<float>(stored.begin(), stored.end()))
        << "account " << a;
  }
}

TEST(FoldIn, SolvesTheNormalEquations) {
  const InteractionMatrix interactions = mixed_interactions();
  const FactorModel model = fit_als(interactions, options).model;
  const test::ReferenceAls reference(interactions, options);
  const Eigen::MatrixXd y = test::in_double(model.product_factors());
  for (std::size_t a = 0; a < interactions.account_count(); ++a) {
    const SparseRows::Row row = interactions.by_account().row(a);
    if (row.size() == 0) continue;
    const std::vector<float> x = fold_in(model, row);
    const Eigen::VectorXd expected = reference.solve(y, row, 60);
    const Eigen::VectorXd got = Eigen::Map<const Eigen::VectorXf>(x.data(), 12).cast<double>();
    EXPECT_LT(test::relative_error(got, expected), 1e-5) << "account " << a;
  }
}

TEST(FoldIn, OfNothingIsZero) {
  const FactorModel model = fit_als(mixed_interactions(), options).model;
  EXPECT_EQ(fold_in(model, {}), std::vector<float>(12, 0.0F));
}

TEST(FoldIn, RefusesProductsOutsideTheModel) {
  const FactorModel model = fit_als(mixed_interactions(), options).model;
  const std::vector<std::uint32_t> indexes = {60};
  const std::vector<float> values = {1.0F};
  EXPECT_THROW(fold_in(model, {indexes, values}), Error);
  EXPECT_THROW(fold_in(model, {indexes, {}}), Error);
  EXPECT_THROW(AccountExplainer(model, {}).contributions(ProductIndex{60}), Error);
  const std::vector<ProductIndex> two = {ProductIndex{0}, ProductIndex{60}};
  EXPECT_THROW(AccountExplainer(model, {}).contributions(two), Error);
}

TEST(AccountExplainer, ContributionsAddUpToTheAffinity) {
  const InteractionMatrix interactions = mixed_interactions();
  const FactorModel model = fit_als(interactions, options).model;
  for (std::size_t a = 0; a < interactions.account_count(); ++a) {
    const AccountExplainer explainer(model, interactions.by_account().row(a));
    for (std::size_t p = 0; p < interactions.product_count(); ++p) {
      const std::vector<double> parts = explainer.contributions(static_cast<ProductIndex>(p));
      const double score = affinity(model.account_factors().row(a), model.product_factors().row(p));
      double sum = 0.0;
      double size = std::abs(score);
      for (const double part : parts) {
        sum += part;
        size += std::abs(part);
      }
      ASSERT_NEAR(sum, score, 1e-6 * size) << "account " << a << ", product " << p;
    }
  }
}

TEST(AccountExplainer, ContributionsAreTheSameBytesAloneAndWithOthers) {
  const InteractionMatrix interactions = mixed_interactions();
  const FactorModel model = fit_als(interactions, options).model;
  for (const std::size_t count : {1U, 5U, 8U, 9U, 60U}) {
    std::vector<ProductIndex> products;
    for (std::size_t p = 0; p < count; ++p) products.push_back(static_cast<ProductIndex>(59 - p));
    for (std::size_t a = 0; a < interactions.account_count(); ++a) {
      const AccountExplainer explainer(model, interactions.by_account().row(a));
      std::vector<double> alone;
      for (const ProductIndex product : products) {
        std::ranges::copy(explainer.contributions(product), std::back_inserter(alone));
      }
      ASSERT_EQ(explainer.contributions(products), alone) << "account " << a;
    }
  }
}

TEST(AccountExplainer, TurnsToAnotherAccountAsIfItWereNew) {
  const InteractionMatrix interactions = mixed_interactions();
  const FactorModel model = fit_als(interactions, options).model;
  AccountExplainer turning(model, interactions.by_account().row(0));
  for (const std::size_t a : {39U, 2U, 30U, 30U, 0U}) {
    const SparseRows::Row row = interactions.by_account().row(a);
    turning.turn_to(row);
    EXPECT_EQ(turning.contributions(ProductIndex{7}),
              AccountExplainer(model, row).contributions(ProductIndex{7}));
  }
}

TEST(AccountExplainer, ContributionsAreThoseOfTheNormalEquations) {
  const InteractionMatrix interactions = mixed_interactions();
  const FactorModel model = fit_als(interactions, options).model;
  const test::ReferenceAls reference(interactions, options);
  const Eigen::MatrixXd y = test::in_double(model.product_factors());
  for (const std::size_t a : {3U, 9U, 30U, 39U}) {
    const SparseRows::Row row = interactions.by_account().row(a);
    const AccountExplainer explainer(model, row);
    Eigen::MatrixXd m = options.unobserved_weight * y.transpose() * y;
    m.diagonal().array() += reference.ridge(row.size(), 60);
    for (std::size_t j = 0; j < row.size(); ++j) {
      m += row.values[j] * y.row(row.indexes[j]).transpose() * y.row(row.indexes[j]);
    }
    const Eigen::VectorXd u = m.ldlt().solve(y.row(7).transpose());
    const std::vector<double> parts = explainer.contributions(ProductIndex{7});
    std::vector<double> expected;
    double size = 0.0;
    for (std::size_t j = 0; j < row.size(); ++j) {
      expected.push_back(row.values[j] * y.row(row.indexes[j]).dot(u));
      size += std::abs(expected[j]);
    }
    for (std::size_t j = 0; j < row.size(); ++j) EXPECT_NEAR(parts[j], expected[j], 1e-6 * size);
  }
}

}  // namespace
}  // namespace upcross
