#include <algorithm>
#include <numeric>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/evaluation/evaluate.hpp>

namespace upcross {
namespace {

constexpr std::size_t k = 20;
constexpr std::size_t k_of_hits = 10;
constexpr std::size_t recent_popularity = 2;  ///< among `baselines()`

/// What is summed up of one way of ranking.
struct Tally {
  std::vector<double> hit, recall, ndcg;
  double found = 0.0;         ///< paid for new products in the first ten
  double paid = 0.0;          ///< paid for all new products
  std::vector<double> shown;  ///< of each product, how often it stood in a list
  double coverage = 0.0;      ///< summed over periods
};

std::vector<AccountIndex> wanting(const TimeSplit& split) {
  std::vector<AccountIndex> result;
  for (std::size_t a = 0; a < split.wanted.rows(); ++a) {
    if (split.wanted.row(a).size() > 0) result.push_back(static_cast<AccountIndex>(a));
  }
  return result;
}

double paid_for(SparseRows::Row wanted, ProductIndex product) {
  const auto at = std::ranges::lower_bound(wanted.indexes, position(product));
  if (at == wanted.indexes.end() || *at != position(product)) return 0.0;
  return static_cast<double>(wanted.values[static_cast<std::size_t>(at - wanted.indexes.begin())]);
}

void add(Tally& tally, const TimeSplit& split, std::span<const AccountIndex> accounts,
         const RankedLists& lists) {
  std::vector<bool> is_shown(split.eligible.size());
  tally.shown.resize(split.eligible.size());
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const SparseRows::Row wanted = split.wanted.row(position(accounts[i]));
    const ListQuality quality = list_quality(lists[i], wanted.indexes, k);
    tally.ndcg.push_back(quality.ndcg);
    tally.recall.push_back(quality.recall);
    tally.hit.push_back(list_quality(lists[i], wanted.indexes, k_of_hits).hit);
    tally.paid += std::accumulate(wanted.values.begin(), wanted.values.end(), 0.0);
    for (std::size_t r = 0; r < lists[i].size(); ++r) {
      const std::size_t p = position(lists[i][r].product);
      if (r < k_of_hits) tally.found += paid_for(wanted, lists[i][r].product);
      tally.shown[p] += 1.0;
      is_shown[p] = true;
    }
  }
  const auto count = [](const std::vector<bool>& flags) {
    return static_cast<double>(std::ranges::count(flags, true));
  };
  tally.coverage += count(is_shown) / std::max(count(split.eligible), 1.0);
}

RankerQuality quality(const std::string& name, const Tally& tally, const Tally& popularity,
                      std::size_t periods) {
  std::vector<double> gains = tally.ndcg;
  for (std::size_t i = 0; i < gains.size(); ++i) gains[i] -= popularity.ndcg[i];
  RankerQuality result{.name = name,
                       .hit_rate = bootstrap_mean(tally.hit),
                       .recall = bootstrap_mean(tally.recall),
                       .ndcg = bootstrap_mean(tally.ndcg),
                       .lift = bootstrap_mean(gains)};
  result.revenue_share = tally.paid > 0.0 ? tally.found / tally.paid : 0.0;
  result.coverage = periods > 0 ? tally.coverage / static_cast<double>(periods) : 0.0;
  result.gini = gini(tally.shown);
  return result;
}

void validate(const EvaluationOptions& options) {
  if (options.horizon_days >= 1 && options.cuts >= 1) return;
  throw Error(ErrorCode::invalid_argument,
              "EvaluationOptions: horizon_days is " + std::to_string(options.horizon_days) +
                  " and cuts " + std::to_string(options.cuts) + ", expected at least 1");
}

}  // namespace

Evaluation evaluate(const Dataset& data, const std::vector<Ranker>& rankers,
                    const EvaluationOptions& options, const Execution& execution) {
  validate(options);
  std::vector<Ranker> all = baselines();
  all.insert(all.end(), rankers.begin(), rankers.end());
  const Day as_of = options.interactions.as_of.value_or(data.default_as_of());
  const Day first = first_day(data);
  const NetPurchases net = net_of_returns(data, as_of);
  const std::chrono::days horizon(options.horizon_days);
  Evaluation result{{}, options.horizon_days, 0, {}};
  std::vector<Tally> tallies(all.size());
  Execution part = execution;  // one bar tells of all
  part.observer = {};
  for (std::size_t i = 1; i <= options.cuts; ++i) {
    const Day cut = as_of - horizon * static_cast<int>(i);
    if (cut - first < horizon) break;
    const TimeSplit split = split_at(data, net, cut, options.horizon_days, options.interactions);
    const std::vector<AccountIndex> accounts = wanting(split);
    for (std::size_t r = 0; r < all.size(); ++r) {
      execution.report({"evaluating", (i - 1) * all.size() + r, options.cuts * all.size()});
      add(tallies[r], split, accounts, all[r].rank(split, accounts, k, part));
    }
    result.cuts.push_back(cut);
    result.accounts += accounts.size();
  }
  for (std::size_t r = 0; r < all.size(); ++r) {
    result.rankers.push_back(
        quality(all[r].name, tallies[r], tallies[recent_popularity], result.cuts.size()));
  }
  return result;
}

}  // namespace upcross
