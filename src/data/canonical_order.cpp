#include "data/canonical_order.hpp"

#include <algorithm>
#include <compare>
#include <numeric>

#include "core/large_pages.hpp"
#include "core/parallel_blocks.hpp"
#include "data/pair_order.hpp"

namespace upcross::detail {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// Calls `change(column)` for each column that tells lines of a pair apart, and where it came from.
template <class Change>
void for_each_column(ExportedLines& lines, Change change) {
  const auto change_one = [&](auto& column) {
    if (!column.empty()) change(column);
  };
  change_one(lines.columns.time);
  change_one(lines.columns.quantity);
  change_one(lines.columns.unit_price);
  change_one(lines.columns.unit_cost);
  change_one(lines.columns.order);
  change_one(lines.exports);
}

/// Gives columns the order of `positions`, one after the other.
class Reordering {
 public:
  Reordering(const Numbers& positions, const Execution& execution)
      : positions_(positions), execution_(execution) {}

  /// Numbers take the room of the column before: new memory takes as long as the rest.
  void operator()(std::vector<double>& column) {
    gather(column, spare_);
    column.swap(spare_);
  }

  template <class T>
  void operator()(std::vector<T>& column) {
    spare_ = {};
    std::vector<T> result;
    gather(column, result);
    column = std::move(result);
  }

 private:
  template <class T>
  void gather(const std::vector<T>& column, std::vector<T>& result) const {
    if (result.size() != positions_.size()) reserve_large_pages(result, positions_.size());
    result.resize(positions_.size());
    parallel_blocks(execution_, positions_.size(), [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) result[i] = column[positions_[i]];
    });
    execution_.throw_if_stopped("reading");
  }

  const Numbers& positions_;
  const Execution& execution_;
  std::vector<double> spare_;
};

/// The column of accounts whose lines begin at these places and end at the last one.
std::vector<AccountIndex> accounts_of(const Numbers& starts) {
  std::vector<AccountIndex> column;
  reserve_large_pages(column, starts.back());
  for (std::uint32_t a = 0; a + 1 < starts.size(); ++a) {
    column.resize(starts[a + 1], static_cast<AccountIndex>(a));
  }
  return column;
}

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

/// Sorts the lines within each pair; most often they are in order, since files grow with time.
void sort_within_pairs(ExportedLines& lines) {
  const Before before(lines.columns);
  const std::size_t size = lines.columns.size();
  for (std::size_t begin = 0; begin < size;) {
    bool is_sorted = true;
    std::size_t end = begin + 1;
    for (; end < size && are_of_one_pair(lines.columns, begin, end); ++end) {
      is_sorted = is_sorted && !before(end, end - 1);
    }
    if (!is_sorted) sort_pair(lines, begin, end);
    begin = end;
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

ExportedLines in_canonical_order(ExportedLines lines, std::size_t accounts, std::size_t products,
                                 const Execution& execution) {
  Purchases& columns = lines.columns;
  PairOrder sorted = pair_order(std::move(columns.account), std::move(columns.product), accounts,
                                products, execution);
  for_each_column(lines, Reordering(sorted.lines, execution));
  sorted.lines = {};
  columns.account = accounts_of(sorted.account_starts);
  columns.product = std::move(sorted.product);
  sort_within_pairs(lines);
  return lines;
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
