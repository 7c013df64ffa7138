#pragma once

#include <cstddef>
#include <span>

#include <upcross/core/execution.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/recommend/recommendation.hpp>

namespace upcross {

struct CrossSellOptions {
  std::size_t limit = 5;         ///< recommendations per account, at most
  std::size_t per_category = 0;  ///< of one category, at most; 0 = no cap
  std::size_t reasons = 3;       ///< purchases named per recommendation; the others are summed up
  int horizon_days = 90;         ///< the offer holds in [as_of, as_of + horizon_days)
};

/// Products that each account never bought, ranked by its affinity for them, with reasons and the
/// order to expect. Eligible is what `eligible_products` says; what an account's own lines name is
/// never offered. Where the model has newcomers (newcomers.hpp), accounts without interactions that
/// are listed are ranked for by their attributes and products without buyers may be offered; else
/// these accounts get no rows: there is no reason to give.
///
/// `data`, `interactions` and `model` must belong together (same ids). Rows stand in the order of
/// `accounts`. O(accounts * P * factors). Throws invalid_argument if they do not belong together
/// and for options outside their range; a stop request throws stopped.
Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const Blend& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options = {}, const Execution& execution = {});

/// The same with the matrix factorization alone.
Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const FactorModel& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options = {}, const Execution& execution = {});

}  // namespace upcross
