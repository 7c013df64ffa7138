#include "selection/outcome_regression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Cholesky>

namespace upcross {
namespace {

constexpr Eigen::Index features = std::tuple_size_v<OfferFeatures>;
constexpr Eigen::Index constant = 0;
constexpr Eigen::Index offset = features - 1;  ///< the season, whose weight is not fitted

/// Of features with deviation 1, as shares of what the offers tell about one of them. Offers to one
/// account, and even more those of one product, share its fate: they tell less than they seem to.
constexpr double ridge = 0.01;
constexpr double ridge_of_products = 0.3;
/// What speaks for a weight of 0 before there are offers, as the sum of p (1 - p) over some.
constexpr double prior = 30.0;
constexpr Eigen::Index products_begin = 3;
constexpr Eigen::Index products_count = 3;

using Vector = Eigen::Matrix<double, features, 1>;
using Square = Eigen::Matrix<double, features, features>;

Eigen::Map<const Vector> vector(const OfferFeatures& f) {
  return Eigen::Map<const Vector>(f.data());
}

template <class Visit>
void for_all(const Outcomes& periods, Visit visit) {
  for (const auto* period : periods) std::ranges::for_each(*period, visit);
}

/// How the features are spread; constant and season stay as they are.
struct Spread {
  Vector mean = Vector::Zero();
  Vector deviation = Vector::Zero();
  double bought = 0.0;  ///< the share of offers that were bought
  double weight = 0.0;  ///< of all offers
};

Spread spread(const Outcomes& periods) {
  Spread result;
  double& weight = result.weight;
  for_all(periods, [&](const Outcome& one) {
    result.mean += one.weight * vector(one.features);
    result.deviation += one.weight * vector(one.features).cwiseAbs2();
    result.bought += one.bought ? one.weight : 0.0;
    weight += one.weight;
  });
  result.mean /= weight;
  result.deviation =
      (result.deviation / weight - result.mean.cwiseAbs2()).cwiseMax(1e-12).cwiseSqrt();
  for (const Eigen::Index kept : {constant, offset}) {
    result.mean[kept] = 0.0;
    result.deviation[kept] = 1.0;
  }
  result.bought = std::clamp(result.bought / weight, 1e-9, 1.0 - 1e-9);
  return result;
}

Vector ridges(const Spread& spread) {
  Vector result = Vector::Constant(ridge);
  result.segment<products_count>(products_begin).setConstant(ridge_of_products);
  result *= spread.weight * spread.bought * (1.0 - spread.bought);
  result.array() += prior;
  result[constant] = 0.0;
  return result;
}

/// One step of Newton's method (iteratively reweighted least squares) for standardized features.
Vector newton_step(const Outcomes& periods, const Spread& spread, const Vector& weights) {
  const Vector held = ridges(spread);
  Square curvature = held.asDiagonal();
  Vector slope = -held.cwiseProduct(weights);
  for_all(periods, [&](const Outcome& one) {
    const Vector x = (vector(one.features) - spread.mean).cwiseQuotient(spread.deviation);
    const double p = logistic(weights.dot(x));
    slope += one.weight * ((one.bought ? 1.0 : 0.0) - p) * x;
    curvature.noalias() += (one.weight * std::max(p * (1.0 - p), 1e-9) * x) * x.transpose();
  });
  curvature.row(offset).setZero();
  curvature.col(offset).setZero();
  curvature(offset, offset) = 1.0;
  slope[offset] = 0.0;
  const Vector step = curvature.ldlt().solve(slope);
  return step * std::min(1.0, 1.0 / std::max(step.norm(), 1e-300));
}

/// The weights of the features as they are.
Vector fitted_weights(const Outcomes& periods) {
  const Spread about = spread(periods);
  Vector weights = Vector::Zero();
  weights[constant] = std::log(about.bought / (1.0 - about.bought));
  weights[offset] = 1.0;
  for (int iteration = 0; iteration < 40; ++iteration) {
    const Vector step = newton_step(periods, about, weights);
    weights += step;
    if (step.norm() < 1e-8) break;
  }
  weights = weights.cwiseQuotient(about.deviation);
  weights[constant] -= weights.dot(about.mean);
  return weights;
}

OfferFeatures copied(const Vector& values) {
  OfferFeatures result;
  Eigen::Map<Vector>(result.data()) = values;
  return result;
}

}  // namespace

PurchaseOdds fit_odds(const Outcomes& periods) {
  Vector least = Vector::Constant(std::numeric_limits<double>::infinity());
  Vector most = -least;
  for_all(periods, [&](const Outcome& one) {
    least = least.cwiseMin(vector(one.features));
    most = most.cwiseMax(vector(one.features));
  });
  return {copied(fitted_weights(periods)), copied(least), copied(most)};
}

double PurchaseOdds::logarithm(const OfferFeatures& one) const {
  Vector seen = vector(one).cwiseMax(vector(least)).cwiseMin(vector(most));
  seen[offset] = one.back();
  return vector(weights).dot(seen);
}

}  // namespace upcross
