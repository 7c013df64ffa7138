#include "data/cell_formats.hpp"

#include <memory>

#include <upcross/core/error.hpp>

#include "data/line_fault.hpp"
#include "data/measure_text.hpp"
#include "data/record_scanner.hpp"
#include "data/text.hpp"

namespace upcross::detail {
namespace {

/// What cells prove, as long as they agree.
template <class Choice>
class Verdict {
 public:
  void hear(Choice proven) {
    if (proven == Choice::undecided) return;
    contradicted_ = contradicted_ || (choice_ != Choice::undecided && choice_ != proven);
    choice_ = proven;
  }
  Choice choice() const { return contradicted_ ? Choice::undecided : choice_; }

 private:
  Choice choice_ = Choice::undecided;
  bool contradicted_ = false;
};

/// Goes to the next record that is one; false at the end. Faults are met again when the table is
/// read.
bool go_on(RecordScanner& scanner) {
  for (;;) {
    try {
      return scanner.next();
    } catch (const LineFault&) {
      scanner.pass_fault();
    } catch (const Error&) {
      return false;
    }
  }
}

struct Verdicts {
  Verdict<DecimalSign> decimal;
  Verdict<DateOrder> order;

  void hear(ColumnType type, std::string_view cell) {
    if (type == ColumnType::number) {
      decimal.hear(proven_decimal(trimmed(cell)));
      decimal.hear(proven_decimal(number_of_measure(trimmed(cell))));
    }
    if (type == ColumnType::date) order.hear(proven_order(trimmed(cell)));
  }
};

Verdicts verdicts_of(RecordScanner& scanner, std::size_t records_to_skip,
                     std::span<const ColumnSpec> columns,
                     std::span<const std::optional<std::size_t>> fields) {
  constexpr std::size_t most_records = 10000;
  Verdicts verdicts;
  for (std::size_t number = 0; number < records_to_skip + most_records && go_on(scanner);
       ++number) {
    if (number < records_to_skip) continue;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (fields[i] && *fields[i] < scanner.fields().size()) {
        verdicts.hear(columns[i].type, scanner.fields()[*fields[i]]);
      }
    }
  }
  return verdicts;
}

}  // namespace

CellFormats find_cell_formats(std::string_view sample, const Layout& layout,
                              const TextFormat& given, std::span<const ColumnSpec> columns,
                              std::span<const std::optional<std::size_t>> fields) {
  RecordScanner scanner({}, std::make_unique<TextSource>(sample), layout.delimiter);
  const Verdicts verdicts = verdicts_of(scanner, layout.records_before_header + 1, columns, fields);
  CellFormats formats;
  formats.decimal = verdicts.decimal.choice();
  if (given.decimal) {
    formats.decimal = *given.decimal == ',' ? DecimalSign::comma : DecimalSign::point;
  }
  formats.dates.order = verdicts.order.choice();
  if (!given.date_format.empty()) formats.dates.given = parse_date_pattern(given.date_format);
  return formats;
}

}  // namespace upcross::detail
