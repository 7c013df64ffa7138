#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <upcross/core/ids.hpp>
#include <upcross/recommend/recommendation.hpp>

namespace upcross {

/// The rows of one kind, best first in each account.
struct KindList {
  Recommendations list;
  /// Where two lists offer an account the same product, it stays in that of lower precedence
  /// number; of equal numbers, in the earlier list.
  int precedence = 0;
};

/// One list from a list per kind: in the order of `accounts`, each account's rows of the first
/// kind, then of the second, ranked 1 .. over all; at most `limit` rows per account and kind, and
/// each product once. A list may hold more than `limit` rows of an account, to take the place of
/// those that another kind has. An account that is named twice is answered once. O(rows log rows).
/// Throws invalid_argument if there is no list, or if they differ in model, as_of or horizon.
Recommendations merge(std::vector<KindList> lists, std::span<const AccountIndex> accounts,
                      std::size_t limit);

}  // namespace upcross
