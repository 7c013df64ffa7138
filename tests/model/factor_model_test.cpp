#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/als.hpp>
#include <upcross/model/factor_model.hpp>

#include "support/reference_als.hpp"
#include "support/synthetic.hpp"

namespace upcross {
namespace {

TEST(FactorModel, StandsInTheEigenbasisOfItsProducts) {
  const InteractionMatrix interactions = test::tasteful_interactions(150, 90);
  const AlsOptions options{.factors = 12, .iterations = 5};
  const FactorModel model = fit_als(interactions, options).model;
  const Eigen::MatrixXd y = test::in_double(model.product_factors());
  Eigen::MatrixXd expected = options.unobserved_weight * y.transpose() * y;
  expected.diagonal().array() += test::ReferenceAls(interactions, options).ridge(3, 90);
  const std::vector<double> diagonal = model.shared_diagonal(3);
  const Eigen::MatrixXd got =
      Eigen::Map<const Eigen::VectorXd>(diagonal.data(), 12).asDiagonal().toDenseMatrix();
  EXPECT_LT((got - expected).cwiseAbs().maxCoeff(), 1e-6 * expected.cwiseAbs().maxCoeff());
}

TEST(FactorModel, AddsTheAffinitiesOfAllProductsSomeOfThemWithoutBuyers) {
  const InteractionMatrix interactions =
      test::interactions_of(40, 90, [](std::size_t a, std::size_t p) {
        return (p % 7 < 3 || p % 11 == 5) && p > 1 && (a * 31 + p * 17) % 5 == 0 ? 1.0 : 0.0;
      });
  const FactorModel model = fit_als(interactions, {.factors = 12, .iterations = 5}).model;
  const std::span<const float> account = model.account_factors().row(3);
  std::vector<float> sums(90, 0.25F);
  model.add_affinities(account, 2.0F, sums);
  for (std::size_t p = 0; p < sums.size(); ++p) {
    const double expected = 0.25 + 2.0 * affinity(account, model.product_factors().row(p));
    EXPECT_NEAR(static_cast<double>(sums[p]), expected, 1e-6) << p;
  }
  EXPECT_EQ(sums[0], 0.25F);
}

TEST(FactorModel, RefusesPartsThatDoNotFit) {
  const auto accounts = test::numbered_ids<AccountIndex>('a', 3);
  const auto products = test::numbered_ids<ProductIndex>('p', 2);
  EXPECT_THROW(FactorModel({}), Error);
  EXPECT_THROW(
      FactorModel({accounts, products, Matrix(2, 4), Matrix(2, 4), std::vector<double>(4)}), Error);
  EXPECT_THROW(
      FactorModel({accounts, products, Matrix(3, 4), Matrix(2, 5), std::vector<double>(4)}), Error);
  EXPECT_THROW(
      FactorModel({accounts, products, Matrix(3, 4), Matrix(2, 4), std::vector<double>(3)}), Error);
}

TEST(FactorModel, HasAnIdThatFollowsItsFactors) {
  const auto accounts = test::numbered_ids<AccountIndex>('a', 1);
  const auto products = test::numbered_ids<ProductIndex>('p', 1);
  Matrix factors(1, 2);
  const FactorModel zero({accounts, products, factors, factors, {0.0, 0.0}});
  EXPECT_EQ(zero.id().size(), 16U);
  factors.row(0)[1] = 1.0F;
  EXPECT_NE(FactorModel({accounts, products, factors, factors, {0.0, 1.0}}).id(), zero.id());
}

}  // namespace
}  // namespace upcross
