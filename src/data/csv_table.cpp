#include "data/csv_table.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <upcross/core/error.hpp>

#include "data/read_ahead.hpp"
#include "data/text.hpp"

namespace upcross::detail {
namespace {

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

/// Whether the record is a rule between the lines of a printed list: "-----" or "|---|---|".
bool is_rule(std::span<const std::string_view> fields) {
  if (!fields.front().empty() && fields.front().front() != '-') return false;  // as nearly always
  const auto is_drawn = [](std::string_view field) {
    return field.find_first_not_of('-') == std::string_view::npos;
  };
  const auto is_long = [](std::string_view field) { return field.size() >= 3; };
  return std::ranges::all_of(fields, is_drawn) && std::ranges::any_of(fields, is_long);
}

}  // namespace

CsvTable::CsvTable(const std::filesystem::path& path, std::span<const ColumnSpec> columns,
                   const Source& source, ReadMeter& meter)
    : CsvTable(
          path, columns, source,
          sampled(
              read_ahead(with_line_feeds(decoded(open_bytes(path, meter), source.format.encoding)),
                         sample_size, meter),
              sample_size)) {}

CsvTable::CsvTable(const std::filesystem::path& path, std::span<const ColumnSpec> columns,
                   const Source& source, Sampled start)
    : columns_(columns),
      given_(source.format),
      head_(std::move(start.head)),
      sample_(start.sample),
      layout_(find_layout(sample_, given_.delimiter, columns, source.columns)),
      scanner_(path.string(), std::move(start.source), layout_.delimiter) {
  read_headers();
}

void CsvTable::read_headers() {
  for (std::size_t number = 0; number <= layout_.records_before_header; ++number) {
    if (!scanner_.next()) {
      throw Error(ErrorCode::invalid_input,
                  scanner_.file() + ": the file is empty; expected a header line");
    }
  }
  for (const std::string_view header : scanner_.fields()) {
    headers_.emplace_back(trimmed(header));
    if (!is_utf8(header)) {
      refuse("the header " + in_quotes(header) + " " + std::string(not_utf8));
    }
  }
}

void CsvTable::find_formats(const ColumnFields& fields) {
  formats_ = find_cell_formats(sample_, layout_, given_, columns_, fields);
  head_.reset();
}

bool CsvTable::next() {
  do {
    if (!scanner_.next()) return false;
  } while (is_rule(scanner_.fields()) || is_header_again());
  ++records_;
  if (scanner_.fields().size() != headers_.size() && !fields_fit()) {
    refuse("the record has " + std::to_string(scanner_.fields().size()) +
           " fields, the header has " + std::to_string(headers_.size()));
  }
  return true;
}

bool CsvTable::is_header_again() const {
  const auto is_same = [](std::string_view field, const std::string& header) {
    return trimmed(field) == header;
  };
  return std::ranges::equal(scanner_.fields(), headers_, is_same);
}

bool CsvTable::fields_fit() const {
  const auto fields = scanner_.fields();
  const auto common = static_cast<std::ptrdiff_t>(std::min(fields.size(), headers_.size()));
  return std::all_of(fields.begin() + common, fields.end(), is_blank) &&
         std::all_of(headers_.begin() + common, headers_.end(), is_blank);
}

void CsvTable::refuse_field(std::size_t number, const std::string& what) const {
  refuse("column " + in_quotes(headers_[number]) + ": " + what);
}

}  // namespace upcross::detail
