#include "data/canonical_order.hpp"

#include <algorithm>
#include <compare>
#include <memory>
#include <numeric>

namespace upcross::detail {
namespace {

using Positions = std::vector<std::uint32_t>;

/// Where the lines of each index begin, once they are sorted by it.
template <class Index>
std::vector<std::uint32_t> starts_of(const std::vector<Index>& column, std::size_t count) {
  std::vector<std::uint32_t> starts(count + 1);
  for (const Index index : column) ++starts[position(index) + 1];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  return starts;
}

/// A line with what the next step asks of it: a column that is read in the order of the lines is
/// read in one sweep, one that is read in the order of an index is not.
struct Entry {
  std::uint32_t line;
  std::uint32_t index;
};
using Entries = std::unique_ptr<Entry[]>;

Entries room_for_entries(std::size_t size) {
  auto entries = std::make_unique_for_overwrite<Entry[]>(size);
  prefer_large_pages(entries.get(), size * sizeof(Entry));
  return entries;
}

/// The lines by product, with their accounts.
Entries by_product(const Purchases& lines, std::vector<std::uint32_t> next) {
  Entries sorted = room_for_entries(lines.size());
  for (std::size_t line = 0; line < lines.size(); ++line) {
    sorted[next[position(lines.product[line])]++] = {
        static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(lines.account[line])};
  }
  return sorted;
}

/// The lines by account and then product, with their products.
Entries by_pair(const Purchases& lines, std::size_t products, std::vector<std::uint32_t> next,
                const Execution& execution) {
  const std::vector<std::uint32_t> starts = starts_of(lines.product, products);
  const Entries entries = by_product(lines, starts);
  execution.throw_if_stopped("reading");
  Entries sorted = room_for_entries(lines.size());
  for (std::uint32_t product = 0; product < products; ++product) {
    for (std::uint32_t i = starts[product]; i < starts[product + 1]; ++i) {
      sorted[next[entries[i].index]++] = {entries[i].line, product};
    }
  }
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

Positions canonical_order(const Purchases& lines, std::size_t accounts, std::size_t products,
                          const Execution& execution) {
  const std::vector<std::uint32_t> starts = starts_of(lines.account, accounts);
  const Entries entries = by_pair(lines, products, starts, execution);
  Positions sorted;
  reserve_large_pages(sorted, lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) sorted.push_back(entries[i].line);
  const Before before(lines);
  for (std::size_t account = 0; account < accounts; ++account) {
    if (account % 1024 == 0) execution.throw_if_stopped("reading");
    for (std::uint32_t begin = starts[account]; begin < starts[account + 1];) {
      std::uint32_t end = begin + 1;
      while (end < starts[account + 1] && entries[end].index == entries[begin].index) ++end;
      std::sort(sorted.begin() + begin, sorted.begin() + end, before);
      begin = end;
    }
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
