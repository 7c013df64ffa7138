#include "data/layout.hpp"

#include <string>
#include <vector>

#include <upcross/core/error.hpp>

#include "data/csv_table.hpp"
#include "data/text.hpp"

namespace upcross::detail {
namespace {

struct Candidate {
  Layout layout = {};
  bool has_columns = false;
  std::size_t fields = 0;

  bool beats(const Candidate& other) const {
    if (has_columns != other.has_columns) return has_columns;
    return fields > other.fields;
  }
};

std::vector<std::string> texts_of(std::span<const std::string_view> fields) {
  std::vector<std::string> texts;
  for (const std::string_view field : fields) texts.emplace_back(trimmed(field));
  return texts;
}

/// The best header with a delimiter; of equal ones the first.
Candidate best_header(std::string_view sample, char delimiter, std::span<const ColumnSpec> columns,
                      std::span<const ColumnChoice> choices) {
  constexpr std::size_t most_records = 20;
  Candidate best;
  best.layout.delimiter = delimiter;
  RecordScanner scanner({}, std::make_unique<TextSource>(sample), delimiter);
  try {
    for (std::size_t number = 0; number < most_records && scanner.next(); ++number) {
      const std::vector<std::string> headers = texts_of(scanner.fields());
      const Candidate now{
          {delimiter, number}, has_required_columns(headers, columns, choices), headers.size()};
      if (now.beats(best)) best = now;
      if (now.has_columns) break;
    }
  } catch (const Error&) {
    // What is no CSV with this delimiter is met again, and refused, when the table is read.
  }
  return best;
}

}  // namespace

Layout find_layout(std::string_view sample, std::optional<char> delimiter,
                   std::span<const ColumnSpec> columns, std::span<const ColumnChoice> choices) {
  if (delimiter) return best_header(sample, *delimiter, columns, choices).layout;
  Candidate best;
  for (const char one : {',', ';', '\t', '|'}) {
    const Candidate now = best_header(sample, one, columns, choices);
    if (now.beats(best)) best = now;
  }
  return best.layout;
}

}  // namespace upcross::detail
