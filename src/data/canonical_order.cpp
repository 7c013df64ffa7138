#include "data/canonical_order.hpp"

#include <algorithm>
#include <compare>
#include <numeric>

namespace upcross::detail {
namespace {

using Positions = std::vector<std::uint32_t>;

/// The lines in the order of a column of indexes below `count`; equal ones stay in their order.
template <class Index>
Positions counting_sort(const Positions& lines, const std::vector<Index>& column,
                        std::size_t count) {
  std::vector<std::uint32_t> next(count + 1);
  for (const std::uint32_t line : lines) ++next[position(column[line]) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  Positions sorted(lines.size());
  for (const std::uint32_t line : lines) sorted[next[position(column[line])]++] = line;
  return sorted;
}

/// Whether line a stands before line b of the same account and product.
class Before {
 public:
  explicit Before(const Purchases& lines) : lines_(lines) {}

  bool operator()(std::uint32_t a, std::uint32_t b) const {
    if (lines_.time[a] != lines_.time[b]) return lines_.time[a] < lines_.time[b];
    if (lines_.order[a] != lines_.order[b]) return lines_.order[a] < lines_.order[b];
    if (const auto order = compare(lines_.quantity, a, b); std::is_neq(order)) {
      return std::is_lt(order);
    }
    if (const auto order = compare(lines_.unit_price, a, b); std::is_neq(order)) {
      return std::is_lt(order);
    }
    return !lines_.unit_cost.empty() && std::is_lt(compare(lines_.unit_cost, a, b));
  }

 private:
  /// A total order, with unknown last.
  static std::weak_ordering compare(const std::vector<double>& column, std::uint32_t a,
                                    std::uint32_t b) {
    return std::weak_order(column[a], column[b]);
  }

  const Purchases& lines_;
};

}  // namespace

Positions canonical_order(const Purchases& lines, std::size_t accounts, std::size_t products) {
  Positions sorted(lines.size());
  std::iota(sorted.begin(), sorted.end(), 0U);
  sorted = counting_sort(sorted, lines.product, products);
  sorted = counting_sort(sorted, lines.account, accounts);
  const auto same_pair = [&](std::uint32_t a, std::uint32_t b) {
    return lines.account[a] == lines.account[b] && lines.product[a] == lines.product[b];
  };
  for (auto begin = sorted.begin(); begin != sorted.end();) {
    const auto end = std::find_if_not(begin, sorted.end(),
                                      [&](std::uint32_t line) { return same_pair(*begin, line); });
    std::sort(begin, end, Before(lines));
    begin = end;
  }
  return sorted;
}

}  // namespace upcross::detail
