#include "data/collected_lines.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>

#include "core/large_pages.hpp"
#include "core/parallel_blocks.hpp"
#include "data/canonical_order.hpp"

namespace upcross::detail {
namespace {

/// Puts the ranks of the ids in the place of their numbers; `order` are the numbers by rank.
template <class Index>
void rank(std::vector<Index>& column, const std::vector<std::uint32_t>& order,
          const Execution& execution) {
  std::vector<Index> ranks(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<Index>(i);
  parallel_blocks(execution, column.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) column[i] = ranks[position(column[i])];
  });
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
  const Steps steps = steps_to_add(columns, kept);
  parallel_for(Execution{.threads = execution.threads}, steps.size(),
               [&](std::size_t step, unsigned) { steps[step](); });
  const auto since = [before](const auto& column) { return std::span(column).subspan(before); };
  hear_names(account_names, columns.account_name, kept, since(lines_.account), since(lines_.time));
  hear_names(product_names, columns.product_name, kept, since(lines_.product), since(lines_.time));
}

/// What adds each of the columns; none touches what another one does. They must be used before
/// their arguments end.
CollectedLines::Steps CollectedLines::steps_to_add(const PurchaseColumns& columns,
                                                   const KeptLines& kept) {
  const auto add_ids = [&kept](auto& to, const TextColumn& column, Interner& ids) {
    append(to, column, kept, kept.numbers_of(column, ids));
  };
  Steps steps = {[=, &columns, this] { add_ids(lines_.account, columns.account, accounts); },
                 [=, &columns, this] { add_ids(lines_.product, columns.product, products); },
                 [&] { append(lines_.time, columns.time, kept, Time{}); },
                 [&] { append(lines_.quantity, columns.quantity, kept, 1.0); },
                 [&] { append_amounts(lines_.unit_price, columns.unit_price, kept); }};
  if (!lines_.order.empty() || !columns.order.codes.empty()) {
    lines_.order.resize(lines_.size());
    steps.push_back([=, &columns, this] { add_ids(lines_.order, columns.order, orders_); });
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
  sorted.columns.order.resize(sorted.columns.size());
  const std::size_t repeats = all - sorted.columns.size();
  return {std::move(sorted.columns), repeats};
}

}  // namespace upcross::detail
