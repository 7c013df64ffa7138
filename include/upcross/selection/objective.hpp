#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/net.hpp>
#include <upcross/recommend/recommendation.hpp>

namespace upcross {

/// By what the offers of an account are ranked.
enum class Objective : std::uint8_t {
  probability,  ///< affinity: how likely they are bought, whatever they bring
  revenue,      ///< affinity and the value of the order to expect
  margin,       ///< affinity and its margin
};

/// The word of the files: "revenue".
std::string_view to_string(Objective objective);

/// The objective of that word, or nothing.
std::optional<Objective> parse_objective(std::string_view word);

struct ObjectiveOptions {
  Objective objective = Objective::probability;
  /// The share of NDCG@20 on held-out periods that may be given up for money, 0 .. 1.
  double lost_relevance = 0.02;
};

/// Throws invalid_argument for a bound that is not 0 .. 1.
void validate(const ObjectiveOptions& options);

/// Also throws invalid_input where the data tell no price, or no cost for the margin: then an order
/// by money would be one by chance.
void validate(const ObjectiveOptions& options, const Dataset& data);

/// What a first order of each product usually brings (`usual_orders`), in the money of the
/// objective; empty for `probability`. O(N).
std::vector<double> usual_amounts(Objective objective, const Dataset& data,
                                  const NetPurchases& net);

/// How offers are ranked (`ranked_by_value`), and what that did on held-out periods.
struct Trade {
  Objective objective = Objective::probability;
  double gamma = 0.0;           ///< 0 .. 1; 0 = the order of affinity
  double lost_relevance = 0.0;  ///< the share of NDCG@20 that it cost; negative if it helped
  double gain = 0.0;  ///< the share by which the money of the first ten rose (revenue@10 or margin)
};

/// An offer of a held-out period and what came of it.
struct PricedOffer {
  double probability;
  double amount;   ///< what a first order of it usually brings; unknown where not told
  double brought;  ///< what was paid for it, or the margin of that; 0 if it was not bought
  bool bought;
};

/// The offers of an account that bought something new, best affinity first.
struct PricedList {
  std::vector<PricedOffer> offers;
  std::size_t wanted;  ///< how many new products it bought, offered or not; >= 1
};

/// Where the offers of an account, given in the order of affinity, stand between that order and the
/// one of the money to expect: positions, falling in
///
///   q^(1 - gamma) * (probability * amount)^gamma
///
/// where q are the probabilities dealt out so that they fall with affinity, which ranks within an
/// account better than they do. So 0 keeps the order, 1 is that of probability * amount, and what
/// the first k are expected to bring never falls as gamma rises. An amount below a cent counts as a
/// cent, an unknown one as the median of the others; ties in the given order. O(n log n).
std::vector<std::size_t> ranked_by_value(std::span<const double> probabilities,
                                         std::span<const double> amounts, double gamma);

/// The largest gamma of 0, 0.02 .. 1 that brings more in the first ten than the order of affinity,
/// and up to which none loses more than the bound: of NDCG@20, averaged over the periods, against
/// that order. A larger bound never gives a smaller gamma. O(51 * offers log offers). Throws
/// invalid_argument as `validate`.
Trade fit_trade(std::span<const std::vector<PricedList>> periods, const ObjectiveOptions& options);

/// How many of the best offers by affinity compete for `limit` places: five a place, at least 100.
std::size_t competing_offers(std::size_t limit);

/// The offers ranked by the trade within each account and kind, at most `limit` of each; kinds
/// other than cross_sell, and those without probabilities, keep their order. Offers come in the
/// order of affinity; `amounts` are `usual_amounts`, P.
Recommendations ranked_by(const Trade& trade, std::span<const double> amounts,
                          Recommendations offers, std::size_t limit);

}  // namespace upcross
