#include <utility>

#include <upcross/engine.hpp>

namespace upcross {
namespace {

std::vector<ProductIndex> products_of(const std::vector<SuspectedNonGood>& suspected) {
  std::vector<ProductIndex> products;
  for (const SuspectedNonGood& one : suspected) products.push_back(one.product);
  return products;
}

}  // namespace

/// The later members look at the earlier ones, which stay where they are.
struct Engine::State {
  State(Dataset given, const EngineOptions& options, const Execution& execution)
      : data(std::move(given)),
        suspected(options.keep_suspected ? std::vector<SuspectedNonGood>()
                                         : find_suspected_non_goods(data, options.as_of)),
        tuning{
            .interactions = {.as_of = options.as_of, .left_out_products = products_of(suspected)},
            .als = options.als,
            .horizon_days = options.horizon_days},
        interactions(build_interactions(data, tuning.interactions)),
        history(data, net_of_returns(data, interactions.as_of()), interactions.left_out_products()),
        tuned(tune(data, tuning, execution)),
        blend(fit_blend(history, interactions, tuned.recipe, execution)),
        describer(history, data.product_count()),
        recommender(data, interactions, blend, with_horizon(options), execution) {}

  static RecommendOptions with_horizon(const EngineOptions& options) {
    RecommendOptions result = options.offers;
    result.horizon_days = options.horizon_days;
    return result;
  }

  Dataset data;
  std::vector<SuspectedNonGood> suspected;
  TuneOptions tuning;
  InteractionMatrix interactions;
  History history;
  Tuned tuned;
  Blend blend;
  OfferDescriber describer;
  Recommender recommender;
};

Engine Engine::fit(Dataset data, const EngineOptions& options, const Execution& execution) {
  return Engine(std::make_shared<const State>(std::move(data), options, execution));
}

const Dataset& Engine::data() const noexcept { return state_->data; }
const std::vector<SuspectedNonGood>& Engine::suspected() const noexcept {
  return state_->suspected;
}
const InteractionMatrix& Engine::interactions() const noexcept { return state_->interactions; }
const Blend& Engine::blend() const noexcept { return state_->blend; }
const TuningReport& Engine::tuning() const noexcept { return state_->tuned.report; }

Recommendations Engine::recommend(std::span<const AccountIndex> accounts,
                                  const Execution& execution) const {
  return with_probabilities(state_->recommender.recommend(accounts, execution), state_->describer,
                            state_->tuned.calibration);
}

Recommendations Engine::recommend(std::span<const AccountIndex> accounts,
                                  std::span<const Kind> kinds, std::size_t limit,
                                  const Execution& execution) const {
  return with_probabilities(state_->recommender.recommend(accounts, kinds, limit, execution),
                            state_->describer, state_->tuned.calibration);
}

}  // namespace upcross
