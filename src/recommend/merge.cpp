#include <algorithm>
#include <iterator>
#include <numeric>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <upcross/core/error.hpp>
#include <upcross/recommend/merge.hpp>

namespace upcross {
namespace {

using Rows = std::vector<Recommendation*>;

void validate(std::span<const KindList> lists) {
  if (lists.empty()) throw Error(ErrorCode::invalid_argument, "merge: there is no list");
  const Recommendations& first = lists.front().list;
  for (const auto& [list, precedence] : lists) {
    if (list.as_of != first.as_of || list.horizon_days != first.horizon_days ||
        list.model_id != first.model_id) {
      throw Error(ErrorCode::invalid_argument,
                  "merge: the lists differ in model, as_of or horizon");
    }
  }
}

std::unordered_map<std::size_t, Rows> rows_by_account(Recommendations& list) {
  std::unordered_map<std::size_t, Rows> result;
  for (Recommendation& row : list.rows) result[position(row.account)].push_back(&row);
  return result;
}

/// Positions of the lists: who chooses first.
std::vector<std::size_t> choosing_order(std::span<const KindList> lists) {
  std::vector<std::size_t> order(lists.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return lists[i].precedence; });
  return order;
}

/// The first `limit` rows of products that nobody has taken.
Rows take(const Rows& rows, std::size_t limit, std::unordered_set<std::size_t>& taken) {
  Rows result;
  for (Recommendation* row : rows) {
    if (result.size() == limit) break;
    if (taken.insert(position(row->product)).second) result.push_back(row);
  }
  return result;
}

/// A list without rows, but with room for all.
Recommendations room_for(std::span<const KindList> lists) {
  const Recommendations& first = lists.front().list;
  Recommendations result{first.as_of, first.horizon_days, first.model_id, {}};
  std::size_t count = 0;
  for (const KindList& one : lists) count += one.list.rows.size();
  result.rows.reserve(count);
  return result;
}

}  // namespace

Recommendations merge(std::vector<KindList> lists, std::span<const AccountIndex> accounts,
                      std::size_t limit) {
  validate(lists);
  std::vector<std::unordered_map<std::size_t, Rows>> by_account;
  for (KindList& one : lists) by_account.push_back(rows_by_account(one.list));
  const std::vector<std::size_t> order = choosing_order(lists);

  Recommendations result = room_for(lists);
  std::unordered_set<std::size_t> answered;
  for (const AccountIndex account : accounts) {
    if (!answered.insert(position(account)).second) continue;
    std::unordered_set<std::size_t> taken;
    std::vector<Rows> chosen(lists.size());
    for (const std::size_t i : order) {
      chosen[i] = take(by_account[i][position(account)], limit, taken);
    }
    std::size_t rank = 0;
    for (const Rows& rows : chosen) {
      for (Recommendation* row : rows) result.rows.emplace_back(std::move(*row)).rank = ++rank;
    }
  }
  return result;
}

}  // namespace upcross
