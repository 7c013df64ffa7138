#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/data/suspected.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/recommend/recommend.hpp>
#include <upcross/selection/tune.hpp>

namespace upcross {

struct EngineOptions {
  std::optional<Day> as_of = {};  ///< only what lies before counts; default: the data's own
  AlsOptions als = {};            ///< factors and seed; what suits the data is tuned
  int horizon_days = 90;          ///< of the probabilities, >= 1
  bool keep_suspected = false;    ///< also offer what looks like no goods
  RecommendOptions offers = {};   ///< kinds, limits, ladders; its horizon_days is that above
};

/// The whole way from purchases to recommendations with the models that did best on earlier days of
/// the same history, probabilities included. Immutable; safe for concurrent use; cheap to copy.
class Engine {
 public:
  /// Finds non-goods, builds interactions, tunes (selection/tune.hpp), fits, and prepares the kinds
  /// of `options.offers`. Throws what these throw; a stop request throws stopped.
  static Engine fit(Dataset data, const EngineOptions& options = {},
                    const Execution& execution = {});

  const Dataset& data() const noexcept;
  const std::vector<SuspectedNonGood>& suspected() const noexcept;
  const InteractionMatrix& interactions() const noexcept;
  const Blend& blend() const noexcept;
  const TuningReport& tuning() const noexcept;

  /// As `Recommender`, which is prepared by the fit; rows of cross_sell carry probabilities where
  /// they could be calibrated.
  Recommendations recommend(std::span<const AccountIndex> accounts,
                            const Execution& execution = {}) const;

  /// The same for some of the kinds of the fit, in this order, and another limit.
  Recommendations recommend(std::span<const AccountIndex> accounts, std::span<const Kind> kinds,
                            std::size_t limit, const Execution& execution = {}) const;

 private:
  struct State;
  explicit Engine(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  std::shared_ptr<const State> state_;
};

}  // namespace upcross
