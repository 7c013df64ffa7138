#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <Eigen/Cholesky>

#include <upcross/core/error.hpp>
#include <upcross/model/forward_ridge.hpp>

namespace upcross {
namespace {

constexpr int step_days = 15;
constexpr int most_days_of_learning = 8;
constexpr int least_history_days = 30;
constexpr std::size_t all_base_rows = 3;

/// How many of them hold for an account whose latest new product is so many days old.
std::size_t base_rows_at(std::int64_t age, int window_days) {
  return 1U + (age <= 3 * std::int64_t{window_days} ? 1U : 0U) + (age <= window_days ? 1U : 0U);
}

void validate(const ForwardOptions& options) {
  const bool good = options.horizon_days >= 1 && options.regularization > 0.0 &&
                    options.window_days >= 1 && options.half_life_days > 0.0;
  if (good) return;
  throw Error(ErrorCode::invalid_argument,
              "ForwardOptions: horizon_days is " + std::to_string(options.horizon_days) +
                  ", regularization " + std::to_string(options.regularization) + ", window_days " +
                  std::to_string(options.window_days) + ", half_life_days " +
                  std::to_string(options.half_life_days) + ", expected positive numbers");
}

/// The normal equations of the regression, for the products that were bought.
class Equations {
 public:
  Equations(const History& history, std::size_t all_products, const ForwardOptions& options)
      : all_products_(all_products),
        place_(places(history, all_products)),
        products_(std::ranges::count_if(place_, [](Eigen::Index i) { return i >= 0; })),
        options_(options),
        left_(Eigen::MatrixXd::Zero(size(), size())),
        right_(Eigen::MatrixXd::Zero(size(), products_)) {}

  /// What the account had before `day`, and what it bought first from then on.
  void add(std::span<const Bought> bought, Day day, double weight) {
    look_at(bought, day);
    if (features_.empty()) return;
    for (const Eigen::Index i : features_) {
      for (const Eigen::Index j : features_) left_(j, i) += weight;
      for (const Eigen::Index p : targets_) right_(i, p) += weight;
    }
  }

  Matrix solution() {
    left_.diagonal().array() += options_.regularization;
    left_(2 * products_, 2 * products_) += 1e-3 - options_.regularization;
    return scattered(left_.llt().solve(right_));
  }

 private:
  void look_at(std::span<const Bought> bought, Day day) {
    features_.clear();
    targets_.clear();
    std::int64_t latest = std::numeric_limits<std::int64_t>::max();
    for (const Bought& one : bought) {
      const Eigen::Index p = place_[position(one.product)];
      const std::int64_t age = (day - one.first).count();
      if (age <= 0 && -age < options_.horizon_days) targets_.push_back(p);
      if (age <= 0) continue;
      latest = std::min(latest, age);
      features_.push_back(p);
      if (age <= options_.window_days) features_.push_back(products_ + p);
    }
    if (features_.empty()) return;
    const auto base = static_cast<Eigen::Index>(base_rows_at(latest, options_.window_days));
    for (Eigen::Index row = 0; row < base; ++row) features_.push_back(2 * products_ + row);
  }

  static std::vector<Eigen::Index> places(const History& history, std::size_t all_products) {
    std::vector<Eigen::Index> place(all_products, -1);
    for (const Bought& one : history.all()) place[position(one.product)] = 0;
    Eigen::Index next = 0;
    for (Eigen::Index& p : place) p = p < 0 ? p : next++;
    return place;
  }

  Eigen::Index size() const { return 2 * products_ + static_cast<Eigen::Index>(all_base_rows); }

  /// The weights at the places of all products; 0 for those that nobody bought.
  Matrix scattered(const Eigen::MatrixXd& solved) const {
    Matrix result(2 * all_products_ + all_base_rows, all_products_);
    const auto copy_row = [&](Eigen::Index from, std::size_t to) {
      for (std::size_t p = 0; p < all_products_; ++p) {
        if (place_[p] >= 0) result.row(to)[p] = static_cast<float>(solved(from, place_[p]));
      }
    };
    for (std::size_t p = 0; p < all_products_; ++p) {
      if (place_[p] < 0) continue;
      copy_row(place_[p], p);
      copy_row(products_ + place_[p], all_products_ + p);
    }
    for (std::size_t row = 0; row < all_base_rows; ++row) {
      copy_row(2 * products_ + static_cast<Eigen::Index>(row), 2 * all_products_ + row);
    }
    return result;
  }

  std::size_t all_products_;
  std::vector<Eigen::Index> place_;  ///< of each product in the equations, or -1
  Eigen::Index products_;
  const ForwardOptions& options_;
  Eigen::MatrixXd left_;
  Eigen::MatrixXd right_;
  std::vector<Eigen::Index> features_;
  std::vector<Eigen::Index> targets_;
};

}  // namespace

ForwardRidge::ForwardRidge(Matrix weights, int window_days)
    : weights_(std::move(weights)), window_days_(window_days) {
  if (weights_.rows() == 2 * weights_.cols() + all_base_rows) return;
  throw Error(ErrorCode::invalid_argument,
              "ForwardRidge: the weights are " + std::to_string(weights_.rows()) + " x " +
                  std::to_string(weights_.cols()) + ", expected (2 P + 3) x P");
}

void ForwardRidge::add_scores(std::span<const Bought> bought, Day as_of, float scale,
                              std::span<float> scores) const {
  const std::size_t products = weights_.cols();
  const auto add = [&](std::size_t row) {
    const std::span<const float> weights = weights_.row(row);
    for (std::size_t p = 0; p < products; ++p) scores[p] += scale * weights[p];
  };
  for (std::size_t i = 0; i < base_rows(bought, as_of); ++i) add(2 * products + i);
  for (const Bought& one : bought) {
    add(position(one.product));
    if (is_recent(one, as_of)) add(products + position(one.product));
  }
}

std::size_t ForwardRidge::base_rows(std::span<const Bought> bought, Day as_of) const {
  std::int64_t latest = std::numeric_limits<std::int64_t>::max();
  for (const Bought& one : bought) {
    latest = std::min<std::int64_t>(latest, (as_of - one.first).count());
  }
  return base_rows_at(latest, window_days_);
}

float ForwardRidge::base(std::span<const Bought> bought, Day as_of, ProductIndex to) const {
  float sum = 0.0F;
  for (std::size_t i = 0; i < base_rows(bought, as_of); ++i) {
    sum += weights_.row(2 * weights_.cols() + i)[position(to)];
  }
  return sum;
}

float ForwardRidge::contribution(const Bought& from, Day as_of, ProductIndex to) const {
  const std::size_t row = position(from.product);
  const float always = weights_.row(row)[position(to)];
  if (!is_recent(from, as_of)) return always;
  return always + weights_.row(weights_.cols() + row)[position(to)];
}

ForwardRidge fit_forward(const History& history, std::size_t products,
                         const ForwardOptions& options, const Execution& execution) {
  validate(options);
  Day first = history.as_of();
  for (const Bought& one : history.all()) first = std::min(first, one.first);
  Equations equations(history, products, options);
  for (int i = 0; i < most_days_of_learning; ++i) {
    const Day day = history.as_of() - std::chrono::days(options.horizon_days + i * step_days);
    if ((day - first).count() < least_history_days) break;
    execution.throw_if_stopped("forward");
    const double weight = std::exp2(-i * step_days / options.half_life_days);
    for (std::size_t a = 0; a < history.account_count(); ++a) {
      equations.add(history.of(a), day, weight);
    }
  }
  return ForwardRidge(equations.solution(), options.window_days);
}

}  // namespace upcross
