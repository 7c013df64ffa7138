#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/data/dataset.hpp>

#include "core/large_pages.hpp"
#include "data/canonical_order.hpp"
#include "data/interner.hpp"
#include "data/kept_lines.hpp"
#include "data/short_text.hpp"
#include "data/text.hpp"
#include "data/told_names.hpp"

namespace upcross {
namespace {

using detail::in_quotes;
using detail::Interner;
using detail::normalized;
using detail::ToldNames;

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorCode::invalid_input, what); }

void check_number(std::string_view what, double value) {
  if (std::isfinite(value)) return;
  refuse("the " + std::string(what) + " is " + std::to_string(value) +
         "; expected a finite number");
}

void check_numbers(const Purchase& purchase) {
  check_number("quantity", purchase.quantity);
  if (is_known(purchase.unit_price)) check_number("unit price", purchase.unit_price);
  if (is_known(purchase.unit_cost)) check_number("unit cost", purchase.unit_cost);
}

std::optional<LeftOutReason> reason_to_leave_out(const Purchase& purchase) {
  if (purchase.account.empty()) return LeftOutReason::no_account;
  if (purchase.product.empty()) return LeftOutReason::no_product;
  if (purchase.quantity == 0.0) return LeftOutReason::zero_quantity;
  if (purchase.unit_price < 0.0) return LeftOutReason::negative_price;
  return std::nullopt;
}

void check_long_id(std::string_view what, std::string_view id) {
  const std::string_view fault = detail::id_fault(id);
  if (!fault.empty()) {
    refuse("the " + std::string(what) + " id " + in_quotes(id) + " " + std::string(fault));
  }
}

void check_id(std::string_view what, std::string_view id) {
  if (!detail::is_short_ascii(id)) check_long_id(what, id);
}

/// The column with the ranks of the ids instead of their numbers; `sorted` are the numbers by rank.
template <class Index>
std::vector<Index> ranked(std::vector<Index> column, const std::vector<std::uint32_t>& sorted) {
  std::vector<Index> ranks(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) ranks[sorted[i]] = static_cast<Index>(i);
  for (Index& index : column) index = ranks[position(index)];
  return column;
}

template <class Index>
std::shared_ptr<const IdTable<Index>> id_table(const Interner& ids,
                                               const std::vector<std::uint32_t>& sorted) {
  std::vector<std::string> texts;
  texts.reserve(sorted.size());
  for (const std::uint32_t number : sorted) texts.emplace_back(ids[number]);
  return std::make_shared<const IdTable<Index>>(texts);
}

/// What is known of accounts or products, by their interned numbers.
template <class Row>
class Entries {
 public:
  void add(std::string_view what, Interner& ids, std::string_view id, Row row) {
    if (id.empty()) refuse("the " + std::string(what) + " id is empty");
    check_id(what, id);
    if (!rows_.try_emplace(ids.intern(id), std::move(row)).second) {
      refuse("the " + std::string(what) + " " + in_quotes(id) + " is there twice");
    }
  }

  /// The rows in the given order, with defaults where nothing was added.
  std::vector<Row> take(const std::vector<std::uint32_t>& sorted) {
    std::vector<Row> result(sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (const auto found = rows_.find(sorted[i]); found != rows_.end()) {
        result[i] = std::move(found->second);
      }
    }
    return result;
  }

 private:
  std::unordered_map<std::uint32_t, Row> rows_;
};

}  // namespace

/// Lines with indexes in the order in which the ids were first seen.
struct DatasetBuilder::State {
  State() { orders.intern({}); }

  void add_line(const Purchase& purchase);
  void add_lines(const PurchaseColumns& columns, const detail::KeptLines& kept);
  template <class T>
  void add_optional(std::vector<T>& column, bool is_told, T value, T otherwise);
  void check_room(std::size_t more) const;
  void make_room(std::size_t size);
  Purchases sorted_lines(const Execution& execution);

  Interner accounts;
  Interner products;
  Interner orders;
  Purchases lines;  ///< `order` and `unit_cost` are empty until a line tells one
  Entries<Account> account_rows;
  Entries<Product> product_rows;
  ToldNames account_names;
  ToldNames product_names;
  DatasetNotes notes;
  std::uint32_t export_number = 0;
  std::vector<std::uint32_t> exports;  ///< of each line; empty while there is only one
};

void DatasetBuilder::State::check_room(std::size_t more) const {
  constexpr std::size_t most = 0xffffffff;
  if (more > most - lines.size()) refuse("there are more than 4,294,967,295 purchase lines");
}

void DatasetBuilder::State::add_line(const Purchase& purchase) {
  check_room(1);
  const std::size_t size = lines.size();
  // Room that stays empty takes no memory, while moving the columns takes it twice.
  if (size == lines.account.capacity()) make_room(std::max<std::size_t>(1024, 4 * size));
  const double cost = normalized(purchase.unit_cost);
  add_optional(lines.unit_cost, is_known(cost), cost, unknown);
  add_optional(lines.order, !purchase.order.empty(), OrderIndex{orders.intern(purchase.order)},
               OrderIndex{});
  if (export_number > 0) {
    exports.resize(lines.size(), 0);
    exports.push_back(export_number);
  }
  lines.account.push_back(AccountIndex{accounts.intern(purchase.account)});
  lines.product.push_back(ProductIndex{products.intern(purchase.product)});
  lines.time.push_back(purchase.time);
  lines.quantity.push_back(purchase.quantity);
  lines.unit_price.push_back(normalized(purchase.unit_price));
  account_names.hear(position(lines.account.back()), purchase.time, purchase.account_name);
  product_names.hear(position(lines.product.back()), purchase.time, purchase.product_name);
}

