#include <upcross/core/error.hpp>
#include <upcross/data/text_format.hpp>

#include "data/date_text.hpp"
#include "data/text.hpp"

namespace upcross {
namespace {

void require(bool condition, const std::string& what) {
  if (!condition) throw Error(ErrorCode::invalid_argument, what);
}

bool may_delimit(char c) {
  const bool printable = c > ' ' && c <= '~';
  const bool in_values =
      (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '"';
  return c == '\t' || (printable && !in_values);
}

}  // namespace

void validate(const TextFormat& format) {
  using detail::in_quotes;
  if (format.delimiter) {
    require(may_delimit(*format.delimiter), "the delimiter is " +
                                                in_quotes({&*format.delimiter, 1}) +
                                                "; expected a tab or a punctuation mark, not '\"'");
  }
  if (format.decimal) {
    require(*format.decimal == '.' || *format.decimal == ',',
            "the decimal sign is " + in_quotes({&*format.decimal, 1}) + "; expected '.' or ','");
  }
  if (!format.date_format.empty()) {
    require(detail::parse_date_pattern(format.date_format).has_value(),
            "the date format is " + in_quotes(format.date_format) +
                "; expected day, month and year as in dd.mm.yyyy, mm/dd/yyyy or yyyymmdd");
  }
}

}  // namespace upcross
