#include "evaluation/tally.hpp"

#include <algorithm>
#include <numeric>

namespace upcross {
namespace {

double paid_for(SparseRows::Row wanted, ProductIndex product) {
  const auto at = std::ranges::lower_bound(wanted.indexes, position(product));
  if (at == wanted.indexes.end() || *at != position(product)) return 0.0;
  return static_cast<double>(wanted.values[static_cast<std::size_t>(at - wanted.indexes.begin())]);
}

double count(const std::vector<bool>& flags) {
  return static_cast<double>(std::ranges::count(flags, true));
}

}  // namespace

void Tally::add(const TimeSplit& split, std::span<const AccountIndex> accounts,
                const RankedLists& lists) {
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const SparseRows::Row wanted = split.wanted.row(position(accounts[i]));
    const ListQuality quality = list_quality(lists[i], wanted.indexes, list_length_);
    ndcg_.push_back(quality.ndcg);
    recall_.push_back(quality.recall);
    hit_.push_back(list_quality(lists[i], wanted.indexes, hits_at_).hit);
    paid_ += std::accumulate(wanted.values.begin(), wanted.values.end(), 0.0);
    for (std::size_t r = 0; r < std::min(hits_at_, lists[i].size()); ++r) {
      found_ += paid_for(wanted, lists[i][r].product);
    }
  }
  add_shown(split, lists);
}

void Tally::add_shown(const TimeSplit& split, const RankedLists& lists) {
  std::vector<bool> is_shown(split.eligible.size());
  shown_.resize(split.eligible.size());
  for (const auto& list : lists) {
    for (const ScoredProduct& one : list) {
      shown_[position(one.product)] += 1.0;
      is_shown[position(one.product)] = true;
    }
  }
  coverage_.push_back(count(is_shown) / std::max(count(split.eligible), 1.0));
}

RankerQuality Tally::quality(const std::string& name, const Tally& reference) const {
  std::vector<double> gains = ndcg_;
  for (std::size_t i = 0; i < gains.size(); ++i) gains[i] -= reference.ndcg_[i];
  RankerQuality result{.name = name,
                       .hit_rate = bootstrap_mean(hit_),
                       .recall = bootstrap_mean(recall_),
                       .ndcg = bootstrap_mean(ndcg_),
                       .lift = bootstrap_mean(gains)};
  const double covered = std::accumulate(coverage_.begin(), coverage_.end(), 0.0);
  result.revenue_share = paid_ > 0.0 ? found_ / paid_ : 0.0;
  result.coverage = coverage_.empty() ? 0.0 : covered / static_cast<double>(coverage_.size());
  result.gini = gini(shown_);
  return result;
}

}  // namespace upcross
