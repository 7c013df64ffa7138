#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <upcross/core/ids.hpp>
#include <upcross/model/attribute_prior.hpp>
#include <upcross/model/factor_model.hpp>

namespace upcross {

/// What is ranked where purchases are missing: for accounts that have bought nothing, and of
/// products that nobody has bought. With x and y the factors of a matrix factorization, own ones or
/// foretold by attributes (attribute_prior.hpp), the affinity is
///
///   <x_a, y_p> * trend_p                       of an account without purchases,
///   popularity_p                               of one of which attributes tell nothing either,
///   weight * <x_a, y_p> * trend_p * novelty_p  for a product without buyers,
///
/// the weight being 1 where both are new. Immutable; safe for concurrent use.
class Newcomers {
 public:
  struct Parts {
    std::shared_ptr<const FactorModel> factors;
    ForetoldFactors accounts;
    ForetoldFactors products;
    float weight = 1.0F;            ///< what other affinities are in units of the factors'
    std::vector<float> novelty;     ///< 0 .. 1, one for each of `products`
    std::vector<float> trend;       ///< P positive factors
    std::vector<float> popularity;  ///< P
  };

  struct Account {
    bool is_new = false;             ///< it has no purchases
    std::span<const float> factors;  ///< own ones or foretold; none where nothing foretells them
  };

  /// What an affinity is the sum of.
  struct Sum {
    double similar_products = 0.0;  ///< all of it for a product without buyers
    double similar_accounts = 0.0;
    double trend = 0.0;
    double popularity = 0.0;

    double sum() const { return similar_products + similar_accounts + trend + popularity; }
  };

  /// Throws invalid_argument where the shapes do not fit together.
  explicit Newcomers(Parts parts);

  const Parts& parts() const noexcept { return parts_; }

  /// A fingerprint of all that the affinities follow from.
  std::uint64_t fingerprint() const;

  Account account(AccountIndex account, bool is_new) const;

  /// Whether nobody has bought the product and attributes foretell who would.
  bool is_new(ProductIndex product) const { return !parts_.products.of(position(product)).empty(); }

  /// Sets all P affinities of an account without purchases.
  void score(const Account& account, std::span<float> affinities) const;

  /// Sets the affinities for products without buyers of any account.
  void score_products(const Account& account, std::span<float> affinities) const;

  /// The affinity of an account without purchases for any product, or of any account for a product
  /// without buyers, to float32 rounding.
  Sum affinity(const Account& account, ProductIndex product) const;

 private:
  Parts parts_;
};

}  // namespace upcross
