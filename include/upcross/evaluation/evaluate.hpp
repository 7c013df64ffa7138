#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/evaluation/metrics.hpp>
#include <upcross/evaluation/time_split.hpp>
#include <upcross/model/blend.hpp>

namespace upcross {

using RankedLists = std::vector<std::vector<ScoredProduct>>;

/// A way of ranking that is measured: the best `k` products that each account may be offered, from
/// what `known` knows before its cut alone.
struct Ranker {
  std::string name;
  std::function<RankedLists(const TimeSplit& known, std::span<const AccountIndex> accounts,
                            std::size_t k, const Execution& execution)>
      rank;
};

/// Ranks by the affinities of a blend that is fitted before each cut.
Ranker blend_ranker(std::string name, const BlendRecipe& recipe);

/// Chance: products drawn from those that the account may be offered.
Ranker chance_ranker();

/// Chance; popularity of all time and of the last 28 days; item-item cosines; EASE 500.
std::vector<Ranker> baselines();

struct EvaluationOptions {
  InteractionOptions interactions = {};  ///< as_of, weighting and products left out
  int horizon_days = 90;                 ///< of each period, >= 1
  std::size_t cuts = 3;                  ///< periods, latest first, at most; >= 1
};

/// How one way of ranking did over all periods; per account that first bought something in one.
struct RankerQuality {
  std::string name;
  BootstrapMean hit_rate;      ///< HR@10: the share of accounts with a hit in the first ten
  BootstrapMean recall;        ///< hits in the first 20 / min(20, new products)
  BootstrapMean ndcg;          ///< NDCG@20, the ideal over min(20, new products)
  BootstrapMean lift;          ///< NDCG@20 less that of popularity of the last 28 days, paired
  double revenue_share = 0.0;  ///< of what was paid for new products, on the first ten
  double coverage = 0.0;       ///< of the products that could be offered, in some first 20
  double gini = 0.0;           ///< of how often products stand in the first 20
};

struct Evaluation {
  std::vector<Day> cuts;
  int horizon_days = 0;
  std::size_t accounts = 0;  ///< measured, over all periods
  std::vector<RankerQuality> rankers;
};

/// Measures on rolling cuts in time: each period before as_of is held out in turn, with catalogue
/// withdrawals, ownership and history as of its beginning; all products are ranked exactly, ties by
/// index. The baselines come first, then `rankers`. No periods where the history is shorter than
/// twice the horizon. Throws invalid_argument for options outside their range; a stop request
/// throws stopped.
Evaluation evaluate(const Dataset& data, const std::vector<Ranker>& rankers,
                    const EvaluationOptions& options = {}, const Execution& execution = {});

}  // namespace upcross
