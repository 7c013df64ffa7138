#pragma once

#include <span>
#include <string>
#include <vector>

#include <upcross/evaluation/evaluate.hpp>

namespace upcross {

/// What is summed up of one way of ranking over the periods.
class Tally {
 public:
  Tally(std::size_t list_length, std::size_t hits_at)
      : list_length_(list_length), hits_at_(hits_at) {}

  /// Takes the lists of a period's accounts in.
  void add(const TimeSplit& split, std::span<const AccountIndex> accounts,
           const RankedLists& lists);

  /// Of the same accounts as `reference`.
  RankerQuality quality(const std::string& name, const Tally& reference) const;

 private:
  void add_shown(const TimeSplit& split, const RankedLists& lists);

  std::size_t list_length_, hits_at_;
  std::vector<double> hit_, recall_, ndcg_;
  double found_ = 0.0;            ///< paid for wanted products in the first `hits_at_`
  double paid_ = 0.0;             ///< paid for all wanted products
  std::vector<double> shown_;     ///< of each product, how often it stood in a list
  std::vector<double> coverage_;  ///< of each period
};

}  // namespace upcross
