#include "data/csv_table.hpp"

#include <set>
#include <string>

#include <upcross/core/error.hpp>

#include "data/text.hpp"

namespace upcross::detail {

CsvTable::CsvTable(const std::filesystem::path& path, std::span<const ColumnSpec> columns,
                   ReadMeter& meter)
    : columns_(columns), scanner_(path.string(), open_bytes(path, meter)) {
  if (!scanner_.next()) {
    throw Error(ErrorCode::invalid_input,
                scanner_.file() + ": the file is empty; expected a header line");
  }
  for (const std::string_view header : scanner_.fields()) headers_.emplace_back(trimmed(header));
  check_headers();
}

bool CsvTable::next() {
  if (!scanner_.next()) return false;
  const std::size_t given = scanner_.fields().size();
  if (given != headers_.size()) {
    refuse("the record has " + std::to_string(given) + " fields, the header has " +
           std::to_string(headers_.size()));
  }
  return true;
}

void CsvTable::refuse_field(std::size_t number, const std::string& what) const {
  throw Error(ErrorCode::invalid_input, scanner_.file() + ":" + std::to_string(line()) +
                                            ", column " + in_quotes(headers_[number]) + ": " +
                                            what);
}

void CsvTable::check_headers() const {
  std::set<std::string_view> seen;
  for (const std::string& header : headers_) {
    if (!header.empty() && !seen.insert(header).second) {
      refuse("the header " + in_quotes(header) + " is there twice");
    }
  }
}

}  // namespace upcross::detail
