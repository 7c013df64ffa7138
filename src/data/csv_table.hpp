#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/data/columns.hpp>

#include "data/record_scanner.hpp"

namespace upcross::detail {

/// A CSV file, record by record, whose first record names its fields.
class CsvTable {
 public:
  /// Opens the file and reads its header. `columns` are those that the file may have.
  CsvTable(const std::filesystem::path& path, std::span<const ColumnSpec> columns,
           ReadMeter& meter);

  std::span<const ColumnSpec> columns() const noexcept { return columns_; }
  std::span<const std::string> headers() const noexcept { return headers_; }

  /// Goes to the next record; false at the end. Throws where its number of fields is not that of
  /// the header.
  bool next();

  std::size_t line() const noexcept { return scanner_.line(); }
  std::string_view field(std::size_t number) const { return scanner_.fields()[number]; }

  /// Throws invalid_input with file, line and `what`.
  [[noreturn]] void refuse(const std::string& what) const { scanner_.refuse(what); }

  /// The same with the header of a field.
  [[noreturn]] void refuse_field(std::size_t number, const std::string& what) const;

 private:
  void check_headers() const;

  std::span<const ColumnSpec> columns_;
  RecordScanner scanner_;
  std::vector<std::string> headers_;
};

/// The field of each of the table's columns, in their order; nothing for a column that it has not.
using ColumnFields = std::vector<std::optional<std::size_t>>;

/// Finds the table's columns by the choices, else by their usual names. Throws invalid_input for a
/// required column that is missing and a column that two headers fit.
ColumnFields bind_columns(const CsvTable& table, std::span<const ColumnChoice> choices);

/// Throws invalid_input for a choice whose column is unknown or whose header is in no table that
/// knows the column.
void check_choices(std::span<const ColumnChoice> choices, std::span<const CsvTable> tables);

}  // namespace upcross::detail
