#include <cstdint>
#include <span>
#include <string>
#include <system_error>

#include <upcross/core/error.hpp>
#include <upcross/data/read.hpp>

#include "data/byte_source.hpp"
#include "data/csv_table.hpp"
#include "data/read_tables.hpp"
#include "data/text.hpp"

namespace upcross {
namespace {

using std::filesystem::path;

/// The bytes of the files together; 0 if there is one whose size is not known, as of a pipe.
std::size_t bytes_of(const std::vector<path>& files) {
  std::size_t bytes = 0;
  for (const path& file : files) {
    std::error_code failed;
    const std::uintmax_t size = std::filesystem::file_size(file, failed);
    if (failed) return 0;
    bytes += size;
  }
  return bytes;
}

/// Whether the directory has the file. Any other answer than yes or no is an error.
bool is_there(const path& file) {
  std::error_code failed;
  const bool found = std::filesystem::exists(file, failed);
  if (!failed) return found;
  throw Error(ErrorCode::io, "cannot look for " + file.string() + ": " + failed.message());
}

/// NAME.csv or NAME.csv.gz of the directory, where there is one.
std::optional<path> find_file(const path& directory, const std::string& name) {
  const path plain = directory / (name + ".csv");
  const path gzip = directory / (name + ".csv.gz");
  const bool is_plain = is_there(plain);
  const bool is_gzip = is_there(gzip);
  if (is_plain && is_gzip) {
    throw Error(ErrorCode::invalid_input,
                "both " + plain.string() + " and " + gzip.string() + " are there; expected one");
  }
  if (is_plain) return plain;
  return is_gzip ? std::optional(gzip) : std::nullopt;
}

/// Reads all purchases as one history.
void read_history(const Source& source, std::span<detail::CsvTable> tables, detail::Faults& faults,
                  DatasetBuilder& builder) {
  detail::OneCurrency currency;
  bool has_lines = false;
  for (detail::CsvTable& table : tables) {
    if (!source.keep_duplicates) builder.begin_export();
    detail::read_purchases(table, source, currency, faults, builder);
    has_lines = has_lines || table.records() > 0;
  }
  if (!has_lines) tables.back().refuse("no purchase line follows the header");
  builder.set_currency(currency.name());
}

/// The tables are those of the purchases, then the catalogue and the accounts, if given.
Dataset read_tables(const Source& source, std::span<detail::CsvTable> tables,
                    const Execution& execution) {
  DatasetBuilder builder;
  detail::Faults faults(source.keep_bad_lines);
  const std::size_t histories = source.purchases.size();
  if (source.products) detail::read_products(tables[histories], source, faults, builder);
  if (source.accounts) detail::read_accounts(tables.back(), source, faults, builder);
  read_history(source, tables.first(histories), faults, builder);
  for (BadLine& bad : faults.take()) builder.add_bad_line(std::move(bad));
  return builder.build(execution);
}

}  // namespace

Dataset read_dataset(const Source& source, const Execution& execution) {
  validate(source.format);
  if (source.purchases.empty()) {
    throw Error(ErrorCode::invalid_argument, "no purchases file is given; expected at least one");
  }
  std::vector<path> files = source.purchases;
  if (source.products) files.push_back(*source.products);
  if (source.accounts) files.push_back(*source.accounts);
  detail::ReadMeter meter(execution, bytes_of(files));

  std::vector<detail::CsvTable> tables;
  for (const path& file : source.purchases) {
    tables.emplace_back(file, purchase_columns(), source, meter);
  }
  if (source.products) tables.emplace_back(*source.products, product_columns(), source, meter);
  if (source.accounts) tables.emplace_back(*source.accounts, account_columns(), source, meter);
  detail::check_choices(source.columns, tables);
  return read_tables(source, tables, execution);
}

Dataset read_dataset(const path& directory, const Execution& execution) {
  const std::optional<path> purchases = find_file(directory, "purchases");
  if (!purchases) {
    throw Error(ErrorCode::io, directory.string() +
                                   ": expected a directory with purchases.csv or purchases.csv.gz");
  }
  return read_dataset(Source{.purchases = {*purchases},
                             .products = find_file(directory, "products"),
                             .accounts = find_file(directory, "accounts")},
                      execution);
}

}  // namespace upcross
