#include "data/pair_lines.hpp"

#include <algorithm>
#include <compare>
#include <numeric>
#include <type_traits>

#include "core/parallel_blocks.hpp"

namespace upcross::detail {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// Whether line a stands before line b of the same account and product.
class Before {
 public:
  explicit Before(const Purchases& lines) : lines_(lines) {}

  bool operator()(std::size_t a, std::size_t b) const {
    if (lines_.time[a] != lines_.time[b]) return lines_.time[a] < lines_.time[b];
    if (!lines_.order.empty() && lines_.order[a] != lines_.order[b]) {
      return lines_.order[a] < lines_.order[b];
    }
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
  static std::weak_ordering compare(const std::vector<double>& column, std::size_t a,
                                    std::size_t b) {
    return std::weak_order(column[a], column[b]);
  }

  const Purchases& lines_;
};

bool are_of_one_pair(const Purchases& lines, std::size_t a, std::size_t b) {
  return lines.account[a] == lines.account[b] && lines.product[a] == lines.product[b];
}

/// Sorts the lines [begin, end) of one pair.
void sort_pair(ExportedLines& lines, std::size_t begin, std::size_t end) {
  Numbers order(end - begin);
  std::iota(order.begin(), order.end(), static_cast<std::uint32_t>(begin));
  std::ranges::sort(order, Before(lines.columns));
  for_each_column(lines, [&](auto& column) {
    auto sorted = std::vector<typename std::remove_cvref_t<decltype(column)>::value_type>();
    for (const std::uint32_t line : order) sorted.push_back(column[line]);
    std::ranges::copy(sorted, column.begin() + static_cast<std::ptrdiff_t>(begin));
  });
}

/// Sorts the lines within each pair that begins in [begin, end).
void sort_pairs(ExportedLines& lines, std::size_t begin, std::size_t end) {
  const Before before(lines.columns);
  const std::size_t size = lines.columns.size();
  while (begin > 0 && begin < end && are_of_one_pair(lines.columns, begin - 1, begin)) ++begin;
  while (begin < end) {
    bool is_sorted = true;
    std::size_t behind = begin + 1;
    for (; behind < size && are_of_one_pair(lines.columns, begin, behind); ++behind) {
      is_sorted = is_sorted && !before(behind, behind - 1);
    }
    if (!is_sorted) sort_pair(lines, begin, behind);
    begin = behind;
  }
}

/// How often the number that is there most often is there.
std::size_t most_often(Numbers numbers) {
  std::ranges::sort(numbers);
  std::size_t most = 0;
  for (auto begin = numbers.begin(); begin != numbers.end();) {
    const auto end = std::upper_bound(begin, numbers.end(), *begin);
    most = std::max(most, static_cast<std::size_t>(end - begin));
    begin = end;
  }
  return most;
}

/// Of equal lines as many as the export has that has most of them.
Numbers lines_to_keep(const ExportedLines& sorted) {
  const Purchases& columns = sorted.columns;
  const Before before(columns);
  const auto export_of = [&](std::size_t line) {
    return sorted.exports.begin() + static_cast<std::ptrdiff_t>(line);
  };
  Numbers kept;
  for (std::size_t begin = 0; begin < columns.size();) {
    std::size_t end = begin + 1;
    while (end < columns.size() && are_of_one_pair(columns, begin, end) && !before(begin, end)) {
      ++end;
    }
    const std::size_t most = most_often({export_of(begin), export_of(end)});
    for (std::size_t i = 0; i < most; ++i) kept.push_back(static_cast<std::uint32_t>(begin + i));
    begin = end;
  }
  return kept;
}

}  // namespace

void sort_within_pairs(ExportedLines& lines, const Execution& execution) {
  parallel_blocks(execution, lines.columns.size(),
                  [&](std::size_t begin, std::size_t end) { sort_pairs(lines, begin, end); });
  execution.throw_if_stopped("reading");
}

ExportedLines without_repeats(ExportedLines sorted) {
  const Numbers kept = lines_to_keep(sorted);
  const auto keep = [&](auto& column) {
    for (std::size_t i = 0; i < kept.size(); ++i) column[i] = column[kept[i]];
    column.resize(kept.size());
  };
  for_each_column(sorted, keep);
  keep(sorted.columns.account);
  keep(sorted.columns.product);
  return sorted;
}

}  // namespace upcross::detail