/// The column begins with the first line that tells it.
template <class T>
void DatasetBuilder::State::add_optional(std::vector<T>& column, bool is_told, T value,
                                         T otherwise) {
  if (column.empty() && !is_told) return;
  column.resize(lines.size(), otherwise);
  column.push_back(value);
}

void DatasetBuilder::State::make_room(std::size_t size) {
  detail::reserve_large_pages(lines.account, size);
  detail::reserve_large_pages(lines.product, size);
  detail::reserve_large_pages(lines.time, size);
  detail::reserve_large_pages(lines.quantity, size);
  detail::reserve_large_pages(lines.unit_price, size);
  if (!lines.order.empty()) detail::reserve_large_pages(lines.order, size);
}

void DatasetBuilder::State::add_lines(const PurchaseColumns& columns,
                                      const detail::KeptLines& kept) {
  using detail::append;
  using detail::append_amounts;
  check_room(kept.count());
  const std::size_t before = lines.size();
  make_room(before + kept.count());
  if (export_number > 0) {
    exports.resize(before, 0);
    exports.resize(before + kept.count(), export_number);
  }
  append(lines.account, columns.account, kept, kept.numbers_of(columns.account, accounts));
  append(lines.product, columns.product, kept, kept.numbers_of(columns.product, products));
  append(lines.time, columns.time, kept, Time{});
  append(lines.quantity, columns.quantity, kept, 1.0);
  append_amounts(lines.unit_price, columns.unit_price, kept);
  if (!lines.order.empty() || !columns.order.codes.empty()) {
    lines.order.resize(before);
    append(lines.order, columns.order, kept, kept.numbers_of(columns.order, orders));
  }
  if (!lines.unit_cost.empty() || kept.any_known(columns.unit_cost)) {
    lines.unit_cost.resize(before, unknown);
    append_amounts(lines.unit_cost, columns.unit_cost, kept);
  }
  const auto since = [before](const auto& column) { return std::span(column).subspan(before); };
  detail::hear_names(account_names, columns.account_name, kept, since(lines.account),
                     since(lines.time));
  detail::hear_names(product_names, columns.product_name, kept, since(lines.product),
                     since(lines.time));
}

Purchases DatasetBuilder::State::sorted_lines(const Execution& execution) {
  detail::ExportedLines sorted = detail::in_canonical_order(
      {std::move(lines), std::move(exports)}, accounts.size(), products.size(), execution);
  if (!sorted.exports.empty()) {
    const std::size_t all = sorted.columns.size();
    sorted = detail::without_repeats(std::move(sorted));
    notes.left_out[LeftOutReason::duplicate_across_files] += all - sorted.columns.size();
  }
  sorted.columns.order.resize(sorted.columns.size());
  return std::move(sorted.columns);
}

DatasetBuilder::DatasetBuilder() : state_(std::make_unique<State>()) {}
DatasetBuilder::~DatasetBuilder() = default;
DatasetBuilder::DatasetBuilder(DatasetBuilder&&) noexcept = default;
DatasetBuilder& DatasetBuilder::operator=(DatasetBuilder&&) noexcept = default;

void DatasetBuilder::add(const Purchase& purchase) {
  check_numbers(purchase);
  check_id("account", purchase.account);
  check_id("product", purchase.product);
  check_id("order", purchase.order);
  if (const std::optional<LeftOutReason> reason = reason_to_leave_out(purchase)) {
    ++state_->notes.left_out[*reason];
  } else {
    state_->add_line(purchase);
  }
}

void DatasetBuilder::add(const PurchaseColumns& columns) {
  detail::validate(columns);
  const detail::KeptLines kept(columns);
  state_->add_lines(columns, kept);
  state_->notes.left_out = state_->notes.left_out + kept.left_out();
}

void DatasetBuilder::begin_export() {
  if (state_->lines.size() > 0) ++state_->export_number;
}

void DatasetBuilder::set_currency(std::string currency) {
  state_->notes.currency = std::move(currency);
}

void DatasetBuilder::add_bad_line(BadLine line) {
  state_->notes.bad_lines.push_back(std::move(line));
}

void DatasetBuilder::add_unused_header(std::string header) {
  std::vector<std::string>& all = state_->notes.unused_headers;
  if (std::ranges::find(all, header) == all.end()) all.push_back(std::move(header));
}

void DatasetBuilder::add_product(std::string_view id, Product product) {
  product.is_listed = true;
  state_->product_rows.add("product", state_->products, id, std::move(product));
}

void DatasetBuilder::add_account(std::string_view id, Account account) {
  account.is_listed = true;
  state_->account_rows.add("account", state_->accounts, id, std::move(account));
}

Dataset DatasetBuilder::build(const Execution& execution) {
  State all = std::move(*std::exchange(state_, std::make_unique<State>()));
  const std::vector<std::uint32_t> accounts = all.accounts.sorted();
  const std::vector<std::uint32_t> products = all.products.sorted();
  all.lines.account = ranked(std::move(all.lines.account), accounts);
  all.lines.product = ranked(std::move(all.lines.product), products);
  all.lines.order = ranked(std::move(all.lines.order), all.orders.sorted());
  Purchases lines = all.sorted_lines(execution);
  return Dataset(id_table<AccountIndex>(all.accounts, accounts),
                 id_table<ProductIndex>(all.products, products), std::move(lines),
                 all.account_names.named(all.account_rows.take(accounts), accounts),
                 all.product_names.named(all.product_rows.take(products), products),
                 std::move(all.notes));
}

}  // namespace upcross
