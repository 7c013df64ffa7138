#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "data/cell.hpp"
#include "data/column_tables.hpp"
#include "data/header_parts.hpp"
#include "data/line_words.hpp"
#include "data/read_tables.hpp"
#include "data/short_text.hpp"

namespace upcross::detail {
namespace {

constexpr NumberRange quantities{-largest_quantity, largest_quantity};
constexpr NumberRange amounts{-largest_number, largest_number};

struct PurchaseRow {
  Purchase purchase;
  std::string_view currency = {};        ///< of the column; empty = not told
  std::string_view price_currency = {};  ///< written beside the price
};

/// What the lines of an order share, of which some exports tell its first line alone.
struct OrderHead {
  bool is_whole = false;
  std::string account;
  std::string order;
  std::string account_name;
  Time time{};
};

/// The time of cells that repeat the one before, as those of one day or order do.
class RepeatedTime {
 public:
  Time of(const Cell& cell) {
    if (!are_equal(cell.bytes(), text_)) {
      time_ = cell.time();
      text_ = cell.bytes();
    }
    return time_;
  }

 private:
  std::string text_ = " ";  ///< no cell's, since those are stripped
  Time time_{};
};

class PurchaseRows {
 public:
  PurchaseRows(CsvTable& table, const ColumnFields& fields)
      : table_(table),
        account_(*field_of("account_id", fields)),
        product_(*field_of("product_id", fields)),
        timestamp_(*field_of("timestamp", fields)),
        quantity_(field_of("quantity", fields)),
        unit_price_(field_of("unit_price", fields)),
        order_(field_of("order_id", fields)),
        unit_cost_(field_of("unit_cost", fields)),
        currency_(field_of("currency", fields)),
        price_unit_(field_of("price_unit", fields)),
        line_total_(field_of("line_total", fields)),
        account_name_(field_of("account_name", fields)),
        product_name_(field_of("product_name", fields)),
        words_(table, field_of("document_type", fields), field_of("order_status", fields),
               field_of("cancelled", fields), order_) {
    if (unit_price_ && line_total_ && !is_one_currency(*unit_price_, *line_total_)) {
      line_total_.reset();
    }
  }

  /// As the header of the price tells it, e.g. "USD" of "Price (USD)"; empty if it does not.
  std::string currency_of_price() const {
    const Field price = unit_price_ ? unit_price_ : line_total_;
    return price ? currency_of_header(table_.headers()[*price]) : std::string();
  }

  /// The present record; it and its texts live until the next one. One without account or product
  /// will not count, so what else it says is not looked at, but for the words of its order.
  const PurchaseRow& row() {
    Purchase& purchase = row_.purchase;
    const bool was_whole = std::exchange(head_.is_whole, false);  // a faulty record ends the order
    purchase.account = cell(account_).id();
    purchase.product = cell(product_).id();
    const bool continues = was_whole && purchase.account.empty() && !tells_order();
    head_.is_whole = continues;
    kind_ = words_.kind(continues);
    if (purchase.product.empty() || is_word_for_sum(purchase.product) ||
        (purchase.account.empty() && !continues)) {
      row_ = {{.account = purchase.account, .product = purchase.product}};
      return row_;
    }
    continues ? repeat_head() : read_head();
    read_amounts();
    if (unit_cost_) purchase.unit_cost = cell(*unit_cost_).number_or_unknown(amounts);
    if (currency_) row_.currency = cell(*currency_).text();
    if (product_name_) purchase.product_name = cell(*product_name_).text();
    return row_;
  }

  /// What the columns said of all records so far.
  void tell(DatasetBuilder& builder) const {
    words_.tell(builder);
    builder.add_line_totals(totals_);
  }

 private:
  /// Whether the record tells its order or its day, or there is no column of orders.
  bool tells_order() const {
    return !order_ || !cell(*order_).is_empty() || !cell(timestamp_).is_empty();
  }

  void repeat_head() {
    row_.purchase.account = head_.account;
    row_.purchase.order = head_.order;
    row_.purchase.account_name = head_.account_name;
    row_.purchase.time = head_.time;
  }

  void read_head() {
    Purchase& purchase = row_.purchase;
    purchase.time = time_.of(cell(timestamp_));
    if (order_) purchase.order = cell(*order_).id();
    if (account_name_) purchase.account_name = cell(*account_name_).text();
    if (!order_ || purchase.order.empty()) return;
    head_.account = purchase.account;
    head_.order = purchase.order;
    head_.account_name = purchase.account_name;
    head_.time = purchase.time;
    head_.is_whole = true;
  }

  void read_amounts() {
    Purchase& purchase = row_.purchase;
    LineAmounts told;
    if (quantity_) told.quantity = cell(*quantity_).count(quantities);
    row_.price_currency = {};
    if (unit_price_) told.unit_price = price(cell(*unit_price_));
    if (price_unit_) told.unit_price /= cell(*price_unit_).price_unit();
    if (line_total_) told.line_total = line_total(is_known(told.unit_price));
    const SettledLine line = settled(told, kind_);
    purchase.quantity = line.quantity;
    purchase.unit_price = line.unit_price;
    purchase.is_cancelled = line.is_cancelled;
    totals_.add(line.total);
  }

  double price(const Cell& cell) {
    if (cell.is_empty()) return unknown;
    const double plain = cell.plain_number(amounts);
    if (is_known(plain)) return plain;
    const NumberText told = cell.amount(amounts);
    row_.price_currency = told.currency;
    return told.value;
  }

  /// Beside a price, a total of unknown quantity tells nothing, nor does a text that is no amount.
  double line_total(bool has_price) {
    const Cell total = cell(*line_total_);
    if (!has_price) return price(total);
    return quantity_ ? total.amount_or_unknown(amounts) : unknown;
  }

  /// Unless two headers tell two currencies.
  bool is_one_currency(std::size_t one, std::size_t other) const {
    const std::string first = currency_of_header(table_.headers()[one]);
    const std::string second = currency_of_header(table_.headers()[other]);
    return first.empty() || second.empty() || first == second;
  }

  using Field = std::optional<std::size_t>;

  Field field_of(std::string_view column, const ColumnFields& fields) const {
    const auto found = std::ranges::find(table_.columns(), column, &ColumnSpec::name);
    return fields[static_cast<std::size_t>(found - table_.columns().begin())];
  }

  Cell cell(std::size_t field) const { return {table_, field}; }

  const CsvTable& table_;
  std::size_t account_, product_, timestamp_;
  Field quantity_, unit_price_, order_, unit_cost_, currency_, price_unit_, line_total_,
      account_name_, product_name_;
  LineWords words_;
  LineKind kind_{};
  LineTotals totals_;
  RepeatedTime time_;
  OrderHead head_;
  PurchaseRow row_;  ///< kept, since emptying it takes as long as reading a cell
};

}  // namespace

void read_purchases(CsvTable& table, const Source& source, OneCurrency& currency, Faults& faults,
                    DatasetBuilder& builder) {
  const ColumnFields fields = bind_columns(table, source.columns);
  tell_unused_headers(table, fields, Table::purchases, builder);
  table.find_formats(fields);
  PurchaseRows rows(table, fields);
  currency.hear(rows.currency_of_price(), table);
  for_each_record(table, faults, [&] {
    const PurchaseRow& row = rows.row();
    currency.hear(row.currency, table);
    currency.hear(row.price_currency, table);
    builder.add(row.purchase);
  });
  rows.tell(builder);
}

}  // namespace upcross::detail
