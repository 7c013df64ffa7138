#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <upcross/data/line_kind.hpp>

#include "data/cell.hpp"
#include "data/column_tables.hpp"
#include "data/interner.hpp"
#include "data/read_tables.hpp"
#include "data/text.hpp"

namespace upcross::detail {
namespace {

/// Puts a cell into a member of the row.
template <class Row>
struct MemberReader {
  Row& row;
  Cell cell;
  double smallest;
  bool is_measure;

  void operator()(std::monostate) const {}
  void operator()(std::string Row::*member) const { row.*member = cell.text(); }
  void operator()(bool Row::*member) const { row.*member = cell.flag(row.*member); }
  void operator()(std::optional<Day> Row::*member) const { row.*member = cell.day(); }
  void operator()(double Row::*member) const {
    const NumberRange range{smallest, largest_number};
    row.*member = is_measure ? cell.measure(range) : cell.number_or_unknown(range);
  }
  void operator()(Blocked) const {
    if constexpr (requires { row.sellable; }) {
      row.sellable = row.sellable && !says_blocked(cell.text());
    }
  }
  void operator()(PriceUnit) const {
    if constexpr (requires { row.list_price; }) {
      const double pieces = cell.price_unit();
      row.list_price /= pieces;
      row.cost /= pieces;
    }
  }
};

template <class Row>
Row read_row(const CsvTable& table, const ColumnFields& fields,
             std::span<const MemberColumn<Row>> columns) {
  Row row;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!fields[i]) continue;
    const MemberReader<Row> reader{row, Cell(table, *fields[i]), columns[i].smallest,
                                   columns[i].is_measure};
    std::visit(reader, columns[i].member);
  }
  return row;
}

/// Calls `add(id, row)` for every record; the id is the first column.
template <class Row, class Add>
void read_rows(CsvTable& table, const Source& source, Faults& faults,
               std::span<const MemberColumn<Row>> columns, Table which, DatasetBuilder& builder,
               Add add) {
  const ColumnFields fields = bind_columns(table, source.columns);
  tell_unused_headers(table, fields, which, builder);
  table.find_formats(fields);
  Interner ids;
  std::vector<std::size_t> lines;
  for_each_record(table, faults, [&] {
    const std::string_view id = Cell(table, *fields.front()).given_id();
    Row row = read_row(table, fields, columns);
    const std::uint32_t number = ids.intern(id);
    if (number < lines.size()) {
      table.refuse_field(*fields.front(), in_quotes(id) + " is there twice, first in line " +
                                              std::to_string(lines[number]));
    }
    lines.push_back(table.line());
    add(id, std::move(row));
  });
}

}  // namespace

void read_products(CsvTable& table, const Source& source, Faults& faults, DatasetBuilder& builder) {
  read_rows(table, source, faults, product_member_columns(), Table::products, builder,
            [&](std::string_view id, Product row) { builder.add_product(id, std::move(row)); });
}

void read_accounts(CsvTable& table, const Source& source, Faults& faults, DatasetBuilder& builder) {
  read_rows(table, source, faults, account_member_columns(), Table::accounts, builder,
            [&](std::string_view id, Account row) { builder.add_account(id, std::move(row)); });
}

}  // namespace upcross::detail
