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

/// What is foreseen. The tasks share no list and no measure: what tells best what is bought again
/// is worth nothing for what is bought for the first time.
enum class Task {
  new_products,    ///< which products an account first buys
  repeats,         ///< which of the products that an account has bought it buys again
  new_categories,  ///< in which categories of the catalogue an account first buys
  new_accounts,    ///< which accounts first buy a product, asked of each product
};

/// What a way of ranking is asked on the day of a cut. For `new_categories` what stands in the
/// place of products are categories, for `new_accounts` accounts and products change places.
struct RankingQuestion {
  const Dataset& data;                     ///< the lines before the cut alone
  const InteractionOptions& interactions;  ///< as_of = the cut, weighting, products left out
  const TimeSplit& known;                  ///< of the same data; what is wanted of it is the answer
  std::span<const AccountIndex> accounts;
  std::size_t k;
};

/// A way of ranking that is measured: the best `k` products that each account may be offered.
struct Ranker {
  std::string name;
  std::function<RankedLists(const RankingQuestion& question, const Execution& execution)> rank;
};

/// Ranks by the affinities of a blend that is fitted before each cut.
Ranker blend_ranker(std::string name, const BlendRecipe& recipe);

/// Ranks by the affinities of a blend that was fitted to purchases before `as_of`. Throws
/// invalid_argument when it is asked about an earlier day: then it knows what is to be foreseen.
Ranker fitted_ranker(std::string name, const Blend& blend, Day as_of);

/// Chance: products drawn from those that the account may be offered.
Ranker chance_ranker();

/// By the number of days on which the account bought the product, the latest first among equals.
Ranker frequency_ranker();

/// By the last day on which the account bought the product, the more frequent first among equals.
Ranker recency_ranker();

/// What a task is compared with: chance; popularity (of accounts: the number of their products) of
/// all time and of the last 28 days; item-item cosines; EASE 500. For repeats chance, recent
/// popularity, recency, frequency, and frequency that ages as the interactions do.
std::vector<Ranker> baselines(Task task = Task::new_products);

struct EvaluationOptions {
  InteractionOptions interactions = {};  ///< as_of, weighting and products left out
  int horizon_days = 90;                 ///< of each period, >= 1
  std::size_t cuts = 3;                  ///< periods, latest first, at most; >= 1
  Task task = Task::new_products;
};

/// How one way of ranking did over all periods; per account (product) of which something was to be
/// foreseen in one.
struct RankerQuality {
  std::string name;
  BootstrapMean hit_rate;      ///< the share with a hit in the first `hits_at`
  BootstrapMean recall;        ///< hits in the first `list_length` / min(that, wanted products)
  BootstrapMean ndcg;          ///< NDCG@list_length, the ideal over min(that, wanted products)
  BootstrapMean lift;          ///< NDCG less that of the reference, paired
  double revenue_share = 0.0;  ///< of what was paid for wanted products, on the first `hits_at`
  double coverage = 0.0;       ///< of the products that could be offered, in some list
  double gini = 0.0;           ///< of how often products stand in the lists
};

struct Evaluation {
  Task task = Task::new_products;
  std::vector<Day> cuts = {};
  int horizon_days = 0;
  std::size_t hits_at = 10;      ///< 1 for categories, of which there are few
  std::size_t list_length = 20;  ///< 5 for categories
  std::string reference = {};    ///< the ranker that `lift` compares with
  std::size_t accounts = 0;      ///< measured, over all periods
  std::vector<RankerQuality> rankers = {};
};

/// Measures on rolling cuts in time: each period before as_of is held out in turn, with catalogue
/// withdrawals, ownership and history as of its beginning; all that may be ranked is ranked
/// exactly, ties by index. Rankers see no line on or after the cut. The baselines come first, then
/// `rankers`. Lift is over popularity of the last 28 days, for repeats over frequency. No periods
/// where the history is shorter than twice the horizon, or where no category is known. Throws
/// invalid_argument for options outside their range; a stop request throws stopped.
Evaluation evaluate(const Dataset& data, const std::vector<Ranker>& rankers,
                    const EvaluationOptions& options = {}, const Execution& execution = {});

}  // namespace upcross
