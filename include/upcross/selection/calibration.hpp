#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <upcross/core/money.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/history.hpp>
#include <upcross/recommend/recommendation.hpp>

namespace upcross {

/// What a probability is made of: a constant; the logarithms of score, rank, recent buyers of the
/// product per account and its trend; and of the account, as rates and windows that do not grow
/// with the length of the history, its new products in 60 days, the products it bought in 60 days,
/// the days since its last purchase and its new products per month.
using OfferFeatures = std::array<double, 9>;

/// Computes the features of offers on a day. Keeps a reference to the history.
class OfferDescriber {
 public:
  OfferDescriber(const History& history, std::size_t products);

  /// Whether the account has bought something and somebody the product; else the features are no
  /// ground for a probability.
  bool knows(AccountIndex account, ProductIndex product) const {
    return !history_.of(position(account)).empty() && has_buyers_[position(product)];
  }

  OfferFeatures features(AccountIndex account, ProductIndex product, double score,
                         std::size_t rank) const;

 private:
  const History& history_;
  std::vector<double> recent_;  ///< logarithms, per product
  std::vector<double> trend_;
  std::vector<bool> has_buyers_;
  std::vector<std::array<double, 4>> account_;
};

/// One offer of a held-out period, and whether its product was bought.
struct Outcome {
  OfferFeatures features;
  bool bought;
  double weight;  ///< how many such offers it stands for
};

/// P(first order of the product within the horizon): logistic regression on the features, fitted to
/// what happened in held-out periods. Immutable; safe for concurrent use.
class Calibration {
 public:
  struct Estimate {
    double probability = unknown;
    double low = unknown;  ///< the band that the drift between the periods shows
    double high = unknown;
  };

  /// What was fitted.
  struct Parts {
    bool is_fitted = false;
    OfferFeatures weights{};
    double low = 1.0;  ///< the band, as factors of the probability
    double high = 1.0;
    double periods_in_horizon = 1.0;  ///< horizon / length of the periods fitted to
  };

  /// Not fitted: everything is unknown.
  Calibration() = default;
  explicit Calibration(Parts parts) : parts_(parts) {}

  /// Fitted to the outcomes of each period, whose length is `period_days`, for questions of
  /// `horizon_days`. The band spans what the level of each period was, seen from the others,
  /// widened by the chance of few events. Not fitted where fewer than 20 products were bought.
  static Calibration fit(const std::vector<std::vector<Outcome>>& periods, int period_days,
                         int horizon_days);

  const Parts& parts() const noexcept { return parts_; }
  bool is_fitted() const noexcept { return parts_.is_fitted; }
  Estimate estimate(const OfferFeatures& features) const;

 private:
  Parts parts_;
};

/// The same offers with probabilities of those that are cross_sell, and what they are worth:
/// expected_* = probability * order_*. Others stay as they are, as do those to accounts without
/// purchases and of products without buyers.
Recommendations with_probabilities(Recommendations offers, const OfferDescriber& describer,
                                   const Calibration& calibration);

}  // namespace upcross
