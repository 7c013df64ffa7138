#pragma once

#include <string>
#include <vector>

#include <upcross/data/bad_lines.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/data/read.hpp>

#include "data/csv_table.hpp"
#include "data/line_fault.hpp"

namespace upcross::detail {

/// What becomes of records that cannot be read: the first one ends the reading, or all are kept.
class Faults {
 public:
  explicit Faults(bool are_kept) : are_kept_(are_kept) {}

  /// Rethrows the fault or keeps the table's record and passes over it. Throws invalid_input if
  /// there are more than 256 MiB of them.
  void meet(const LineFault& fault, CsvTable& table);

  std::vector<BadLine> take() { return std::move(lines_); }

 private:
  bool are_kept_;
  std::size_t bytes_ = 0;
  std::vector<BadLine> lines_;
};

/// Calls `read()` for every record that is left.
template <class Read>
void for_each_record(CsvTable& table, Faults& faults, Read read) {
  for (;;) {
    try {
      while (table.next()) read();
      return;
    } catch (const LineFault& fault) {
      faults.meet(fault, table);
    }
  }
}

/// The one currency of all purchases.
class OneCurrency {
 public:
  /// Takes the currency of the table's record; empty = not told. Throws invalid_input if another
  /// one was told before: that is no fault of the line.
  void hear(std::string_view currency, const CsvTable& table) {
    if (!currency.empty()) hear_told(currency, table);
  }

  /// Three capital letters where it is a code; empty if none was told.
  const std::string& name() const noexcept { return name_; }

 private:
  void hear_told(std::string_view currency, const CsvTable& table);

  std::string spelling_;
  std::string name_;
  std::string place_;
};

/// Tells the builder the headers that hold none of the columns.
void tell_unused_headers(const CsvTable& table, const ColumnFields& fields, Table which,
                         DatasetBuilder& builder);

/// Each reads the records that are left of a table and hands them to the builder.
void read_purchases(CsvTable& table, const Source& source, OneCurrency& currency, Faults& faults,
                    DatasetBuilder& builder);
void read_products(CsvTable& table, const Source& source, Faults& faults, DatasetBuilder& builder);
void read_accounts(CsvTable& table, const Source& source, Faults& faults, DatasetBuilder& builder);

}  // namespace upcross::detail
