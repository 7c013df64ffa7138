#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <Eigen/Cholesky>

#include <upcross/core/error.hpp>
#include <upcross/model/attribute_ridge.hpp>

namespace upcross {
namespace {

using Square = Eigen::MatrixXd;

constexpr std::size_t folds = 3;
constexpr std::array shared_values = {300.0, 1.0, 10.0, 100.0, 1000.0};
constexpr std::array factors_of_one_group = {10.0, 0.1};
constexpr double least_value = 0.01;

/// The part of the constant's diagonal that keeps the equations solvable, in rows.
constexpr double least_ridge = 1e-9;

void require(bool good, const std::string& message) {
  if (!good) throw Error(ErrorCode::invalid_argument, "attribute ridge: " + message);
}

void check(const AttributeTable& attributes, const Matrix& targets,
           std::span<const double> evidence) {
  const std::size_t rows = attributes.rows.rows();
  require(targets.rows() == rows && evidence.size() == rows,
          std::to_string(rows) + " rows of attributes, " + std::to_string(targets.rows()) +
              " of targets and " + std::to_string(evidence.size()) +
              " of evidence, expected as many");
  const auto is_good = [](double w) { return w >= 0.0 && std::isfinite(w); };
  require(std::ranges::all_of(evidence, is_good), "evidence must be finite numbers >= 0");
  const bool any = std::ranges::any_of(evidence, [](double w) { return w > 0.0; });
  require(any, "no row has evidence, expected at least one");
}

void check(const AttributeTable& attributes, std::span<const double> regularization) {
  require(regularization.size() == attributes.groups.size(),
          std::to_string(regularization.size()) + " regularizations for " +
              std::to_string(attributes.groups.size()) + " groups, expected one each");
  const bool positive = std::ranges::all_of(regularization, [](double r) { return r > 0.0; });
  require(positive, "regularization must be > 0");
}

/// The sums over rows that the normal equations are made of; the constant is the last feature.
struct Sums {
  Sums(std::size_t features, std::size_t d)
      : left(Square::Zero(static_cast<Eigen::Index>(features) + 1,
                          static_cast<Eigen::Index>(features) + 1)),
        right(Square::Zero(left.rows(), static_cast<Eigen::Index>(d))) {}

  void add(SparseRows::Row attributes, std::span<const float> targets, double evidence) {
    const Eigen::Map<const Eigen::RowVectorXf> t(targets.data(), std::ssize(targets));
    const Eigen::RowVectorXd target = t.cast<double>();
    const Eigen::Index constant = left.rows() - 1;
    const auto add_feature = [&](Eigen::Index i, double value) {
      for (std::size_t j = 0; j < attributes.size(); ++j) {
        left(attributes.indexes[j], i) += value * static_cast<double>(attributes.values[j]);
      }
      left(constant, i) += value;
      right.row(i) += value * target;
    };
    for (std::size_t j = 0; j < attributes.size(); ++j) {
      add_feature(attributes.indexes[j], evidence * static_cast<double>(attributes.values[j]));
    }
    add_feature(constant, evidence);
    squares += evidence * target.squaredNorm();
  }

  Sums& operator+=(const Sums& other) {
    left += other.left;
    right += other.right;
    squares += other.squares;
    return *this;
  }

  Sums without(const Sums& other) const {
    Sums result = *this;
    result.left -= other.left;
    result.right -= other.right;
    result.squares -= other.squares;
    return result;
  }

  /// The weights, (features + 1) x d.
  Square solution(const AttributeTable& attributes, std::span<const double> regularization) const {
    Square ridged = left;
    for (std::size_t g = 0; g < attributes.groups.size(); ++g) {
      const auto [name, begin, end] = attributes.groups[g];
      ridged.diagonal()
          .segment(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end - begin))
          .array() += regularization[g];
    }
    ridged.diagonal().tail<1>().array() += least_ridge;
    return ridged.llt().solve(right);
  }

