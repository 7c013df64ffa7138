#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include <upcross/core/money.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/history.hpp>
#include <upcross/recommend/recommendation.hpp>
#include <upcross/scoring/top_k.hpp>

namespace upcross {

/// What a probability is made of: logarithms of numbers, rates and windows that do not grow with
/// the length of the history, unless told otherwise.
///
///   0       1
///   1, 2    score of the offer, relative to the usual one, and its rank
///   3 - 5   of the product: the trend of its buyers, accounts that first bought it in the last 28
///           days, days since it was first sold (at most 90)
///   6       the share of accounts to whom the product is offered: what many are offered is often
///           overrated
///   7 - 14  of the account: new products in 60 days, in 120 days (per month) and per month of all;
///           products bought in 60 days; days with a first or latest purchase in 60 days and per
///           month; days since its last purchase, and since its first (at most 90)
///   15      how well known its new products of the last 90 days are: the share of accounts that
///           bought them
///   16      the share of its products that it bought on more than one day, no logarithm
///   17      number 1 times how many products the account has bought, less what is usual: the
///           more is known of it, the more its scores tell
///   18      number 4 times number 13, each less what is usual: what a product's new buyers tell
///           about an account depends on how long it was silent
///   19      the season, whose weight is 1
using OfferFeatures = std::array<double, 20>;

/// What offers on a day are compared with.
struct OfferContext {
  int days = 90;  ///< the length of the periods that the calibration is fitted to, >= 1
  /// The mean logarithm of the scores: what scores mean changes with the history, what they mean
  /// beside others does not.
  double score_level = 0.0;
  /// P logarithms of the share of accounts to whom a product is offered; empty = all 0.
  std::vector<double> log_offered = {};
};

/// Of the first 20 of each list, of which each counts `weights` times (> 0); no levels for no
/// lists. Half a list more counts as offering each of P `products`. O(lists + P).
OfferContext offer_context(std::span<const std::vector<ScoredProduct>> lists,
                           std::span<const double> weights, std::size_t products, int days);

/// How many more products per account are bought for the first time in the coming `days` than in
/// the last ones, as it was a year before: the logarithm, drawn towards 0 where few accounts bought
/// them; 0 where the history does not reach back. O(pairs).
double season(const History& history, int days);

/// Computes the features of offers on a day. Keeps a reference to the history.
class OfferDescriber {
 public:
  OfferDescriber(const History& history, std::size_t products, const OfferContext& context);

  /// Whether the account has bought something and somebody the product; else the features are no
  /// ground for a probability.
  bool knows(AccountIndex account, ProductIndex product) const {
    return !history_.of(position(account)).empty() && has_buyers_[position(product)];
  }

  OfferFeatures features(AccountIndex account, ProductIndex product, double score,
                         std::size_t rank) const;

 private:
  double usual_newness(const std::vector<double>& log_offered) const;

  const History& history_;
  double score_level_;
  double season_;
  std::vector<std::array<double, 4>> product_;
  std::vector<bool> has_buyers_;
  std::vector<std::array<double, 10>> account_;
  std::vector<double> breadth_;  ///< logarithm of an account's products, less the mean
  std::vector<double> silence_;  ///< that of the days since its last purchase, the same
  double newness_level_ = 0.0;   ///< number 4 of the usual offer
};

/// One offer of a held-out period, and whether its product was bought.
struct Outcome {
  OfferFeatures features;
  bool bought = false;
  /// Not in the period but in as many days after it; of the latest period nothing is known of them.
  bool bought_later = false;
  double weight = 1.0;  ///< how many such offers it stands for
};

/// The odds that the product of an offer is bought, as a logistic regression has fitted them.
struct PurchaseOdds {
  OfferFeatures weights{};
  OfferFeatures least{};  ///< the range of each feature in what was fitted to
  OfferFeatures most{};

  /// Their logarithm: the weighted sum of the features. A feature beyond its range counts as the
  /// end of it, but for the season: what was never seen, nothing is known of.
  double logarithm(const OfferFeatures& features) const;
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
    PurchaseOdds odds;
    double low = 1.0;  ///< the band, as factors of the probability
    double high = 1.0;
    /// As many periods as this, each with the probability that was fitted, make up the horizon.
    double periods_in_horizon = 1.0;
  };

  /// Not fitted: everything is unknown.
  Calibration() = default;
  explicit Calibration(Parts parts) : parts_(parts) {}

  /// Fitted to the outcomes of each period, the latest first, whose length is `period_days`, for
  /// questions of `horizon_days`. Periods in which offers were bought ten times less often than in
  /// another are of another market and left out. What is bought within r periods grows as r^e,
  /// where 2^e is how many times as much was bought in two periods as in one.
  ///
  /// The band is where the level of five in six periods to come is expected: as wide as the level
  /// of each period missed what the others foretold (at most by the factor e^0.5, as a period left
  /// out does), each counting half as much as the one after it, and as few events leave to chance.
  /// Since so few periods tell little of it, eight of a drift of .16, usual in shops and wholesale,
  /// count beside them. Not fitted where fewer than 20 products were bought.
  static Calibration fit(const std::vector<std::vector<Outcome>>& periods, int period_days,
                         int horizon_days);

  const Parts& parts() const noexcept { return parts_; }
  bool is_fitted() const noexcept { return parts_.is_fitted; }
  Estimate estimate(const OfferFeatures& features) const;

 private:
  Parts parts_;
};

/// The affinity of an account for a product that it has not bought.
using AffinityOf = std::function<double(AccountIndex, ProductIndex)>;

/// The same offers with the probabilities that their products are first bought within the horizon,
/// and what they are worth: expected_* = probability * order_*. Rows of cross_sell come in their
/// order, with their affinity as score; those of up_sell are taken to be the twentieth offer of
/// their affinity. Offers to accounts without purchases and of products without buyers stay as they
/// are.
Recommendations with_probabilities(Recommendations offers, const OfferDescriber& describer,
                                   const Calibration& calibration, const AffinityOf& affinity);

}  // namespace upcross
