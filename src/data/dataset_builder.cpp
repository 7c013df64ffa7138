#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/data/dataset.hpp>

#include "data/collected_lines.hpp"
#include "data/interner.hpp"
#include "data/kept_lines.hpp"
#include "data/short_text.hpp"
#include "data/text.hpp"

namespace upcross {
namespace {

using detail::in_quotes;
using detail::Interner;

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
  if (is_word_for_sum(purchase.product)) return LeftOutReason::sum_of_lines;
  if (purchase.is_cancelled) return LeftOutReason::cancelled;
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

struct DatasetBuilder::State {
  detail::CollectedLines lines;
  Entries<Account> account_rows;
  Entries<Product> product_rows;
  DatasetNotes notes;

  /// The data set of all that is here with the lines that `take(accounts, products)` tells, the
  /// interned numbers in the order of their ids. Nothing is left.
  template <class Take>
  Dataset dataset(Take take, const Execution& execution);
};

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
    state_->lines.add(purchase);
  }
}

void DatasetBuilder::add(const PurchaseColumns& columns, const Execution& execution) {
  detail::validate(columns, execution);
  const detail::KeptLines kept(columns, execution);
  state_->lines.add(columns, kept, execution);
  state_->notes.left_out = state_->notes.left_out + kept.left_out();
}

void DatasetBuilder::begin_export() { state_->lines.begin_export(); }

void DatasetBuilder::set_currency(std::string currency) {
  state_->notes.currency = std::move(currency);
}

void DatasetBuilder::add_bad_line(BadLine line) {
  state_->notes.bad_lines.push_back(std::move(line));
}

void DatasetBuilder::add_unused_header(std::string header, Table table) {
  std::vector<std::string>& all = state_->notes.unused_headers[static_cast<std::size_t>(table)];
  if (std::ranges::find(all, header) == all.end()) all.push_back(std::move(header));
}

void DatasetBuilder::add_line_word(LineWord word) {
  std::vector<LineWord>& all = state_->notes.line_words;
  const auto same = std::ranges::find_if(all, [&](const LineWord& other) {
    return other.header == word.header && other.text == word.text && other.kind == word.kind;
  });
  if (same == all.end()) {
    all.push_back(std::move(word));
  } else {
    same->lines += word.lines;
  }
}

void DatasetBuilder::add_line_totals(const LineTotals& totals) {
  state_->notes.line_totals = state_->notes.line_totals + totals;
}

void DatasetBuilder::add_product(std::string_view id, Product product) {
  product.is_listed = true;
  state_->product_rows.add("product", state_->lines.products, id, std::move(product));
}

void DatasetBuilder::add_account(std::string_view id, Account account) {
  account.is_listed = true;
  state_->account_rows.add("account", state_->lines.accounts, id, std::move(account));
}

template <class Take>
Dataset DatasetBuilder::State::dataset(Take take, const Execution& execution) {
  const std::vector<std::uint32_t> accounts = lines.accounts.sorted();
  const std::vector<std::uint32_t> products = lines.products.sorted();
  Purchases sorted = take(accounts, products);
  return Dataset(id_table<AccountIndex>(lines.accounts, accounts),
                 id_table<ProductIndex>(lines.products, products), std::move(sorted),
                 lines.account_names.named(account_rows.take(accounts), accounts),
                 lines.product_names.named(product_rows.take(products), products), std::move(notes),
                 execution);
}

Dataset DatasetBuilder::build(const Execution& execution) {
  State all = std::move(*std::exchange(state_, std::make_unique<State>()));
  const auto take = [&](const auto& accounts, const auto& products) {
    detail::CollectedLines::Sorted sorted = all.lines.take(accounts, products, execution);
    all.notes.left_out[LeftOutReason::duplicate_across_files] += sorted.repeats;
    return std::move(sorted.lines);
  };
  return all.dataset(take, execution);
}

Dataset DatasetBuilder::build(const PurchaseColumns& columns, const Execution& execution) {
  if (state_->lines.size() > 0) {
    add(columns, execution);
    return build(execution);
  }
  detail::validate(columns, execution);
  const detail::KeptLines kept(columns, execution);
  State all = std::move(*std::exchange(state_, std::make_unique<State>()));
  all.notes.left_out = all.notes.left_out + kept.left_out();
  detail::TextNumbers numbers = all.lines.intern(columns, kept, execution);
  const auto take = [&](const auto& accounts, const auto& products) {
    return all.lines.sorted(columns, kept, std::move(numbers), accounts, products, execution);
  };
  return all.dataset(take, execution);
}

}  // namespace upcross
