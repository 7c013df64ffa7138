#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "recommend/step_choice.hpp"

namespace upcross {
namespace {

using Vector = Eigen::Vector<double, step_features>;
using Square = Eigen::Matrix<double, step_features, step_features>;

constexpr double stiffness = 20.0;
/// Affinities run from 0 to about 1: where they hardly differ, a large weight would be noise.
constexpr double least_spread = 0.01;
constexpr int newton_steps = 25;

/// Without evidence: what sells lately, more so where others went on or the account is drawn to it.
Vector prior() {
  Vector weights = Vector::Zero();
  weights[recent_sales] = 1.0;
  weights[went_on] = 0.25;
  weights[own_affinity] = 1.0;
  return weights;
}

Vector numbers(const StepNumbers& features) { return Vector::Map(features.data()); }

/// Mean and covariance of the features under probabilities that add up to 1.
struct Moments {
  Vector mean = Vector::Zero();
  Square covariance = Square::Zero();

  Moments(const StepChoice& choice, const std::vector<double>& probability) {
    for (std::size_t i = 0; i < choice.steps.size(); ++i) {
      const Vector x = numbers(choice.steps[i]);
      mean += probability[i] * x;
      covariance += probability[i] * x * x.transpose();
    }
    covariance -= mean * mean.transpose();
  }
};

std::vector<double> probabilities(const StepChoice& choice, const Vector& weights) {
  std::vector<double> result;
  for (const StepNumbers& step : choice.steps) result.push_back(weights.dot(numbers(step)));
  const double largest = *std::max_element(result.begin(), result.end());
  double sum = 0.0;
  for (double& value : result) sum += value = std::exp(value - largest);
  for (double& value : result) value /= sum;
  return result;
}

Vector chosen_mean(const StepChoice& choice) {
  Vector sum = Vector::Zero();
  double count = 0.0;
  for (std::size_t i = 0; i < choice.steps.size(); ++i) {
    if (!choice.chosen[i]) continue;
    sum += numbers(choice.steps[i]);
    count += 1.0;
  }
  return sum / count;
}

/// Mean variance of each feature among the steps of an account.
Vector spread(std::span<const StepChoice> choices) {
  Vector sum = Vector::Zero();
  for (const StepChoice& choice : choices) {
    const auto size = choice.steps.size();
    sum += Moments(choice, std::vector<double>(size, 1.0 / static_cast<double>(size)))
               .covariance.diagonal();
  }
  return (sum / static_cast<double>(choices.size())).cwiseMax(least_spread);
}

double objective(std::span<const StepChoice> choices, const Vector& weights, const Vector& stiff) {
  double sum = -0.5 * stiff.dot((weights - prior()).cwiseAbs2());
  for (const StepChoice& choice : choices) {
    const std::vector<double> probability = probabilities(choice, weights);
    double logarithms = 0.0;
    for (std::size_t i = 0; i < probability.size(); ++i) {
      if (choice.chosen[i]) logarithms += std::log(probability[i]);
    }
    sum += logarithms / static_cast<double>(std::ranges::count(choice.chosen, true));
  }
  return sum;
}

Vector newton_step(std::span<const StepChoice> choices, const Vector& weights,
                   const Vector& stiff) {
  Vector gradient = -stiff.cwiseProduct(weights - prior());
  Square curvature = stiff.asDiagonal();
  for (const StepChoice& choice : choices) {
    const Moments expected(choice, probabilities(choice, weights));
    gradient += chosen_mean(choice) - expected.mean;
    curvature += expected.covariance;
  }
  return curvature.ldlt().solve(gradient);
}

}  // namespace

StepNumbers fit_step_weights(std::span<const StepChoice> choices) {
  Vector weights = prior();
  if (!choices.empty()) {
    const Vector stiff = 2.0 * stiffness * spread(choices);
    double best = objective(choices, weights, stiff);
    for (int step = 0; step < newton_steps; ++step) {
      Vector change = newton_step(choices, weights, stiff);
      double reached = objective(choices, weights + change, stiff);
      for (; !(reached >= best) && change.norm() > 1e-9; change *= 0.5) {
        reached = objective(choices, weights + 0.5 * change, stiff);
      }
      if (!(reached > best)) break;
      weights += change;
      best = reached;
    }
  }
  StepNumbers result;
  Vector::Map(result.data()) = weights;
  return result;
}

}  // namespace upcross
