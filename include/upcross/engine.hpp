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

/// What an engine ranks by.
enum class Ranking {
  tuned,          ///< the models that did best on earlier days of the same history
  factorization,  ///< the matrix factorization alone, as its options say; without probabilities
};

struct EngineOptions {
  std::optional<Day> as_of = {};  ///< only what lies before counts; default: the data's own
  Ranking ranking = Ranking::tuned;
  InteractionOptions interactions = {};  ///< weighting; as_of is that above, non-goods are added
  AlsOptions als = {};  ///< for `tuned` factors, iterations and seed; what suits the data is tuned
  int horizon_days = 90;                 ///< of the probabilities, >= 1
  bool keep_suspected = false;           ///< also offer what looks like no goods
  RecommendOptions offers = {};          ///< kinds, limits, ladders; its horizon_days is that above
  ObjectiveOptions objective = {};       ///< what the ranks within an account and kind are after
  double budget = TuneOptions{}.budget;  ///< of work for tuning
};

/// What a fit finds and an engine answers with.
struct EngineModels {
  Blend blend;
  Calibration calibration = {};   ///< not fitted for Ranking::factorization
  TuningReport tuning = {};       ///< without trials for the same
  std::vector<double> loss = {};  ///< of the factorization after each iteration; for the same only
};

/// The whole way from purchases to recommendations, by default with the models that did best on
/// earlier days of the same history, probabilities included. Immutable; safe for concurrent use;
/// cheap to copy.
class Engine {
 public:
  /// Finds non-goods, builds interactions, tunes (selection/tune.hpp), fits, and prepares the kinds
  /// of `options.offers`. Throws what these throw; a stop request throws stopped.
  static Engine fit(Dataset data, const EngineOptions& options = {},
                    const Execution& execution = {});

  /// The same for data that are shared with others.
  static Engine fit(std::shared_ptr<const Dataset> data, const EngineOptions& options = {},
                    const Execution& execution = {});

  /// The engine that an earlier fit with the same data and options made, from its models.
  Engine(std::shared_ptr<const Dataset> data, const EngineOptions& options, EngineModels models,
         const Execution& execution = {});

  const Dataset& data() const noexcept;
  const EngineOptions& options() const noexcept;
  const std::vector<SuspectedNonGood>& suspected() const noexcept;
  const InteractionMatrix& interactions() const noexcept;
  const EngineModels& models() const noexcept;
  const Blend& blend() const noexcept { return models().blend; }
  const TuningReport& tuning() const noexcept { return models().tuning; }

  /// The weighting that the models were fitted to, with as_of and all that is left out.
  const InteractionOptions& weighting() const noexcept;

  /// As `Recommender`, which is prepared by the fit. Rows carry probabilities where they could be
  /// calibrated, and then stand in one list per account, whatever their kind (`in_one_list`); those
  /// of cross_sell are ranked by the objective among those that compete for their places
  /// (`competing_offers`). Scores and reasons are those of the affinity all the same.
  Recommendations recommend(std::span<const AccountIndex> accounts,
                            const Execution& execution = {}) const;

  /// The same for some of the kinds of the fit, in this order, and another limit.
  Recommendations recommend(std::span<const AccountIndex> accounts, std::span<const Kind> kinds,
                            std::size_t limit, const Execution& execution = {}) const;

  /// As `Recommender::accounts_for` and `explain`, without probabilities: these depend on the rank
  /// that a product has among all offers to its account.
  Recommendations accounts_for(ProductIndex product, std::size_t limit,
                               const Execution& execution = {}) const;
  Recommendations explain(AccountIndex account, ProductIndex product, std::size_t reasons) const;

  /// The interactions of accounts that the engine does not know, on its as_of and in its scale.
  /// Throws invalid_argument unless `purchases` have exactly the products of the engine.
  InteractionMatrix interactions_of(const Dataset& purchases) const;

  /// Their affinities for all P products, eligible or not; accounts x P. Throws the same.
  Matrix affinities(const Dataset& purchases) const;

 private:
  struct State;
  explicit Engine(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  std::shared_ptr<const State> state_;
};

}  // namespace upcross
