#include <algorithm>
#include <cmath>
#include <span>

#include <Eigen/Cholesky>

#include <upcross/core/money.hpp>
#include <upcross/selection/calibration.hpp>

namespace upcross {
namespace {

constexpr Eigen::Index features = std::tuple_size_v<OfferFeatures>;
constexpr Eigen::Index constant = 0;
constexpr Eigen::Index offset = features - 1;  ///< the season, whose weight is not fitted
constexpr std::size_t last_place = 20;         ///< of those that the calibration is fitted to
constexpr double least_events = 20.0;
constexpr double deviations_of_band = 1.4;  ///< five in six periods lie within

/// Of features with deviation 1, as shares of what the offers tell about one of them. Offers to one
/// account, and even more those of one product, share its fate: they tell less than they seem to.
constexpr double ridge = 0.01;
constexpr double ridge_of_products = 0.3;
constexpr Eigen::Index products_begin = 3;
constexpr Eigen::Index products_count = 3;

using Vector = Eigen::Matrix<double, features, 1>;
using Square = Eigen::Matrix<double, features, features>;

Eigen::Map<const Vector> vector(const OfferFeatures& f) {
  return Eigen::Map<const Vector>(f.data());
}

double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

using Outcomes = std::vector<const std::vector<Outcome>*>;

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
  result.bought /= weight;
  return result;
}

Vector ridges(const Spread& spread) {
  Vector result = Vector::Constant(ridge);
  result[constant] = 0.0;
  result.segment<products_count>(products_begin).setConstant(ridge_of_products);
  return result * (spread.weight * spread.bought * (1.0 - spread.bought));
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

struct Level {
  double seen = 0.0;
  double expected = 0.0;
  double events = 0.0;
};

Level level(const std::vector<Outcome>& period, const Vector& weights) {
  Level result;
  for (const Outcome& one : period) {
    result.seen += one.weight * (one.bought ? 1.0 : 0.0);
    result.events += one.bought ? 1.0 : 0.0;
    result.expected += one.weight * logistic(weights.dot(vector(one.features)));
  }
  return result;
}

/// The deviation of the logarithm of a period's level from what the others foretell, older periods
/// counting half as much as the next.
double drift(const Outcomes& periods, const Vector& all) {
  constexpr double usual = 0.15;
  constexpr double periods_of_it = 8.0;
  double square = periods_of_it * usual * usual;
  double weight = periods_of_it;
  double events = 0.0;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    Outcomes others = periods;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    const Level one = level(*periods[i], others.empty() ? all : fitted_weights(others));
    const double counts = std::exp2(-static_cast<double>(i));
    square += counts * std::pow(std::log((one.seen + 0.5) / (one.expected + 0.5)), 2.0);
    weight += counts;
    events += one.events;
  }
  const auto count = static_cast<double>(periods.size());
  return std::sqrt(square / weight + count / events);
}

}  // namespace

Calibration Calibration::fit(const std::vector<std::vector<Outcome>>& periods, int period_days,
                             int horizon_days) {
  Outcomes all;
  double events = 0.0;
  for (const auto& period : periods) {
    all.push_back(&period);
    for (const Outcome& one : period) events += one.bought ? 1.0 : 0.0;
  }
  if (events < least_events) return {};
  const Vector weights = fitted_weights(all);
  Parts parts{.is_fitted = true};
  Eigen::Map<Vector>(parts.weights.data()) = weights;
  parts.high = std::exp(deviations_of_band * drift(all, weights));
  parts.low = 1.0 / parts.high;
  parts.periods_in_horizon = static_cast<double>(horizon_days) / period_days;
  return Calibration(parts);
}

Calibration::Estimate Calibration::estimate(const OfferFeatures& one) const {
  if (!is_fitted()) return {};
  const double p = logistic(vector(parts_.weights).dot(vector(one)));
  const auto within_horizon = [&](double probability) {
    const double clamped = std::clamp(probability, 0.0, 0.999);
    return 1.0 - std::pow(1.0 - clamped, parts_.periods_in_horizon);
  };
  const double width = std::exp(std::hypot(std::log(parts_.high), 0.5 * one.back()));
  return {within_horizon(p), within_horizon(p / width), within_horizon(p * width)};
}

Recommendations with_probabilities(Recommendations offers, const OfferDescriber& describer,
                                   const Calibration& calibration, const AffinityOf& affinity) {
  if (!calibration.is_fitted()) return offers;
  std::size_t place = 0;
  for (std::size_t i = 0; i < offers.rows.size(); ++i) {
    Recommendation& row = offers.rows[i];
    if (i == 0 || offers.rows[i - 1].account != row.account) place = 0;
    const bool is_of_cross_sell = row.kind == Kind::cross_sell;
    if (is_of_cross_sell) ++place;
    if (!describer.knows(row.account, row.product)) continue;
    const double score = is_of_cross_sell ? row.score : affinity(row.account, row.product);
    const std::size_t rank = is_of_cross_sell ? place : last_place;
    const auto [probability, low, high] =
        calibration.estimate(describer.features(row.account, row.product, score, rank));
    row.probability = probability;
    row.probability_low = low;
    row.probability_high = high;
    row.expected_revenue = in_cents(probability * row.order_value);
    row.expected_margin = in_cents(probability * row.order_margin);
  }
  return offers;
}

}  // namespace upcross
