#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <upcross/core/ids.hpp>
#include <upcross/core/matrix.hpp>
#include <upcross/interactions/sparse_rows.hpp>

namespace upcross {

/// A matrix factorization of account x product: affinity(a, p) = <x_a, y_p>.
///
/// The factors stand in the eigenbasis of the products' Gram matrix Y^T Y, which is therefore
/// diagonal: that makes the equations of a single account cheap (fold_in.hpp). Immutable; safe for
/// concurrent use.
class FactorModel {
 public:
  struct Parts {
    std::shared_ptr<const AccountIds> account_ids;
    std::shared_ptr<const ProductIds> product_ids;
    Matrix account_factors;                ///< A x factors; 0 for an account without interactions
    Matrix product_factors;                ///< P x factors; 0 for a product without interactions
    std::vector<double> gram_eigenvalues;  ///< factors numbers >= 0, the diagonal of Y^T Y
    double unobserved_weight = 0.0;
    double regularization = 0.0;
    double regularization_exponent = 1.0;
    std::size_t active_products = 0;  ///< products with interactions
  };

  /// Throws invalid_argument where the shapes do not fit together.
  explicit FactorModel(Parts parts);

  std::size_t factors() const noexcept { return parts_.product_factors.cols(); }
  const std::shared_ptr<const AccountIds>& account_ids() const noexcept {
    return parts_.account_ids;
  }
  const std::shared_ptr<const ProductIds>& product_ids() const noexcept {
    return parts_.product_ids;
  }
  const Matrix& account_factors() const noexcept { return parts_.account_factors; }
  const Matrix& product_factors() const noexcept { return parts_.product_factors; }

  /// The weight a0 of every pair, bought or not.
  double unobserved_weight() const noexcept { return parts_.unobserved_weight; }

  double regularization() const noexcept { return parts_.regularization; }
  double regularization_exponent() const noexcept { return parts_.regularization_exponent; }

  /// Products with interactions, whose number the equations of an account know.
  std::size_t active_products() const noexcept { return parts_.active_products; }

  /// The diagonal of Y^T Y, `factors()` numbers.
  std::span<const double> gram_eigenvalues() const noexcept { return parts_.gram_eigenvalues; }

  /// The diagonal D of an account's equations that all its pairs share, `interactions` being their
  /// number: unobserved_weight * eigenvalue + regularization * (n + unobserved_weight * P)^nu,
  /// floored so that D is positive. factors numbers.
  std::vector<double> shared_diagonal(std::size_t interactions) const;

  /// The same into `diagonal`, factors numbers.
  void set_shared_diagonal(std::size_t interactions, std::span<double> diagonal) const;

  /// affinities[p] += scale * <account, y_p>; `account` is a row of factors, P affinities.
  /// O(factors * products with interactions).
  void add_affinities(std::span<const float> account, float scale,
                      std::span<float> affinities) const;

  /// A fingerprint of the factors that are not 0 and their ids: 16 hexadecimal digits.
  const std::string& id() const noexcept { return id_; }

 private:
  struct Run {
    std::size_t begin;
    std::size_t end;
  };

  static std::vector<Run> runs_of(const Matrix& factors);

  Parts parts_;
  std::vector<Run> runs_;  ///< of products whose factors are not 0
  std::string id_;
};

/// The inner product of two rows of factors, summed in double precision.
double affinity(std::span<const float> account, std::span<const float> product);

}  // namespace upcross
