#include "data/line_words.hpp"

#include <algorithm>

#include "data/cell.hpp"

namespace upcross::detail {

namespace {

/// Marks are those of their line; words and days may be those of the whole order.
bool is_mark(std::string_view text) {
  constexpr std::size_t shortest_word = 4;
  return text.size() < shortest_word;
}

}  // namespace

LineWords::LineWords(const CsvTable& table, Field document_type, Field order_status,
                     Field cancelled, Field order)
    : table_(table), order_(order) {
  const auto add = [&](Field field, LineKind (*kind_of)(std::string_view)) {
    if (field) columns_.push_back({*field, kind_of});
  };
  add(document_type, kind_of_document);
  add(order_status, kind_of_status);
  add(cancelled, kind_of_mark);
}

LineKind LineWords::kind() {
  if (columns_.empty()) return LineKind::purchase;
  LineKind kind = LineKind::purchase;
  const bool continues = continues_order();
  for (WordColumn& column : columns_) {
    const std::string_view text = Cell(table_, column.field).text();
    const LineKind told = text.empty() && continues ? column.of_order : hear(column, text);
    if (!text.empty() || !continues) column.of_order = is_mark(text) ? LineKind::purchase : told;
    kind = std::max(kind, told);
  }
  return kind;
}

bool LineWords::continues_order() {
  if (!order_) return false;
  const std::string_view order = Cell(table_, *order_).bytes();
  if (!order.empty() && order == last_order_) return true;
  last_order_ = order;
  return false;
}

/// Words beyond the first many are those of a column of something else, and not counted.
LineKind LineWords::hear(WordColumn& column, std::string_view text) {
  constexpr std::size_t many = 100;
  if (text.empty()) return LineKind::purchase;
  auto found = column.words.find(text);
  if (found == column.words.end()) {
    const LineKind kind = column.kind_of(text);
    if (column.words.size() == many) return kind;
    found = column.words.emplace(text, Said{kind}).first;
  }
  ++found->second.lines;
  return found->second.kind;
}

void LineWords::tell(DatasetBuilder& builder) const {
  for (const WordColumn& column : columns_) {
    for (const auto& [text, said] : column.words) {
      builder.add_line_word({table_.headers()[column.field], text, said.kind, said.lines});
    }
  }
}

}  // namespace upcross::detail
