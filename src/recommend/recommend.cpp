#include <algorithm>

#include <upcross/recommend/merge.hpp>
#include <upcross/recommend/recommend.hpp>

#include "recommend/question.hpp"

namespace upcross {

Recommendations recommend(const Dataset& data, const InteractionMatrix& interactions,
                          const Blend& model, std::span<const AccountIndex> accounts,
                          const RecommendOptions& options, const Execution& execution) {
  const bool declared = build_ladders(data, options.up_sell.ladder).declared();
  CrossSellOptions cross = options.cross_sell;
  UpSellOptions up = options.up_sell;
  cross.horizon_days = up.horizon_days = options.horizon_days;
  // What one kind loses to another is filled up from behind.
  cross.limit = up.limit = std::min(options.limit, data.product_count()) * options.kinds.size();
  std::vector<KindList> lists;
  for (const Kind kind : options.kinds) {
    if (kind == Kind::up_sell) {
      lists.push_back(
          {up_sell(data, interactions, model, accounts, up, execution), declared ? 0 : 2});
    } else {
      lists.push_back({cross_sell(data, interactions, model, accounts, cross, execution), 1});
    }
  }
  return merge(lists, accounts, options.limit);
}

Recommendations recommend(const Dataset& data, const InteractionMatrix& interactions,
                          const FactorModel& model, std::span<const AccountIndex> accounts,
                          const RecommendOptions& options, const Execution& execution) {
  return recommend(data, interactions, borrowed(model), accounts, options, execution);
}

}  // namespace upcross
