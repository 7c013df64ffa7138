#include "data/pair_order.hpp"

#include <algorithm>
#include <memory>
#include <numeric>

#include <upcross/core/parallel_for.hpp>

#include "core/large_pages.hpp"

namespace upcross::detail {
namespace {

using Numbers = std::vector<std::uint32_t>;

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

/// Where the lines of each index begin, once they are sorted by it, and after the last one N.
template <class Index>
Numbers starts_of(const std::vector<Index>& column, std::size_t count) {
  Numbers starts(count + 1);
  for (const Index index : column) ++starts[position(index) + 1];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  return starts;
}

/// The lines by product, with their accounts.
Entries by_product(const std::vector<AccountIndex>& account,
                   const std::vector<ProductIndex>& product, Numbers next) {
  Entries sorted = room_for_entries(product.size());
  for (std::size_t line = 0; line < product.size(); ++line) {
    sorted[next[position(product[line])]++] = {static_cast<std::uint32_t>(line),
                                               static_cast<std::uint32_t>(account[line])};
  }
  return sorted;
}

/// Sorts lines that are sorted by product by account, into the lines and products of `sorted`.
void sort_by_account(const Entries& entries, const Numbers& product_starts, Numbers next,
                     PairOrder& sorted) {
  constexpr std::uint32_t ahead = 24;
  const std::uint32_t last = product_starts.back() - 1;
  for (std::uint32_t product = 0; product + 1 < product_starts.size(); ++product) {
    for (std::uint32_t i = product_starts[product]; i < product_starts[product + 1]; ++i) {
      // Asked for in time: there are more accounts than the cache has room for, and writes wait.
      const std::uint32_t soon = next[entries[std::min(i + ahead, last)].index];
      __builtin_prefetch(&sorted.lines[soon], 1);
      __builtin_prefetch(&sorted.product[soon], 1);
      const std::uint32_t to = next[entries[i].index]++;
      sorted.lines[to] = entries[i].line;
      sorted.product[to] = static_cast<ProductIndex>(product);
    }
  }
}

}  // namespace

PairOrder pair_order(std::vector<AccountIndex> account, std::vector<ProductIndex> product,
                     std::size_t accounts, std::size_t products, const Execution& execution) {
  const Numbers starts = starts_of(account, accounts);
  const Numbers product_starts = starts_of(product, products);
  const Entries entries = by_product(account, product, product_starts);
  execution.throw_if_stopped("reading");
  PairOrder sorted{{}, std::move(account), std::move(product)};
  reserve_large_pages(sorted.lines, sorted.account.size());
  sorted.lines.resize(sorted.account.size());
  sort_by_account(entries, product_starts, starts, sorted);
  for (std::uint32_t a = 0; a < accounts; ++a) {
    std::fill(sorted.account.begin() + starts[a], sorted.account.begin() + starts[a + 1],
              static_cast<AccountIndex>(a));
  }
  return sorted;
}

}  // namespace upcross::detail
