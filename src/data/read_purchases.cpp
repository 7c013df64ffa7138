#include <algorithm>
#include <cstddef>
#include <optional>

#include "data/cell.hpp"
#include "data/column_tables.hpp"
#include "data/read_tables.hpp"

namespace upcross::detail {
namespace {

constexpr NumberRange quantities{-largest_quantity, largest_quantity};
constexpr NumberRange amounts{-largest_number, largest_number};

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
        unit_cost_(field_of("unit_cost", fields)) {}

  /// The present record; its texts live until the next one. One without account or product will
  /// not count, so what else it says is not looked at.
  Purchase row() const {
    Purchase row{.account = cell(account_).id(), .product = cell(product_).id()};
    if (row.account.empty() || row.product.empty()) return row;
    row.time = cell(timestamp_).time();
    if (quantity_) row.quantity = cell(*quantity_).number(quantities);
    if (unit_price_) row.unit_price = cell(*unit_price_).number_or_unknown(amounts);
    if (order_) row.order = cell(*order_).id();
    if (unit_cost_) row.unit_cost = cell(*unit_cost_).number_or_unknown(amounts);
    return row;
  }

 private:
  using Field = std::optional<std::size_t>;

  Field field_of(std::string_view column, const ColumnFields& fields) const {
    const auto found = std::ranges::find(table_.columns(), column, &ColumnSpec::name);
    return fields[static_cast<std::size_t>(found - table_.columns().begin())];
  }

  Cell cell(std::size_t field) const { return {table_, field}; }

  const CsvTable& table_;
  std::size_t account_, product_, timestamp_;
  Field quantity_, unit_price_, order_, unit_cost_;
};

}  // namespace

void read_purchases(CsvTable& table, const Source& source, DatasetBuilder& builder) {
  const ColumnFields fields = bind_columns(table, source.columns);
  table.find_formats(fields);
  const PurchaseRows rows(table, fields);
  if (!table.next()) table.refuse("no purchase line follows the header");
  do {
    builder.add(rows.row());
  } while (table.next());
}

}  // namespace upcross::detail
