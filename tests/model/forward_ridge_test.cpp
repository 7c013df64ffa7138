#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/forward_ridge.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

constexpr std::size_t products = 80;

/// Features and targets of every account on a day, as the contract says.
struct Regression {
  Eigen::MatrixXd features, targets;

  Regression(const History& history, Day day, const ForwardOptions& options)
      : features(Eigen::MatrixXd::Zero(rows(history), 2 * products + 1)),
        targets(Eigen::MatrixXd::Zero(rows(history), products)) {
    for (Eigen::Index a = 0; a < features.rows(); ++a) {
      for (const Bought& one : history.of(static_cast<std::size_t>(a))) {
        const auto p = static_cast<Eigen::Index>(position(one.product));
        const bool before = one.first < day;
        features(a, p) = before;
        features(a, products + p) = before && day - one.first <= days(options.window_days);
        targets(a, p) = !before && one.first < day + days(options.horizon_days);
      }
      features(a, 2 * products) = features.row(a).sum() > 0.0;
      if (features(a, 2 * products) == 0.0) targets.row(a).setZero();
    }
  }

  static std::chrono::days days(int count) { return std::chrono::days(count); }
  static Eigen::Index rows(const History& history) {
    return static_cast<Eigen::Index>(history.account_count());
  }
};

TEST(ForwardRidge, SolvesTheWeightedRegressionOverTheDaysOfLearning) {
  const Dataset data = test::moving_market(true);
  const Day as_of = test::day("2020-06-01");
  const History history = test::history_of(data, as_of);
  const ForwardOptions options{.horizon_days = 20, .regularization = 50.0};
  Eigen::MatrixXd left = 50.0 * Eigen::MatrixXd::Identity(2 * products + 1, 2 * products + 1);
  left(2 * products, 2 * products) = 1e-3;
  Eigen::MatrixXd right = Eigen::MatrixXd::Zero(2 * products + 1, products);
  for (int back = 0; back < 8; ++back) {
    const Day day = as_of - std::chrono::days(20 + 15 * back);
    if (day < test::day("2020-01-31")) break;
    const Regression then(history, day, options);
    const double weight = std::exp2(-15.0 * back / 60.0);
    left += weight * then.features.transpose() * then.features;
    right += weight * then.features.transpose() * then.targets;
  }
  const Eigen::MatrixXd expected = left.ldlt().solve(right);
  const ForwardRidge model = fit_forward(history, products, options);
  const auto fitted = eigen_view(model.weights());
  EXPECT_LT((fitted.cast<double>() - expected).cwiseAbs().maxCoeff(), 1e-5);
}

TEST(ForwardRidge, ScoresAreTheConstantAndWhatEachPurchaseContributes) {
  const Dataset data = test::moving_market(true);
  const History history = test::history_of(data, test::day("2020-08-01"));
  const ForwardRidge model = fit_forward(history, products);
  std::vector<float> scores(products, 0.0F);
  model.add_scores(history.of(5), history.as_of(), 3.0F, scores);
  for (std::size_t p = 0; p < products; ++p) {
    const auto to = static_cast<ProductIndex>(p);
    double sum = static_cast<double>(model.constant(to));
    for (const Bought& one : history.of(5)) {
      sum += static_cast<double>(model.contribution(one, history.as_of(), to));
    }
    EXPECT_NEAR(scores[p], 3.0 * sum, 1e-5);
  }
}

TEST(ForwardRidge, RefusesOptionsOutsideTheirRange) {
  const History history = test::history_of(test::moving_market(true), test::day("2020-08-01"));
  EXPECT_THROW(fit_forward(history, products, {.horizon_days = 0}), Error);
  EXPECT_THROW(fit_forward(history, products, {.regularization = 0.0}), Error);
}

}  // namespace
}  // namespace upcross
