#pragma once

#include <cstddef>
#include <span>

#include <upcross/core/execution.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/recommend/ladder.hpp>
#include <upcross/recommend/recommendation.hpp>

namespace upcross {

struct UpSellOptions {
  std::size_t limit = 5;      ///< recommendations per account, at most
  LadderOptions ladder = {};  ///< what a family is, and what a step
  int horizon_days = 90;      ///< the offer holds in [as_of, as_of + horizon_days)
};

/// Higher steps of the families that each account buys: products that it never bought, above the
/// lowest step that it owns. `from_product` is the highest of its own steps below. Eligible is what
/// `eligible_products` says, unless the account would pay less than the product costs.
///
/// The score is only an order. It adds up from four reasons, each a feature times its weight:
///   popular_lately  logarithm of the product's recent first purchases
///   others_went_on  logarithm of how many times as often as everybody those that bought
///                   from_product went on to it; in the account's segment, smoothed by all accounts
///                   and by the family
///   bought_now      how much the products of all ladders that it has speak for this one (item-item
///                   weights, EASE), and logarithm of how many of the family it has
///   costs_more      logarithm of its step over that of from_product
/// The weights are those that make likeliest what accounts chose in the last 120 days, each as it
/// was before, held near fixed ones where there is little to learn from. order_margin is the margin
/// of the order less that of the usual order of from_product, which it replaces.
///
/// `data`, `interactions` and `model` must belong together (same ids). Rows stand in the order of
/// `accounts`. Throws invalid_argument if they do not belong together and for options outside their
/// range; a stop request throws stopped.
Recommendations up_sell(const Dataset& data, const InteractionMatrix& interactions,
                        const Blend& model, std::span<const AccountIndex> accounts,
                        const UpSellOptions& options = {}, const Execution& execution = {});

/// The same with the matrix factorization alone.
Recommendations up_sell(const Dataset& data, const InteractionMatrix& interactions,
                        const FactorModel& model, std::span<const AccountIndex> accounts,
                        const UpSellOptions& options = {}, const Execution& execution = {});

}  // namespace upcross
