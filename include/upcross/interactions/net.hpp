#pragma once

#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/data/left_out.hpp>

namespace upcross {

/// The purchase lines before `as_of`, net of returns.
struct NetPurchases {
  Day as_of;
  /// One number per line of the data set: pieces that were bought before as_of and not taken back;
  /// 0 for returns, for purchases taken back whole, and for lines on or after as_of.
  std::vector<double> quantity;
  LeftOut left_out;  ///< of these lines alone, without those that the data set had left out itself
};

/// Takes returns back from purchases: within an account and product, in the order of time, a return
/// cancels the latest earlier purchases, piece by piece. What it cannot cancel is ignored and
/// counted: the purchase may lie before the first line. O(N).
NetPurchases net_of_returns(const Dataset& data, Day as_of);

}  // namespace upcross
