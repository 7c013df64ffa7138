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
