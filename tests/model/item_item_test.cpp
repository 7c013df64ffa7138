#include <cmath>
#include <numeric>

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/item_item.hpp>

#include "support/synthetic.hpp"

namespace upcross {
namespace {

Eigen::MatrixXd binary(const InteractionMatrix& interactions) {
  Eigen::MatrixXd x =
      Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(interactions.account_count()),
                            static_cast<Eigen::Index>(interactions.product_count()));
  for (std::size_t a = 0; a < interactions.account_count(); ++a) {
    for (const auto p : interactions.by_account().row(a).indexes) {
      x(static_cast<Eigen::Index>(a), p) = 1.0;
    }
  }
  return x;
}

/// B = I - P diag(1 / P_jj) with P = (X^T X + lambda I)^-1 (Steck 2019, eq. 8).
Eigen::MatrixXd reference_ease(const Eigen::MatrixXd& x, double lambda) {
  Eigen::MatrixXd gram = x.transpose() * x;
  gram.diagonal().array() += lambda;
  const Eigen::MatrixXd p = gram.inverse();
  return Eigen::MatrixXd::Identity(p.rows(), p.cols()) -
         p * p.diagonal().cwiseInverse().asDiagonal();
}

TEST(Ease, HasTheWeightsOfTheClosedFormInDoublePrecision) {
  const InteractionMatrix interactions = test::tasteful_interactions(300, 150);
  const Eigen::MatrixXd expected = reference_ease(binary(interactions), 30.0);
  const ItemItem ease = fit_ease(interactions, {.regularization = 30.0});
  for (std::uint32_t i = 0; i < 150; ++i) {
    for (std::uint32_t j = 0; j < 150; ++j) ASSERT_NEAR(ease.weight(i, j), expected(i, j), 2e-5);
    EXPECT_EQ(ease.weight(i, i), 0.0F);
  }
}

TEST(Ease, KeepsTheMostBoughtProductsAlone) {
  const InteractionMatrix interactions = test::interactions_of(
      20, 4, [](std::size_t a, std::size_t p) { return a % (p + 1) == 0 ? 1.0 : 0.0; });
  const ItemItem ease = fit_ease(interactions, {.regularization = 1.0, .most_products = 2});
  EXPECT_GT(ease.weight(0, 1), 0.0F);
  EXPECT_EQ(ease.weight(0, 2), 0.0F);
  EXPECT_EQ(ease.weight(3, 1), 0.0F);
}

TEST(Neighbours, AreTheHighestShrunkenCosines) {
  const InteractionMatrix interactions = test::tasteful_interactions(80, 30);
  const Eigen::MatrixXd x = binary(interactions);
  const Eigen::MatrixXd both = x.transpose() * x;
  const ItemItem nearest = fit_neighbours(interactions, {.neighbours = 5, .shrinkage = 3.0});
  for (std::uint32_t to = 0; to < 30; ++to) {
    std::vector<double> cosines;
    std::size_t kept = 0;
    for (std::uint32_t from = 0; from < 30; ++from) {
      if (from == to) continue;
      cosines.push_back(both(from, to) / (std::sqrt(both(from, from) * both(to, to)) + 3.0));
      if (nearest.weight(from, to) == 0.0F) continue;
      ++kept;
      EXPECT_NEAR(nearest.weight(from, to), cosines.back(), 1e-6);
    }
    std::ranges::sort(cosines, std::greater());
    double sum = 0.0;
    for (std::uint32_t from = 0; from < 30; ++from) sum += nearest.weight(from, to);
    EXPECT_NEAR(sum, std::accumulate(cosines.begin(), cosines.begin() + 5, 0.0), 1e-5);
    EXPECT_LE(kept, 5U);
  }
}

TEST(ItemItem, ScoresAreSumsOfWeights) {
  const InteractionMatrix interactions = test::tasteful_interactions(60, 25);
  for (const ItemItem& model : {fit_ease(interactions), fit_neighbours(interactions)}) {
    const auto own = interactions.by_account().row(3).indexes;
    std::vector<float> scores(25, 1.0F);
    model.add_scores(own, 2.0F, scores);
    for (std::uint32_t p = 0; p < 25; ++p) {
      double sum = 0.0;
      for (const auto q : own) sum += static_cast<double>(model.weight(q, p));
      EXPECT_NEAR(scores[p], 1.0 + 2.0 * sum, 1e-5);
    }
  }
}

TEST(ItemItem, TheBytesDoNotDependOnThreads) {
  const InteractionMatrix interactions = test::tasteful_interactions(200, 90);
  EXPECT_EQ(fit_ease(interactions, {}, {.threads = 1}).fingerprint(),
            fit_ease(interactions, {}, {.threads = 4}).fingerprint());
  EXPECT_EQ(fit_neighbours(interactions, {}, {.threads = 1}).fingerprint(),
            fit_neighbours(interactions, {}, {.threads = 4}).fingerprint());
}

TEST(ItemItem, RefusesOptionsOutsideTheirRange) {
  const InteractionMatrix interactions = test::tasteful_interactions(20, 10);
  EXPECT_THROW(fit_ease(interactions, {.regularization = 0.0}), Error);
  EXPECT_THROW(fit_ease(interactions, {.most_products = 0}), Error);
  EXPECT_THROW(fit_neighbours(interactions, {.neighbours = 0}), Error);
  EXPECT_THROW(fit_neighbours(interactions, {.shrinkage = -1.0}), Error);
}

}  // namespace
}  // namespace upcross
