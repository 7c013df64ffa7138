#include "data/canonical_order.hpp"

#include <utility>

#include "core/large_pages.hpp"
#include "core/parallel_blocks.hpp"
#include "data/pair_order.hpp"

namespace upcross::detail {
namespace {

using Numbers = std::vector<std::uint32_t>;

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
  sort_within_pairs(lines, execution);
  return lines;
}

}  // namespace upcross::detail
