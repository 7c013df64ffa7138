#pragma once

#include <cmath>

#include <Eigen/Dense>

#include <upcross/core/random.hpp>
#include <upcross/model/als.hpp>

namespace upcross::test {

/// The normal equations as the objective is written, in double precision: no eigenbasis, no
/// preconditioner, no trick.
class ReferenceAls {
 public:
  ReferenceAls(const InteractionMatrix& interactions, const AlsOptions& options)
      : interactions_(interactions), options_(options) {}

  double ridge(std::size_t n, std::size_t others) const {
    return options_.regularization *
           std::pow(
               static_cast<double>(n) + options_.unobserved_weight * static_cast<double>(others),
               options_.regularization_exponent);
  }

  Eigen::VectorXd solve(const Eigen::MatrixXd& fixed, SparseRows::Row row,
                        std::size_t others) const {
    Eigen::MatrixXd m = options_.unobserved_weight * fixed.transpose() * fixed;
    m.diagonal().array() += ridge(row.size(), others);
    Eigen::VectorXd b = Eigen::VectorXd::Zero(fixed.cols());
    for (std::size_t j = 0; j < row.size(); ++j) {
      const Eigen::VectorXd y = fixed.row(row.indexes[j]);
      m += row.values[j] * y * y.transpose();
      b += row.values[j] * y;
    }
    return m.ldlt().solve(b);
  }

  Eigen::MatrixXd sweep(const Eigen::MatrixXd& fixed, const SparseRows& rows,
                        std::size_t others) const {
    Eigen::MatrixXd result = Eigen::MatrixXd::Zero(std::ssize(rows.starts) - 1, fixed.cols());
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      if (rows.row(i).size() == 0) continue;
      result.row(static_cast<Eigen::Index>(i)) = solve(fixed, rows.row(i), others);
    }
    return result;
  }

  /// All affinities, A x P, after options.iterations and a last account half-sweep.
  Eigen::MatrixXd affinities() const {
    const SparseRows& by_product = interactions_.by_product();
    const std::size_t active_products = active(by_product);
    const std::size_t active_accounts = active(interactions_.by_account());
    Eigen::MatrixXd y = initial_products();
    for (std::size_t i = 0; i < options_.iterations; ++i) {
      const Eigen::MatrixXd x = sweep(y, interactions_.by_account(), active_products);
      y = sweep(x, by_product, active_accounts);
    }
    return sweep(y, interactions_.by_account(), active_products) * y.transpose();
  }

 private:
  static std::size_t active(const SparseRows& rows) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < rows.rows(); ++i) count += rows.row(i).size() > 0;
    return count;
  }

  Eigen::MatrixXd initial_products() const {
    const auto& ids = *interactions_.product_ids();
    Eigen::MatrixXd y = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(ids.size()),
                                              static_cast<Eigen::Index>(options_.factors));
    for (std::size_t p = 0; p < ids.size(); ++p) {
      if (interactions_.by_product().row(p).size() == 0) continue;
      const std::uint64_t key = hash(ids[static_cast<ProductIndex>(p)], options_.seed);
      for (Eigen::Index f = 0; f < y.cols(); ++f) {
        y(static_cast<Eigen::Index>(p), f) = options_.initial_deviation *
                                             normal(key, static_cast<std::uint64_t>(f)) /
                                             std::sqrt(static_cast<double>(options_.factors));
      }
    }
    return y;
  }

  const InteractionMatrix& interactions_;
  const AlsOptions& options_;
};

inline Eigen::MatrixXd in_double(const Matrix& m) { return eigen_view(m).cast<double>(); }

inline Eigen::MatrixXd affinities(const FactorModel& model) {
  return in_double(model.account_factors()) * in_double(model.product_factors()).transpose();
}

/// |a - b| / |b|
inline double relative_error(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return (a - b).norm() / b.norm();
}

}  // namespace upcross::test
