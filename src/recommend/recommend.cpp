#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/recommend/merge.hpp>
#include <upcross/recommend/recommend.hpp>

#include "recommend/cross_seller.hpp"
#include "recommend/up_seller.hpp"

namespace upcross {

/// The sellers look at the groundwork, which stays where it is.
struct Recommender::State {
  State(const Dataset& data, const InteractionMatrix& interactions, const Blend& model,
        std::shared_ptr<const StandingPurchases> standing, const RecommendOptions& given,
        const Execution& execution)
      : options(given),
        ground(data, interactions, model, std::move(standing), execution),
        declared(build_ladders(data, options.up_sell.ladder).declared()),
        cross(ground, execution) {
    options.cross_sell.horizon_days = options.up_sell.horizon_days = options.horizon_days;
    validate(Question{"recommend", ground, {}, options.horizon_days});
    if (prepares(Kind::up_sell)) up.emplace(ground, options.up_sell, execution);
  }

  bool prepares(Kind kind) const {
    return std::ranges::find(options.kinds, kind) != options.kinds.end();
  }

  CrossSellOptions cross_options(std::size_t limit) const {
    CrossSellOptions result = options.cross_sell;
    result.limit = limit;
    return result;
  }

  /// Who chooses first where two kinds offer the same product.
  int precedence(Kind kind) const {
    if (kind == Kind::cross_sell) return 1;
    return declared ? 0 : 2;
  }

  /// How many kinds choose no later than this one, itself included.
  std::size_t choosers(std::span<const Kind> kinds, Kind kind) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        kinds, [&](Kind other) { return precedence(other) <= precedence(kind); }));
  }

  KindList list(Kind kind, std::span<const AccountIndex> accounts, std::size_t limit,
                const Execution& execution) const {
    return {kind == Kind::up_sell ? up->offers(accounts, limit, execution)
                                  : cross.offers(accounts, cross_options(limit), execution),
            precedence(kind)};
  }

  void check(ProductIndex product) const {
    if (position(product) < ground.data.product_count()) return;
    throw Error(ErrorCode::invalid_argument,
                "recommend: product " + std::to_string(position(product)) + " is not one of the " +
                    std::to_string(ground.data.product_count()));
  }

  RecommendOptions options;
  Groundwork ground;
  bool declared;
  CrossSeller cross;
  std::optional<UpSeller> up;
};

Recommender::Recommender(const Dataset& data, const InteractionMatrix& interactions,
                         const Blend& model, const RecommendOptions& options,
                         const Execution& execution)
    : Recommender(data, interactions, model, standing_purchases(data, interactions), options,
                  execution) {}

Recommender::Recommender(const Dataset& data, const InteractionMatrix& interactions,
                         const Blend& model, std::shared_ptr<const StandingPurchases> standing,
                         const RecommendOptions& options, const Execution& execution)
    : state_(std::make_shared<const State>(data, interactions, model, std::move(standing), options,
                                           execution)) {}

Recommender::Recommender(const Dataset& data, const InteractionMatrix& interactions,
                         const FactorModel& model, const RecommendOptions& options,
                         const Execution& execution)
    : Recommender(data, interactions, borrowed(model), options, execution) {}

const RecommendOptions& Recommender::options() const noexcept { return state_->options; }

Recommendations Recommender::recommend(std::span<const AccountIndex> accounts,
                                       const Execution& execution) const {
  return recommend(accounts, state_->options.kinds, state_->options.limit, execution);
}

Recommendations Recommender::recommend(std::span<const AccountIndex> accounts,
                                       std::span<const Kind> kinds, std::size_t limit,
                                       const Execution& execution) const {
  const std::size_t most = std::min(limit, state_->ground.data.product_count());
  std::vector<KindList> lists;
  for (const Kind kind : kinds) {
    if (!state_->prepares(kind)) {
      throw Error(ErrorCode::invalid_argument,
                  "recommend: " + std::string(to_string(kind)) + " was not prepared");
    }
    // What a kind loses to those that choose before it is filled up from behind.
    const std::size_t each = most * state_->choosers(kinds, kind);
    lists.push_back(state_->list(kind, accounts, each, execution));
  }
  return merge(std::move(lists), accounts, limit);
}

std::vector<std::vector<ScoredProduct>> Recommender::best_affinities(
    std::span<const AccountIndex> accounts, std::size_t limit, const Execution& execution) const {
  validate(Question{"recommend", state_->ground, accounts, state_->options.horizon_days});
  return state_->cross.best_affinities(accounts, limit, execution);
}

Recommendations Recommender::accounts_for(ProductIndex product, std::size_t limit,
                                          const Execution& execution) const {
  state_->check(product);
  return state_->cross.accounts_for(product, state_->cross_options(limit), execution);
}

Recommendations Recommender::explain(AccountIndex account, ProductIndex product,
                                     std::size_t reasons) const {
  state_->check(product);
  CrossSellOptions options = state_->cross_options(1);
  options.reasons = reasons;
  return state_->cross.explain(account, product, options);
}

Recommendations recommend(const Dataset& data, const InteractionMatrix& interactions,
                          const Blend& model, std::span<const AccountIndex> accounts,
                          const RecommendOptions& options, const Execution& execution) {
  return Recommender(data, interactions, model, options, execution).recommend(accounts, execution);
}

Recommendations recommend(const Dataset& data, const InteractionMatrix& interactions,
                          const FactorModel& model, std::span<const AccountIndex> accounts,
                          const RecommendOptions& options, const Execution& execution) {
  return upcross::recommend(data, interactions, borrowed(model), accounts, options, execution);
}

}  // namespace upcross
