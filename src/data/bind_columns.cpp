#include <algorithm>
#include <initializer_list>
#include <string>

#include <upcross/core/error.hpp>

#include "data/column_tables.hpp"
#include "data/csv_table.hpp"
#include "data/text.hpp"
#include "data/usual_fields.hpp"

namespace upcross::detail {
namespace {

bool is_for(const ColumnChoice& choice, const ColumnSpec& column) {
  const std::string name = normalized_header(choice.column);
  return name == column.name || name + "_id" == column.name;
}

/// The fields that the choice means: those with exactly its header, else those that differ only in
/// what `normalized_header` ignores.
FieldNumbers chosen_fields(std::span<const std::string> headers, const ColumnChoice& choice) {
  FieldNumbers exact = fields_where(
      headers, [&](const std::string& header) { return header == trimmed(choice.header); });
  if (!exact.empty()) return exact;
  const std::string wanted = normalized_header(choice.header);
  return fields_where(
      headers, [&](const std::string& header) { return normalized_header(header) == wanted; });
}

/// Texts in a row, the first 40 of them.
class List {
 public:
  void add(std::string_view text) {
    constexpr std::size_t most = 40;
    if (++size_ <= most) text_ += (size_ == 1 ? "" : ", ") + std::string(text);
    if (size_ == most + 1) text_ += ", ...";
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::size_t size_ = 0;
};

class Binder {
 public:
  Binder(std::span<const std::string> headers, std::span<const ColumnSpec> columns,
         std::span<const ColumnChoice> choices, const ChoosingAdvice& advice)
      : headers_(headers),
        names_(header_names(headers)),
        choices_(choices),
        advice_(advice),
        taken_(headers.size()) {
    for (const ColumnSpec& column : columns) {
      for (const std::size_t field : chosen(column)) taken_[field] = true;
    }
  }

  /// The field of the column, which no later one gets.
  std::optional<std::size_t> bind(const ColumnSpec& column) {
    FieldNumbers fields = chosen(column);
    if (fields.empty()) fields = UsualFields(names_, taken_).of(column);
    if (fields.size() > 1) refuse_two(column, fields);
    if (fields.empty() && column.required) refuse_missing(column);
    if (fields.empty()) return std::nullopt;
    taken_[fields.front()] = true;
    return fields.front();
  }

 private:
  FieldNumbers chosen(const ColumnSpec& column) const {
    FieldNumbers fields;
    for (const ColumnChoice& choice : choices_) {
      if (is_for(choice, column)) {
        std::ranges::copy(chosen_fields(headers_, choice), std::back_inserter(fields));
      }
    }
    std::ranges::sort(fields);
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    return fields;
  }

  [[noreturn]] void refuse_two(const ColumnSpec& column, const FieldNumbers& fields) const {
    throw Error(ErrorCode::invalid_input, "both " + in_quotes(headers_[fields[0]]) + " and " +
                                              in_quotes(headers_[fields[1]]) + " could be " +
                                              std::string(column.name) +
                                              "; choose one: " + advice_(column.name));
  }

  [[noreturn]] void refuse_missing(const ColumnSpec& column) const {
    List found;
    List names;
    for (const std::string& header : headers_) found.add(in_quotes(header));
    names.add(column.name);
    for (const std::string_view alias : column.aliases) names.add(alias);
    for (const std::string_view fallback : column.fallbacks) names.add(fallback);
    for (const std::string_view name : column.names) names.add(name);
    throw Error(ErrorCode::invalid_input,
                "no column is " + std::string(column.name) + ". Headers found: " + found.text() +
                    ". Accepted: " + names.text() + ". Or name it: " + advice_(column.name));
  }

  std::span<const std::string> headers_;
  std::vector<std::string> names_;
  std::span<const ColumnChoice> choices_;
  const ChoosingAdvice& advice_;
  std::vector<bool> taken_;  ///< by a choice or an earlier column
};

bool is_known(const ColumnChoice& choice) {
  const auto fits = [&](const ColumnSpec& column) { return is_for(choice, column); };
  return std::ranges::any_of(purchase_columns(), fits) ||
         std::ranges::any_of(product_columns(), fits) ||
         std::ranges::any_of(account_columns(), fits);
}

bool is_found(const ColumnChoice& choice, const CsvTable& table) {
  const auto fits = [&](const ColumnSpec& column) { return is_for(choice, column); };
  return std::ranges::any_of(table.columns(), fits) &&
         !chosen_fields(table.headers(), choice).empty();
}

[[noreturn]] void refuse_unknown(const ColumnChoice& choice) {
  List names;
  for (const auto& columns : {purchase_columns(), product_columns(), account_columns()}) {
    for (const ColumnSpec& column : columns) names.add(column.name);
  }
  throw Error(ErrorCode::invalid_argument, "there is no column " + in_quotes(choice.column) +
                                               " to choose a header for; expected one of " +
                                               names.text());
}

[[noreturn]] void refuse_not_found(const ColumnChoice& choice, std::span<const CsvTable> tables) {
  List headers;
  for (const CsvTable& table : tables) {
    for (const std::string& header : table.headers()) headers.add(in_quotes(header));
  }
  throw Error(ErrorCode::invalid_input, "the header " + in_quotes(choice.header) + " chosen for " +
                                            choice.column + " is in no file that has this column" +
                                            "; headers found: " + headers.text());
}

}  // namespace

ColumnFields bind_columns(const CsvTable& table, std::span<const ColumnChoice> choices) {
  const auto option = [](std::string_view column) {
    return "--column " + std::string(column) + "=HEADER";
  };
  try {
    return upcross::bind_columns(table.headers(), table.columns(), choices, option);
  } catch (const Error& error) {
    table.refuse(error.what());
  }
}

bool has_required_columns(std::span<const std::string> headers, std::span<const ColumnSpec> columns,
                          std::span<const ColumnChoice> choices) {
  const std::vector<bool> none_taken(headers.size());
  const std::vector<std::string> names = header_names(headers);
  const auto is_there = [&](const ColumnSpec& column) {
    const auto chooses = [&](const ColumnChoice& choice) {
      return is_for(choice, column) && !chosen_fields(headers, choice).empty();
    };
    return !column.required || !UsualFields(names, none_taken).of(column).empty() ||
           std::any_of(choices.begin(), choices.end(), chooses);
  };
  return std::all_of(columns.begin(), columns.end(), is_there);
}

void check_choices(std::span<const ColumnChoice> choices, std::span<const CsvTable> tables) {
  for (const ColumnChoice& choice : choices) {
    if (!is_known(choice)) refuse_unknown(choice);
    const auto found = [&](const CsvTable& table) { return is_found(choice, table); };
    if (std::ranges::none_of(tables, found)) refuse_not_found(choice, tables);
  }
}

}  // namespace upcross::detail

namespace upcross {

std::vector<std::optional<std::size_t>> bind_columns(std::span<const std::string> headers,
                                                     std::span<const ColumnSpec> columns,
                                                     std::span<const ColumnChoice> choices,
                                                     const ChoosingAdvice& advice) {
  detail::Binder binder(headers, columns, choices, advice);
  std::vector<std::optional<std::size_t>> fields;
  for (const ColumnSpec& column : columns) fields.push_back(binder.bind(column));
  return fields;
}

}  // namespace upcross
