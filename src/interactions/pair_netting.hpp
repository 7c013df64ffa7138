#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/data/left_out.hpp>
#include <upcross/data/purchases.hpp>

namespace upcross::detail {

/// The lines of the account and product that begin at `begin`.
inline LineRange pair_at(const Purchases& lines, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < lines.size() && lines.account[end] == lines.account[begin] &&
         lines.product[end] == lines.product[begin]) {
    ++end;
  }
  return {begin, end};
}

/// Takes returns back from purchases, pair by pair, as `net_of_returns` tells. The lines must
/// outlive it.
class PairNetting {
 public:
  PairNetting(const Purchases& lines, Day as_of) : lines_(lines), as_of_(as_of) {}

  /// The pieces of each line of the pair before as_of that were not taken back; those are the first
  /// ones. They live until the next call. O(lines of the pair).
  std::span<const double> net(LineRange pair);

  const LeftOut& left_out() const noexcept { return left_out_; }

 private:
  void take_all_back(LineRange pair);
  void buy(std::size_t line);
  void take_back(std::size_t line);

  const Purchases& lines_;
  Day as_of_;
  LeftOut left_out_;
  std::size_t begin_ = 0;          ///< of the pair
  std::vector<double> remaining_;  ///< by line of the pair
  std::vector<std::size_t> open_;  ///< purchases with pieces not yet taken back, in order of time
};

}  // namespace upcross::detail
