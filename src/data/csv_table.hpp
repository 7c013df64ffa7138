#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/data/columns.hpp>
#include <upcross/data/read.hpp>

#include "data/cell_formats.hpp"
#include "data/decoded.hpp"
#include "data/layout.hpp"
#include "data/record_scanner.hpp"

namespace upcross::detail {

/// The field of each of a table's columns, in their order; nothing for a column that it has not.
using ColumnFields = std::vector<std::optional<std::size_t>>;

/// A CSV file, record by record, below the header that names its fields.
class CsvTable {
 public:
  /// Opens the file, finds its layout and reads its header. `columns` are those that the file may
  /// have; `source` says how it is written.
  CsvTable(const std::filesystem::path& path, std::span<const ColumnSpec> columns,
           const Source& source, ReadMeter& meter);

  std::span<const ColumnSpec> columns() const noexcept { return columns_; }
  std::span<const std::string> headers() const noexcept { return headers_; }

  /// Finds how numbers and dates are written in these fields. Call it before the first record.
  void find_formats(const ColumnFields& fields);
  const CellFormats& formats() const noexcept { return formats_; }

  /// Goes to the next record that is no rule of dashes and not the header again, as on each page of
  /// a report; false at the end. Throws where its number of fields is not that of the header; fields
  /// that are blank and have no header may be missing or too many at the end.
  bool next();

  /// After a LineFault of `next` or of a field: goes on behind the record. `raw` is its text.
  void pass_fault() { scanner_.pass_fault(); }
  std::string_view raw() const { return scanner_.raw(); }

  const std::string& file() const noexcept { return scanner_.file(); }
  std::size_t records() const noexcept { return records_; }  ///< met below the header
  std::size_t line() const noexcept { return scanner_.line(); }

  /// A field that has a header.
  std::string_view field(std::size_t number) const { return scanner_.fields()[number]; }

  /// Throws a LineFault with file, line and `what`.
  [[noreturn]] void refuse(const std::string& what) const { scanner_.refuse(what); }

  /// The same with the header of a field.
  [[noreturn]] void refuse_field(std::size_t number, const std::string& what) const;

 private:
  CsvTable(const std::filesystem::path& path, std::span<const ColumnSpec> columns,
           const Source& source, Sampled start);
  void read_headers();
  bool fields_fit() const;
  bool is_header_again() const;

  std::span<const ColumnSpec> columns_;
  TextFormat given_;
  std::shared_ptr<const std::string> head_;  ///< the file's beginning until formats are found
  std::string_view sample_;                  ///< its whole lines
  Layout layout_;
  RecordScanner scanner_;
  std::vector<std::string> headers_;
  CellFormats formats_;
  std::size_t records_ = 0;
};

/// Finds the table's columns by the choices, else by their usual names. Throws invalid_input for a
/// required column that is missing and a column that two headers fit.
ColumnFields bind_columns(const CsvTable& table, std::span<const ColumnChoice> choices);

/// Whether every required column has at least one header.
bool has_required_columns(std::span<const std::string> headers, std::span<const ColumnSpec> columns,
                          std::span<const ColumnChoice> choices);

/// Throws invalid_input for a choice whose column is unknown or whose header is in no table that
/// knows the column.
void check_choices(std::span<const ColumnChoice> choices, std::span<const CsvTable> tables);

}  // namespace upcross::detail
