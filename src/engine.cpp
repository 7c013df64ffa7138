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

struct Engine::State {
  Dataset data;
  std::vector<SuspectedNonGood> suspected;
  InteractionMatrix interactions;
  History history;
  Tuned tuned;
  Blend blend;
  int horizon_days;
};

Engine Engine::fit(Dataset data, const EngineOptions& options, const Execution& execution) {
  auto suspected = options.keep_suspected ? std::vector<SuspectedNonGood>()
                                          : find_suspected_non_goods(data, options.as_of);
  const TuneOptions tuning{
      .interactions = {.as_of = options.as_of, .left_out_products = products_of(suspected)},
      .als = options.als,
      .horizon_days = options.horizon_days};
  InteractionMatrix interactions = build_interactions(data, tuning.interactions);
  History history(data, net_of_returns(data, interactions.as_of()),
                  interactions.left_out_products());
  Tuned tuned = tune(data, tuning, execution);
  Blend blend = fit_blend(history, interactions, tuned.recipe, execution);
  return Engine(std::make_shared<const State>(
      State{std::move(data), std::move(suspected), std::move(interactions), std::move(history),
            std::move(tuned), std::move(blend), options.horizon_days}));
}

const Dataset& Engine::data() const noexcept { return state_->data; }
const std::vector<SuspectedNonGood>& Engine::suspected() const noexcept {
  return state_->suspected;
}
const InteractionMatrix& Engine::interactions() const noexcept { return state_->interactions; }
const Blend& Engine::blend() const noexcept { return state_->blend; }
const TuningReport& Engine::tuning() const noexcept { return state_->tuned.report; }

Recommendations Engine::recommend(std::span<const AccountIndex> accounts,
                                  const RecommendOptions& options,
                                  const Execution& execution) const {
  RecommendOptions asked = options;
  asked.horizon_days = state_->horizon_days;
  Recommendations offers = upcross::recommend(state_->data, state_->interactions, state_->blend,
                                              accounts, asked, execution);
  return with_probabilities(std::move(offers), state_->history, state_->data.product_count(),
                            state_->tuned.calibration);
}

}  // namespace upcross
