#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/evaluation/evaluate.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/selection/calibration.hpp>
#include <upcross/selection/objective.hpp>

namespace upcross {

struct TuneOptions {
  InteractionOptions interactions = {};  ///< as_of, weighting and products left out
  AlsOptions als = {};                   ///< factors, seed, solver; the weights are tuned
  int horizon_days = 90;                 ///< of the question, and of every held-out period if the
                                         ///< history is long enough; >= 1
  std::size_t cuts = 5;                  ///< held-out periods, at most; >= 1
  ObjectiveOptions objective = {};       ///< what the final order is after
  /// Of work, > 0, counted in about multiplications (those of dense matrix products a sixteenth),
  /// not in seconds; a processor core does some 4e9 in a second. What it does not allow is not
  /// tried.
  double budget = 1e12;
};

/// How well a way of ranking did over the held-out periods.
struct Trial {
  std::string what;       ///< e.g. "EASE 400 x trend of 14 days ^ 0.75"
  double ndcg = 0.0;      ///< NDCG@20, mean over accounts that bought something new
  double hit_rate = 0.0;  ///< HR@10, the same
};

/// What was tried, on what, and what came of it.
struct TuningReport {
  std::vector<Day> cuts;     ///< beginnings of the held-out periods, latest first
  int horizon_days = 0;      ///< their length
  std::size_t accounts = 0;  ///< accounts measured, over all periods
  std::vector<Trial> trials;
  std::size_t dropped = 0;  ///< more ways of ranking, which a quarter of the accounts ruled out
  Trial popularity;         ///< recent popularity, the best half-life
  Trial chosen;
  /// The guard: in this share of bootstrap resamples by account the chosen model was no better in
  /// NDCG@20 than recent popularity. From 0.1 on it is not used, and popularity answers.
  double doubt = 1.0;
  bool fell_back = true;  ///< popularity answers
  Trade trade;            ///< of relevance for money
  double budget = 0.0;
  double work = 0.0;                 ///< spent, in the units of the budget
  std::vector<std::string> untried;  ///< what the budget did not allow to fit
  double seconds = 0.0;              ///< taken; no choice depends on them
};

struct Tuned {
  BlendRecipe recipe;
  TuningReport report;
  Calibration calibration;
};

/// Chooses models, their options and their blend by what they would have ranked on earlier days of
/// the same history: each period of `horizon_days` before as_of is held out in turn, models are
/// fitted to what lay before it, and ranked is what every account had not bought by then. From
/// recent popularity on, a part is added only if it raises NDCG@20 and HR@10 (each over that of
/// popularity) by more than a standard error; the guard has the last word. What a trend adds
/// counts less a standard error and less a price for its strength, or of hundreds of trends the
/// luckiest would win. With fewer than 30 accounts to measure, popularity is chosen unseen.
///
/// Deterministic, whatever the threads. Each model is fitted once per period, of each family the
/// middle one first, with up to three quarters of the budget; every mixture ranks a sample of the
/// accounts, of which the first quarter rules out what is worse there by more than a standard
/// error. Recent popularity is measured whatever the budget. Throws what the fits and `validate` of
/// the objective throw; a stop request throws stopped.
Tuned tune(const Dataset& data, const TuneOptions& options = {}, const Execution& execution = {});

/// Ranks by what `tune` chooses from the history before each cut; interactions and horizon are
/// those of the question.
Ranker tuned_ranker(const TuneOptions& options = {});

}  // namespace upcross
