#include "data/line_words.hpp"

#include <algorithm>

#include "data/cell.hpp"

namespace upcross::detail {

LineWords::LineWords(const CsvTable& table, Field document_type, Field order_status,
                     Field cancelled, Field order)
    : table_(table), order_(order) {
  const auto add = [&](Field field, std::string_view column) {
    if (field) columns_.push_back({*field, column});
  };
  add(document_type, "document_type");
  add(order_status, "order_status");
  add(cancelled, "cancelled");
}

LineKind LineWords::kind(bool continues) {
  if (columns_.empty()) return LineKind::purchase;
  LineKind kind = LineKind::purchase;
  continues = continues || is_same_order();
  for (WordColumn& column : columns_) {
    const std::string_view text = Cell(table_, column.field).text();
    if (text.empty() && continues) {
      kind = std::max(kind, column.of_order);
      continue;
    }
    const Said said = hear(column, text);
    column.of_order = said.holds_for_order ? said.kind : LineKind::purchase;
    kind = std::max(kind, said.kind);
  }
  return kind;
}

bool LineWords::is_same_order() {
  if (!order_) return false;
  const std::string_view order = Cell(table_, *order_).bytes();
  if (!order.empty() && order == last_order_) return true;
  last_order_ = order;
  return false;
}

/// Words for purchases beyond the first many are those of a column of something else.
LineWords::Said LineWords::hear(WordColumn& column, std::string_view text) const {
  constexpr std::size_t many = 100;
  if (text.empty()) return {};
  auto found = column.words.find(text);
  if (found == column.words.end()) {
    const std::string& header = table_.headers()[column.field];
    const Said said{line_kind(column.column, header, text),
                    holds_for_order(column.column, header, text)};
    if (column.words.size() >= many && said.kind == LineKind::purchase) return said;
    found = column.words.emplace(text, said).first;
  }
  ++found->second.lines;
  return found->second;
}

void LineWords::tell(DatasetBuilder& builder) const {
  for (const WordColumn& column : columns_) {
    for (const auto& [text, said] : column.words) {
      builder.add_line_word({table_.headers()[column.field], text, said.kind, said.lines});
    }
  }
}

}  // namespace upcross::detail
