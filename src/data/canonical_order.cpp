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

/// How often the number that is there most often is there. Sorts the numbers.
std::size_t most_often(std::vector<std::uint32_t>& numbers) {
  std::ranges::sort(numbers);
  std::size_t most = 0;
  for (auto begin = numbers.begin(); begin != numbers.end();) {
    const auto end = std::upper_bound(begin, numbers.end(), *begin);
    most = std::max(most, static_cast<std::size_t>(end - begin));
    begin = end;
  }
  return most;
}

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

Positions without_repeats(const Purchases& lines, Positions order,
                          const std::vector<std::uint32_t>& exports) {
  const Before before(lines);
  const auto differs_from = [&](std::uint32_t a) {
    return [&, a](std::uint32_t b) {
      return lines.account[a] != lines.account[b] || lines.product[a] != lines.product[b] ||
             before(a, b);
    };
  };
  std::vector<std::uint32_t> numbers;
  auto kept = order.begin();
  for (auto begin = order.begin(); begin != order.end();) {
    const auto end = std::find_if(begin, order.end(), differs_from(*begin));
    numbers.clear();
    for (auto line = begin; line != end; ++line) numbers.push_back(exports[*line]);
    kept = std::copy_n(begin, most_often(numbers), kept);
    begin = end;
  }
  order.erase(kept, order.end());
  return order;
}

}  // namespace upcross::detail
