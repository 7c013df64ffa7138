#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace upcross {

/// How the cells of a column are read.
enum class ColumnType { text, number, date };

/// A column that the library knows: its name in every file it writes, and the header names under
/// which it is found in files of others.
struct ColumnSpec {
  std::string_view name;                      ///< e.g. "account_id"
  std::span<const std::string_view> aliases;  ///< in the form of `normalized_header`
  bool required = false;
  ColumnType type = ColumnType::text;
  /// Names that count only where neither the name nor an alias is a header; the first of them that
  /// is one, and that no column before this one has.
  std::span<const std::string_view> fallbacks = {};
  /// The same after all fallbacks: headers of names, which tell what has no number. Beside a bare
  /// number ("No.") they are refused, since that may be the column.
  std::span<const std::string_view> names = {};
  /// Of an id, words for what it is the number of, and words for a number: before all fallbacks,
  /// the only header that is made of both is the column, e.g. "Inventory Item Code".
  std::span<const std::string_view> things = {};
  std::span<const std::string_view> number_words = {};
};

/// The columns of the three files, in the order of their documentation.
std::span<const ColumnSpec> purchase_columns();
std::span<const ColumnSpec> product_columns();
std::span<const ColumnSpec> account_columns();

/// Says which header holds a column, e.g. {"account_id", "KUNDE"}; `column` may also be the name
/// without "_id". Holds for every file that knows the column and has the header.
struct ColumnChoice {
  std::string column;
  std::string header;
};

/// How headers are compared: CamelCase and any white space, '-', '.' become '_' and ASCII letters
/// and German umlauts small: "InvoiceNo" and "invoice no" are both "invoice_no". Other bytes stay.
std::string normalized_header(std::string_view header);

/// How a caller chooses the header of a column, for messages, e.g. "--column account_id=HEADER".
using ChoosingAdvice = std::function<std::string(std::string_view column)>;

/// The position of the header of each of `columns`, by the choices, else by its usual names;
/// nothing for a column that has none. Throws invalid_input, with the advice, for a required column
/// that no header fits, telling which were seen, and for a column that two fit.
std::vector<std::optional<std::size_t>> bind_columns(std::span<const std::string> headers,
                                                     std::span<const ColumnSpec> columns,
                                                     std::span<const ColumnChoice> choices,
                                                     const ChoosingAdvice& advice);

}  // namespace upcross
