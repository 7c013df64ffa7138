#include "data/canonical_order.hpp"

#include <utility>

#include "core/large_pages.hpp"
#include "core/parallel_blocks.hpp"
#include "core/parallel_steps.hpp"
#include "data/pair_order.hpp"

namespace upcross::detail {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// A column of that size in large pages, filled with the value.
template <class T>
std::vector<T> column_of(std::size_t size, T value) {
  std::vector<T> column;
  reserve_large_pages(column, size);
  column.resize(size, value);
  return column;
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
    if (result.size() != positions_.size()) result = column_of(positions_.size(), T{});
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

/// Gathers the kept lines of columns in canonical order.
class Gathering {
 public:
  Gathering(const PurchaseColumns& columns, const KeptLines& kept, const TextNumbers& ranks,
            const Execution& execution)
      : columns_(columns), kept_(kept), ranks_(ranks), execution_(execution) {}

  Purchases gathered(std::size_t accounts, std::size_t products) {
    PairOrder order = pairs(accounts, products);
    order.lines = kept_.lines_of(std::move(order.lines));
    make_room(order.account_starts);
    gather(order.lines);
    lines_.columns.product = std::move(order.product);
    order = {};
    execution_.throw_if_stopped("reading");
    sort_within_pairs(lines_, execution_);
    return std::move(lines_.columns);
  }

 private:
  PairOrder pairs(std::size_t accounts, std::size_t products) const {
    std::vector<AccountIndex> account;
    std::vector<ProductIndex> product;
    parallel_steps(execution_,
                   {[&] { account = ids<AccountIndex>(columns_.account, ranks_.account); },
                    [&] { product = ids<ProductIndex>(columns_.product, ranks_.product); }});
    execution_.throw_if_stopped("reading");
    return pair_order(std::move(account), std::move(product), accounts, products, execution_);
  }

  template <class Index>
  std::vector<Index> ids(const TextColumn& column, const Numbers& ranks) const {
    std::vector<Index> result;
    reserve_large_pages(result, kept_.count());
    append(result, column, kept_, ranks);
    return result;
  }

  /// Fills each column, by a thread, with what it holds where it is told by no line.
  void make_room(const Numbers& account_starts) {
    const std::size_t size = kept_.count();
    Purchases& lines = lines_.columns;
    parallel_steps(execution_, {[&] { lines.account = accounts_of(account_starts); },
                                [&] { lines.time = column_of(size, Time{}); },
                                [&] { lines.quantity = column_of(size, 1.0); },
                                [&] { lines.unit_price = column_of(size, unknown); },
                                [&] { lines.order = column_of(size, OrderIndex{}); },
                                [&] {
                                  if (!kept_.any_known(columns_.unit_cost)) return;
                                  lines.unit_cost = column_of(size, unknown);
                                }});
    execution_.throw_if_stopped("reading");
  }

  /// One column after the other: the cache may have room for one of them.
  void gather(const Numbers& from) {
    const PurchaseColumns& told = columns_;
    Purchases& lines = lines_.columns;
    gather(lines.time, from, [&](std::size_t line) { return told.time[line]; });
    if (!told.quantity.empty()) {
      gather(lines.quantity, from, [&](std::size_t line) { return told.quantity[line]; });
    }
    if (!told.unit_price.empty()) {
      gather(lines.unit_price, from,
             [&](std::size_t line) { return normalized(told.unit_price[line]); });
    }
    if (!lines.unit_cost.empty()) {
      gather(lines.unit_cost, from,
             [&](std::size_t line) { return normalized(told.unit_cost[line]); });
    }
    if (!told.order.codes.empty()) {
      gather(lines.order, from, [&](std::size_t line) {
        return static_cast<OrderIndex>(ranks_.order[place(told.order, line)]);
      });
    }
  }

  template <class T, class Value>
  void gather(std::vector<T>& column, const Numbers& from, Value value_of) const {
    parallel_blocks(execution_, from.size(), [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) column[i] = value_of(from[i]);
    });
  }

  const PurchaseColumns& columns_;
  const KeptLines& kept_;
  const TextNumbers& ranks_;
  const Execution& execution_;
  ExportedLines lines_;
};

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

Purchases in_canonical_order(const PurchaseColumns& columns, const KeptLines& kept,
                             const TextNumbers& ranks, std::size_t accounts, std::size_t products,
                             const Execution& execution) {
  return Gathering(columns, kept, ranks, execution).gathered(accounts, products);
}

}  // namespace upcross::detail