  /// The squared error of these weights over the rows.
  double error(const Square& weights) const {
    return squares - 2.0 * weights.cwiseProduct(right).sum() +
           weights.cwiseProduct(left * weights).sum();
  }

  Square left;
  Square right;
  double squares = 0.0;
};

/// Looks for the regularization by rows that are held out.
class Search {
 public:
  Search(const AttributeTable& attributes, const Matrix& targets, std::span<const double> evidence)
      : attributes_(attributes),
        held_out_(folds, Sums(attributes.features.size(), targets.cols())) {
    for (std::size_t i = 0; i < targets.rows(); ++i) {
      if (evidence[i] == 0.0) continue;
      held_out_[i % folds].add(attributes.rows.row(i), targets.row(i), evidence[i]);
    }
    Sums all = held_out_[0];
    for (std::size_t f = 1; f < folds; ++f) all += held_out_[f];
    for (const Sums& fold : held_out_) known_.push_back(all.without(fold));
  }

  std::vector<double> best() {
    best_.assign(attributes_.groups.size(), group_left_out);
    error_ = error(best_);
    for (const double shared : shared_values) {
      try_out(std::vector<double>(best_.size(), shared));
    }
    for (std::size_t g = 0; g < best_.size(); ++g) {
      for (const double factor : factors_of_one_group) {
        while (is_inside(best_[g] * factor) && try_out(with(g, best_[g] * factor))) {
        }
      }
      try_out(with(g, group_left_out));
    }
    return best_;
  }

 private:
  static bool is_inside(double value) { return value >= least_value && value < group_left_out; }

  std::vector<double> with(std::size_t group, double value) const {
    std::vector<double> result = best_;
    result[group] = value;
    return result;
  }

  bool try_out(std::vector<double> regularization) {
    const double error = this->error(regularization);
    if (!(error < error_)) return false;
    error_ = error;
    best_ = std::move(regularization);
    return true;
  }

  double error(const std::vector<double>& regularization) const {
    double sum = 0.0;
    for (std::size_t f = 0; f < folds; ++f) {
      sum += held_out_[f].error(known_[f].solution(attributes_, regularization));
    }
    return sum;
  }

  const AttributeTable& attributes_;
  std::vector<Sums> held_out_;
  std::vector<Sums> known_;  ///< the other rows of each
  std::vector<double> best_;
  double error_ = 0.0;
};

}  // namespace

std::vector<float> AttributeRidge::predict(SparseRows::Row attributes) const {
  const std::span<const float> constant = weights.row(weights.rows() - 1);
  std::vector<double> sum(constant.begin(), constant.end());
  for (std::size_t j = 0; j < attributes.size(); ++j) {
    const std::span<const float> row = weights.row(attributes.indexes[j]);
    for (std::size_t k = 0; k < sum.size(); ++k) {
      sum[k] += static_cast<double>(attributes.values[j]) * static_cast<double>(row[k]);
    }
  }
  return {sum.begin(), sum.end()};
}

AttributeRidge fit_attribute_ridge(const AttributeTable& attributes, const Matrix& targets,
                                   std::span<const double> evidence,
                                   std::span<const double> regularization) {
  check(attributes, targets, evidence);
  check(attributes, regularization);
  Sums sums(attributes.features.size(), targets.cols());
  for (std::size_t i = 0; i < targets.rows(); ++i) {
    if (evidence[i] > 0.0) sums.add(attributes.rows.row(i), targets.row(i), evidence[i]);
  }
  AttributeRidge result{Matrix(attributes.features.size() + 1, targets.cols()),
                        {regularization.begin(), regularization.end()}};
  eigen_view(result.weights) = sums.solution(attributes, regularization).cast<float>();
  return result;
}

std::vector<double> choose_regularization(const AttributeTable& attributes, const Matrix& targets,
                                          std::span<const double> evidence) {
  check(attributes, targets, evidence);
  return Search(attributes, targets, evidence).best();
}

}  // namespace upcross
