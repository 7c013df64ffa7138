#include <optional>
#include <string>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/evaluation/evaluate.hpp>

#include "evaluation/derived_data.hpp"
#include "evaluation/tally.hpp"

namespace upcross {
namespace {

constexpr std::size_t reference = 2;  ///< among the baselines of every task

std::vector<AccountIndex> wanting(const TimeSplit& split) {
  std::vector<AccountIndex> result;
  for (std::size_t a = 0; a < split.wanted.rows(); ++a) {
    if (split.wanted.row(a).size() > 0) result.push_back(static_cast<AccountIndex>(a));
  }
  return result;
}

void validate(const EvaluationOptions& options) {
  if (options.horizon_days >= 1 && options.cuts >= 1) return;
  throw Error(ErrorCode::invalid_argument,
              "EvaluationOptions: horizon_days is " + std::to_string(options.horizon_days) +
                  " and cuts " + std::to_string(options.cuts) + ", expected at least 1");
}

/// The data that the task is about, where they are others.
std::optional<Dataset> derived(const Dataset& data, const EvaluationOptions& options) {
  const std::vector<ProductIndex>& left_out = options.interactions.left_out_products;
  if (options.task == Task::new_categories) return by_category(data, left_out);
  if (options.task == Task::new_accounts) return exchanged(data, left_out);
  return std::nullopt;
}

/// The first days of the periods that the history allows, latest first.
std::vector<Day> cuts_of(const Dataset& data, Day as_of, const EvaluationOptions& options) {
  std::vector<Day> cuts;
  if (data.purchases().size() == 0) return cuts;
  const Day first = first_day(data);
  const std::chrono::days horizon(options.horizon_days);
  for (Day cut = as_of - horizon; cuts.size() < options.cuts && cut - first >= horizon;
       cut -= horizon) {
    cuts.push_back(cut);
  }
  return cuts;
}

/// A held-out period and what is known before it.
struct Period {
  TimeSplit split;
  Dataset known;
  InteractionOptions interactions;
  std::vector<AccountIndex> accounts;  ///< of which something is to be foreseen

  RankingQuestion question(std::size_t k) const {
    return {known, interactions, split, accounts, k};
  }
};

Period period_from(Day cut, const Dataset& data, const NetPurchases& net,
                   const EvaluationOptions& options) {
  const Foreseen foreseen = options.task == Task::repeats ? Foreseen::again : Foreseen::first;
  InteractionOptions interactions = options.interactions;
  interactions.as_of = cut;
  TimeSplit split = split_at(data, net, cut, options.horizon_days, interactions, foreseen);
  std::vector<AccountIndex> accounts = wanting(split);
  return {std::move(split), before(data, cut), std::move(interactions), std::move(accounts)};
}

Evaluation nothing_measured(const EvaluationOptions& options, const std::vector<Ranker>& rankers) {
  Evaluation result{.task = options.task, .horizon_days = options.horizon_days};
  if (options.task == Task::new_categories) {
    result.hits_at = 1;
    result.list_length = 5;
  }
  result.reference = rankers[reference].name;
  return result;
}

/// `data` and the products left out are those of the task.
Evaluation measured(const Dataset& data, Day as_of, const std::vector<Ranker>& rankers,
                    const EvaluationOptions& options, const Execution& execution) {
  Evaluation result = nothing_measured(options, rankers);
  result.cuts = cuts_of(data, as_of, options);
  std::vector<Tally> tallies(rankers.size(), Tally(result.list_length, result.hits_at));
  const NetPurchases net = net_of_returns(data, as_of);
  Execution part = execution;  // one bar tells of all
  part.observer = {};
  const std::size_t all = result.cuts.size() * rankers.size();
  for (std::size_t done = 0; const Day cut : result.cuts) {
    const Period period = period_from(cut, data, net, options);
    for (std::size_t r = 0; r < rankers.size(); ++r) {
      execution.report({"evaluating", done++, all});
      const RankedLists lists = rankers[r].rank(period.question(result.list_length), part);
      tallies[r].add(period.split, period.accounts, lists);
    }
    result.accounts += period.accounts.size();
  }
  for (std::size_t r = 0; r < rankers.size(); ++r) {
    result.rankers.push_back(tallies[r].quality(rankers[r].name, tallies[reference]));
  }
  return result;
}

}  // namespace

Evaluation evaluate(const Dataset& data, const std::vector<Ranker>& rankers,
                    const EvaluationOptions& options, const Execution& execution) {
  validate(options);
  std::vector<Ranker> all = baselines(options.task);
  all.insert(all.end(), rankers.begin(), rankers.end());
  const Day as_of = options.interactions.as_of.value_or(data.default_as_of());
  const std::optional<Dataset> other = derived(data, options);
  if (!other) return measured(data, as_of, all, options, execution);
  EvaluationOptions own = options;
  own.interactions.left_out_products.clear();  // their lines are not among these
  return measured(*other, as_of, all, own, execution);
}

}  // namespace upcross
