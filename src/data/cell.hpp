#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <upcross/core/date.hpp>

#include "data/csv_table.hpp"
#include "data/number_text.hpp"
#include "data/short_text.hpp"

namespace upcross::detail {

/// The numbers that a cell may hold, both ends included.
struct NumberRange {
  double smallest;
  double largest;
};

/// A field of the table's present record, to be read as a value. Each function throws invalid_input
/// with file, line and column for a text that is no such value. White space around is ignored, as
/// is the formula of ="007".
class Cell {
 public:
  Cell(const CsvTable& table, std::size_t field)
      : table_(table), field_(field), bytes_(table.field(field)) {
    if (!is_bare(bytes_)) bytes_ = stripped(bytes_);
  }

  bool is_empty() const noexcept { return bytes_.empty(); }
  std::string_view bytes() const noexcept { return bytes_; }
  std::string_view text() const;  ///< UTF-8
  /// An id that a data set accepts; empty also where a program wrote "NULL" or the like.
  std::string_view id() const {
    if (may_say_nothing(bytes_) && says_nothing(bytes_)) return {};
    if (!is_short_ascii(bytes_)) check_id();
    return bytes_;
  }
  std::string_view given_id() const;  ///< the same, not empty

  /// With its currency.
  NumberText amount(NumberRange range) const {
    return checked(parse_number(bytes_, table_.formats().decimal), range);
  }
  double number(NumberRange range) const {
    const double plain = plain_number(range);
    return std::isnan(plain) ? amount(range).value : plain;
  }
  /// The number if it is written as most are, without a currency, and in the range; else NaN.
  double plain_number(NumberRange range) const {
    const double value = short_number(bytes_, decimal_of(table_.formats().decimal));
    const bool fits = value >= range.smallest && value <= range.largest;
    return fits ? value : std::numeric_limits<double>::quiet_NaN();
  }
  double count(NumberRange range) const;    ///< a number, with or without a unit such as "Stk"
  double measure(NumberRange range) const;  ///< with or without a unit; unknown if no number
  double number_or_unknown(NumberRange range) const;           ///< unknown if empty
  double amount_or_unknown(NumberRange range) const noexcept;  ///< unknown also if it is none
  /// For how many pieces a price holds, as in "100" or "100 ST"; 1 if no number is told, or 0.
  double price_unit() const;
  Time time() const;
  std::optional<Day> day() const;   ///< nothing if empty; a time of day is dropped
  bool flag(bool otherwise) const;  ///< `otherwise` if empty

 private:
  /// Whether there is nothing around the value for certain.
  static bool is_bare(std::string_view field) noexcept {
    return !field.empty() && field.front() > ' ' && field.back() > ' ' && field.front() != '=';
  }
  static std::string_view stripped(std::string_view field);
  static bool may_say_nothing(std::string_view text) noexcept {
    constexpr std::size_t longest = 6;
    if (text.size() < 2 || text.size() > longest) return false;
    const char c = text.front();
    return c == 'N' || c == 'n' || c == '#' || c == '<' || c == '\\' || c == '(';
  }
  static bool says_nothing(std::string_view text) noexcept;
  NumberText checked(const NumberText& number, NumberRange range) const {
    const bool is_beyond = number.value < range.smallest || number.value > range.largest;
    if (number.fault != NumberFault::none || is_beyond) refuse_number(number.fault, range);
    return number;
  }
  [[noreturn]] void refuse_number(NumberFault fault, NumberRange range) const;
  void check_id() const;
  [[noreturn]] void refuse(std::string_view what) const;
  std::string expected_number() const;

  const CsvTable& table_;
  std::size_t field_;
  std::string_view bytes_;
};

}  // namespace upcross::detail
