#include "data/pair_order.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <upcross/core/parallel_for.hpp>

#include "core/large_pages.hpp"
#include "core/pieces.hpp"

namespace upcross::detail {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// A line with what the next step asks of it: a column that is read in the order of the lines is
/// read in one sweep, one that is read in the order of an index is not.
struct Entry {
  std::uint32_t line;
  std::uint32_t account;
};

class PairSorter {
 public:
  PairSorter(std::vector<AccountIndex> account, std::vector<ProductIndex> product,
             const Execution& execution)
      : size_(account.size()),
        account_(std::move(account)),
        sorted_{{}, {}, std::move(product)},
        execution_(execution),
        pieces_(size_, execution),
        entries_(std::make_unique_for_overwrite<Entry[]>(size_)) {
    prefer_large_pages(entries_.get(), size_ * sizeof(Entry));
  }

  PairOrder sorted(std::size_t accounts, std::size_t products) {
    std::vector<Numbers> places = places_by_piece<std::uint32_t>(
        pieces_, products, execution_, [&](std::size_t i) { return position(sorted_.product[i]); });
    product_starts_ = places.front();
    product_starts_.push_back(static_cast<std::uint32_t>(size_));
    for_each_piece(places, &PairSorter::sort_by_product);
    account_ = {};
    places = places_by_piece<std::uint32_t>(pieces_, accounts, execution_,
                                            [&](std::size_t i) { return entries_[i].account; });
    sorted_.account_starts = places.front();
    sorted_.account_starts.push_back(static_cast<std::uint32_t>(size_));
    reserve_large_pages(sorted_.lines, size_);
    sorted_.lines.resize(size_);
    for_each_piece(places, &PairSorter::sort_by_account);
    return std::move(sorted_);
  }

 private:
  using Sort = void (PairSorter::*)(std::size_t begin, std::size_t end, Numbers& next);

  void for_each_piece(std::vector<Numbers>& places, Sort sort) {
    parallel_for(execution_, pieces_.count(), [&](std::size_t piece, unsigned) {
      (this->*sort)(pieces_.begin(piece), pieces_.end(piece), places[piece]);
    });
    execution_.throw_if_stopped("reading");
  }

  /// Puts lines into the entries.
  void sort_by_product(std::size_t begin, std::size_t end, Numbers& next) {
    for (std::size_t line = begin; line < end; ++line) {
      entries_[next[position(sorted_.product[line])]++] = {
          static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(account_[line])};
    }
  }

  /// Puts entries into the lines and products.
  void sort_by_account(std::size_t begin, std::size_t end, Numbers& next) {
    constexpr std::size_t ahead = 24;
    const auto behind = std::ranges::upper_bound(product_starts_, begin);
    auto product = static_cast<std::uint32_t>(behind - product_starts_.begin() - 1);
    for (std::size_t i = begin; i < end; ++i) {
      while (product_starts_[product + 1] <= i) ++product;
      // Asked for in time: there are more accounts than the cache has room for, and writes wait.
      const std::uint32_t soon = next[entries_[std::min(i + ahead, end - 1)].account];
      __builtin_prefetch(&sorted_.lines[soon], 1);
      __builtin_prefetch(&sorted_.product[soon], 1);
      const std::uint32_t to = next[entries_[i].account]++;
      sorted_.lines[to] = entries_[i].line;
      sorted_.product[to] = static_cast<ProductIndex>(product);
    }
  }

  std::size_t size_;
  std::vector<AccountIndex> account_;
  PairOrder sorted_;  ///< products as they came until they are sorted
  const Execution& execution_;
  Pieces pieces_;
  std::unique_ptr<Entry[]> entries_;  ///< by product
  Numbers product_starts_;            ///< where the entries of each product begin, and N
};

}  // namespace

PairOrder pair_order(std::vector<AccountIndex> account, std::vector<ProductIndex> product,
                     std::size_t accounts, std::size_t products, const Execution& execution) {
  return PairSorter(std::move(account), std::move(product), execution).sorted(accounts, products);
}

}  // namespace upcross::detail
