#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/forward_ridge.hpp>

#include "support/moving_market.hpp"

namespace upcross {
namespace {

constexpr std::size_t products = 80;
constexpr Eigen::Index size = 2 * products + 3;

/// Features and targets of every account on a day, as the contract says.
struct Regression {
  Eigen::MatrixXd features, targets;

  Regression(const History& history, Day day, const ForwardOptions& options)
      : features(Eigen::MatrixXd::Zero(rows(history), size)),
        targets(Eigen::MatrixXd::Zero(rows(history), products)) {
    for (Eigen::Index a = 0; a < features.rows(); ++a) {
      for (const Bought& one : history.of(static_cast<std::size_t>(a))) {
        const auto p = static_cast<Eigen::Index>(position(one.product));
        const bool before = one.first < day;
        features(a, p) = before;
        features(a, products + p) = before && day - one.first <= days(options.window_days);
        targets(a, p) = !before && one.first < day + days(options.horizon_days);
      }
      const Day latest = latest_before(history.of(static_cast<std::size_t>(a)), day);
      features(a, 2 * products) = features.row(a).sum() > 0.0;
      features(a, 2 * products + 1) = day - latest <= days(3 * options.window_days);
      features(a, 2 * products + 2) = day - latest <= days(options.window_days);
      if (features(a, 2 * products) == 0.0) targets.row(a).setZero();
    }
  }

  static Day latest_before(std::span<const Bought> bought, Day day) {
    Day latest = test::day("1900-01-01");
    for (const Bought& one : bought) {
      if (one.first < day) latest = std::max(latest, one.first);
    }
    return latest;
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
  const ForwardOptions options{.horizon_days = 20, .regularization = 50.0, .window_days = 14};
  Eigen::MatrixXd left = 50.0 * Eigen::MatrixXd::Identity(size, size);
  left(2 * products, 2 * products) = 1e-3;
  Eigen::MatrixXd right = Eigen::MatrixXd::Zero(size, products);
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

TEST(ForwardRidge, ScoresAreTheBaseAndWhatEachPurchaseContributes) {
  const Dataset data = test::moving_market(true);
  const History history = test::history_of(data, test::day("2020-08-01"));
  const ForwardRidge model = fit_forward(history, products);
  std::vector<float> scores(products, 0.0F);
  model.add_scores(history.of(5), history.as_of(), 3.0F, scores);
  for (std::size_t p = 0; p < products; ++p) {
    const auto to = static_cast<ProductIndex>(p);
    double sum = static_cast<double>(model.base(history.of(5), history.as_of(), to));
    for (const Bought& one : history.of(5)) {
      sum += static_cast<double>(model.contribution(one, history.as_of(), to));
    }
    EXPECT_NEAR(scores[p], 3.0 * sum, 1e-5);
  }
}

TEST(ForwardRidge, TheBaseIsThatOfAccountsThatTookSomethingNewAsLately) {
  Matrix weights(5, 1);
  for (std::size_t row = 2; row < 5; ++row) weights.row(row)[0] = static_cast<float>(row);
  const ForwardRidge model(weights, 10);
  const auto base = [&](int age) {
    const Day day = test::day("2020-08-01");
    const std::vector<Bought> bought = {{ProductIndex{0}, day - std::chrono::days(age), day}};
    return model.base(bought, day, ProductIndex{0});
  };
  EXPECT_EQ(base(10), 2.0F + 3.0F + 4.0F);
  EXPECT_EQ(base(11), 2.0F + 3.0F);
  EXPECT_EQ(base(30), 2.0F + 3.0F);
  EXPECT_EQ(base(31), 2.0F);
  EXPECT_EQ(model.base({}, test::day("2020-08-01"), ProductIndex{0}), 2.0F);
}

TEST(ForwardRidge, RefusesOptionsOutsideTheirRange) {
  const History history = test::history_of(test::moving_market(true), test::day("2020-08-01"));
  EXPECT_THROW(fit_forward(history, products, {.horizon_days = 0}), Error);
  EXPECT_THROW(fit_forward(history, products, {.regularization = 0.0}), Error);
}

}  // namespace
}  // namespace upcross
