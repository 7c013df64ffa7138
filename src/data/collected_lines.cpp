#include "data/collected_lines.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>

#include "core/large_pages.hpp"
#include "core/parallel_blocks.hpp"
#include "core/parallel_steps.hpp"
#include "data/canonical_order.hpp"

namespace upcross::detail {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// The ranks of the ids by their numbers; `order` are the numbers by rank.
Numbers ranks_of(const Numbers& order) {
  Numbers ranks(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<std::uint32_t>(i);
  return ranks;
}

/// Puts the ranks of the ids in the place of their numbers.
template <class Index>
void rank(std::vector<Index>& column, const Numbers& order, const Execution& execution) {
  const Numbers ranks = ranks_of(order);
  parallel_blocks(execution, column.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      column[i] = static_cast<Index>(ranks[position(column[i])]);
    }
  });
}

/// The same for the numbers of few texts.
void rank(Numbers& numbers, const Numbers& order) {
  const Numbers ranks = ranks_of(order);
  for (std::uint32_t& number : numbers) number = ranks.empty() ? 0 : ranks[number];
}

}  // namespace

void CollectedLines::check_room(std::size_t more) const {
  constexpr std::size_t most = 0xffffffff;
  if (more <= most - lines_.size()) return;
  throw Error(ErrorCode::invalid_input, "there are more than 4,294,967,295 purchase lines");
}

void CollectedLines::add(const Purchase& purchase) {
  check_room(1);
  const std::size_t size = lines_.size();
  // Room that stays empty takes no memory, while moving the columns takes it twice.
  if (size == lines_.account.capacity()) make_room(std::max<std::size_t>(1024, 4 * size));
  const double cost = normalized(purchase.unit_cost);
  add_optional(lines_.unit_cost, is_known(cost), cost, unknown);
  add_optional(lines_.order, !purchase.order.empty(), OrderIndex{orders_.intern(purchase.order)},
               OrderIndex{});
  if (export_number_ > 0) {
    exports_.resize(lines_.size(), 0);
    exports_.push_back(export_number_);
  }
  lines_.account.push_back(AccountIndex{accounts.intern(purchase.account)});
  lines_.product.push_back(ProductIndex{products.intern(purchase.product)});
  lines_.time.push_back(purchase.time);
  lines_.quantity.push_back(purchase.quantity);
  lines_.unit_price.push_back(normalized(purchase.unit_price));
  account_names.hear(position(lines_.account.back()), purchase.time, purchase.account_name);
  product_names.hear(position(lines_.product.back()), purchase.time, purchase.product_name);
}

/// The column begins with the first line that tells it.
template <class T>
void CollectedLines::add_optional(std::vector<T>& column, bool is_told, T value, T otherwise) {
  if (column.empty() && !is_told) return;
  column.resize(lines_.size(), otherwise);
  column.push_back(value);
}

void CollectedLines::make_room(std::size_t size) {
  reserve_large_pages(lines_.account, size);
  reserve_large_pages(lines_.product, size);
  reserve_large_pages(lines_.time, size);
  reserve_large_pages(lines_.quantity, size);
  reserve_large_pages(lines_.unit_price, size);
  if (!lines_.order.empty()) reserve_large_pages(lines_.order, size);
}

void CollectedLines::add(const PurchaseColumns& columns, const KeptLines& kept,
                         const Execution& execution) {
  check_room(kept.count());
  const std::size_t before = lines_.size();
  make_room(before + kept.count());
  if (export_number_ > 0) {
    exports_.resize(before, 0);
    exports_.resize(before + kept.count(), export_number_);
  }
  const TextNumbers numbers = intern(columns, kept, execution);
  parallel_steps({.threads = execution.threads}, steps_to_add(columns, kept, numbers));
}

TextNumbers CollectedLines::intern(const PurchaseColumns& columns, const KeptLines& kept,
                                   const Execution& execution) {
  TextNumbers numbers = {kept.numbers_of(columns.account, accounts, execution),
                         kept.numbers_of(columns.product, products, execution),
                         kept.numbers_of(columns.order, orders_, execution)};
  hear_names(account_names, columns.account_name, kept, columns.account, numbers.account,
             columns.time);
  hear_names(product_names, columns.product_name, kept, columns.product, numbers.product,
             columns.time);
  return numbers;
}

/// What adds each of the columns; none touches what another one does. They must be used before
/// their arguments end.
CollectedLines::Steps CollectedLines::steps_to_add(const PurchaseColumns& columns,
                                                   const KeptLines& kept,
                                                   const TextNumbers& numbers) {
  Steps steps = {[&] { append(lines_.account, columns.account, kept, numbers.account); },
                 [&] { append(lines_.product, columns.product, kept, numbers.product); },
                 [&] { append(lines_.time, columns.time, kept, Time{}); },
                 [&] { append(lines_.quantity, columns.quantity, kept, 1.0); },
                 [&] { append_amounts(lines_.unit_price, columns.unit_price, kept); }};
  if (!lines_.order.empty() || !columns.order.codes.empty()) {
    lines_.order.resize(lines_.size());
    steps.push_back([&] { append(lines_.order, columns.order, kept, numbers.order); });
  }
  if (!lines_.unit_cost.empty() || kept.any_known(columns.unit_cost)) {
    lines_.unit_cost.resize(lines_.size(), unknown);
    steps.push_back([&] { append_amounts(lines_.unit_cost, columns.unit_cost, kept); });
  }
  return steps;
}

CollectedLines::Sorted CollectedLines::take(const std::vector<std::uint32_t>& account_order,
                                            const std::vector<std::uint32_t>& product_order,
                                            const Execution& execution) {
  rank(lines_.account, account_order, execution);
  rank(lines_.product, product_order, execution);
  rank(lines_.order, orders_.sorted(), execution);
  execution.throw_if_stopped("reading");
  ExportedLines sorted =
      in_canonical_order({std::exchange(lines_, {}), std::exchange(exports_, {})},
                         account_order.size(), product_order.size(), execution);
  const std::size_t all = sorted.columns.size();
  if (!sorted.exports.empty()) sorted = without_repeats(std::move(sorted));
  if (sorted.columns.order.empty()) reserve_large_pages(sorted.columns.order, all);
  sorted.columns.order.resize(sorted.columns.size());
  const std::size_t repeats = all - sorted.columns.size();
  return {std::move(sorted.columns), repeats};
}

Purchases CollectedLines::sorted(const PurchaseColumns& columns, const KeptLines& kept,
                                 TextNumbers numbers, const Numbers& account_order,
                                 const Numbers& product_order, const Execution& execution) const {
  rank(numbers.account, account_order);
  rank(numbers.product, product_order);
  rank(numbers.order, orders_.sorted());
  execution.throw_if_stopped("reading");
  return in_canonical_order(columns, kept, numbers, account_order.size(), product_order.size(),
                            execution);
}

}  // namespace upcross::detail
