#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include <upcross/interactions/standing_purchases.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/recommend/cross_sell.hpp>
#include <upcross/recommend/up_sell.hpp>
#include <upcross/scoring/top_k.hpp>

namespace upcross {

struct RecommendOptions {
  std::vector<Kind> kinds = {Kind::cross_sell, Kind::up_sell};  ///< in the order of the list
  std::size_t limit = 5;                                        ///< per account and kind, at most
  int horizon_days = 90;
  CrossSellOptions cross_sell = {};  ///< limit and horizon_days are those above
  UpSellOptions up_sell = {};        ///< the same
};

/// Recommends for any accounts, as often as asked: what the kinds learn from all purchases is
/// learned once, when the object is made. Immutable; safe for concurrent use; cheap to copy.
class Recommender {
 public:
  /// Keeps references: `data`, `interactions` and a FactorModel, which must belong together (same
  /// ids), must outlive the object. Prepares `options.kinds`. O(N log N + P factors), and for
  /// up_sell what its ladders cost. Throws invalid_argument if the parts do not belong together and
  /// for options outside their range; a stop request throws stopped.
  Recommender(const Dataset& data, const InteractionMatrix& interactions, const Blend& model,
              const RecommendOptions& options = {}, const Execution& execution = {});

  /// The same where `standing_purchases` of these data and interactions are at hand.
  Recommender(const Dataset& data, const InteractionMatrix& interactions, const Blend& model,
              std::shared_ptr<const StandingPurchases> standing, const RecommendOptions& options,
              const Execution& execution = {});

  /// The same with the matrix factorization alone.
  Recommender(const Dataset& data, const InteractionMatrix& interactions, const FactorModel& model,
              const RecommendOptions& options = {}, const Execution& execution = {});

  const RecommendOptions& options() const noexcept;

  /// Several kinds as one list, each (account, product) of one kind: a higher step of a family that
  /// the catalogue or the caller declared is an up_sell, one of a family that was guessed is a
  /// cross_sell first. Kinds as in their own headers, order and limit as in merge.hpp. Throws
  /// invalid_argument for an account that is not in the data; a stop request throws stopped.
  Recommendations recommend(std::span<const AccountIndex> accounts,
                            const Execution& execution = {}) const;

  /// The same for some of the kinds that were prepared, in this order, and another limit. Throws
  /// invalid_argument also for a kind that was not.
  Recommendations recommend(std::span<const AccountIndex> accounts, std::span<const Kind> kinds,
                            std::size_t limit, const Execution& execution = {}) const;

  /// The products of cross_sell and their affinities alone, up to `limit` for each of the accounts,
  /// best first. Throws as `recommend`.
  std::vector<std::vector<ScoredProduct>> best_affinities(std::span<const AccountIndex> accounts,
                                                          std::size_t limit,
                                                          const Execution& execution = {}) const;

  /// The reverse question: up to `limit` accounts to which the product is new and which have the
  /// highest affinity for it, best first, as rows of cross_sell whose ranks count over this list.
  /// None for a product that may not be offered. O(accounts * factors), and the purchases of all
  /// accounts where the model is not a factorization alone.
  Recommendations accounts_for(ProductIndex product, std::size_t limit,
                               const Execution& execution = {}) const;

  /// The affinity of one account for one product, offered or not, as a row of cross_sell that names
  /// up to `reasons` purchases; no row for an account without interactions, unless the model has
  /// newcomers.
  Recommendations explain(AccountIndex account, ProductIndex product, std::size_t reasons) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// `Recommender` for a single question.
Recommendations recommend(const Dataset& data, const InteractionMatrix& interactions,
                          const Blend& model, std::span<const AccountIndex> accounts,
                          const RecommendOptions& options = {}, const Execution& execution = {});

/// The same with the matrix factorization alone.
Recommendations recommend(const Dataset& data, const InteractionMatrix& interactions,
                          const FactorModel& model, std::span<const AccountIndex> accounts,
                          const RecommendOptions& options = {}, const Execution& execution = {});

}  // namespace upcross
