#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/data/line_kind.hpp>

#include "data/csv_table.hpp"

namespace upcross::detail {

/// Reads what the lines of a table are from its columns of words, and counts the words.
class LineWords {
 public:
  using Field = std::optional<std::size_t>;

  /// Of an order whose first line alone tells a word or a day the further lines have the same.
  LineWords(const CsvTable& table, Field document_type, Field order_status, Field cancelled,
            Field order);

  /// Of the present record, which may be told to continue the order of the record before it.
  LineKind kind(bool continues);

  /// Tells the builder all words met.
  void tell(DatasetBuilder& builder) const;

 private:
  struct Said {
    LineKind kind = LineKind::purchase;
    bool holds_for_order = false;
    std::uint64_t lines = 0;
  };
  struct WordColumn {
    std::size_t field;
    std::string_view column;
    std::map<std::string, Said, std::less<>> words = {};
    LineKind of_order = LineKind::purchase;  ///< what an empty text of the same order means
  };

  bool is_same_order();
  Said hear(WordColumn& column, std::string_view text) const;

  const CsvTable& table_;
  Field order_;
  std::string last_order_;
  std::vector<WordColumn> columns_;
};

}  // namespace upcross::detail
