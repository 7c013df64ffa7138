#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

namespace upcross::detail {

/// The sign before the fraction of a number; the other one of '.' and ',' groups thousands.
enum class DecimalSign { undecided, point, comma };

enum class NumberFault { none, not_a_number, undecidable, out_of_range };

struct NumberText {
  double value = 0.0;
  NumberFault fault = NumberFault::none;
  std::string_view currency = {};  ///< what is written beside it: "EUR", "$"
};

/// The sign that the text proves: "2,55" and "1.234,50" can only have a decimal comma, while
/// "1.234" and "12" prove nothing.
DecimalSign proven_decimal(std::string_view text);

/// The character; NUL where it is undecided.
inline char decimal_of(DecimalSign sign) {
  return sign == DecimalSign::comma ? ',' : sign == DecimalSign::point ? '.' : '\0';
}

/// 10^i: these are exact.
inline constexpr std::array<double, 16> powers_of_ten = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// Reads 1 to 15 digits with or without `decimal` among them and a minus before; NaN for any other
/// text. So few digits and the power of ten are exact, and their quotient is the nearest number, as
/// `from_chars` gives it. (An optional would be written and read back by halves.)
inline double short_number(std::string_view text, char decimal) {
  constexpr double not_short = std::numeric_limits<double>::quiet_NaN();
  const auto value_of = [](char c) { return static_cast<unsigned>(c) - '0'; };
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t last = text.size() - 1;
  if (last >= powers_of_ten.size() - 1 || value_of(text[0]) > 9) return not_short;
  std::int64_t digits = 0;
  std::size_t point = last;
  for (std::size_t i = 0; i <= last; ++i) {
    const unsigned digit = value_of(text[i]);
    if (digit <= 9) {
      digits = 10 * digits + digit;
    } else if (text[i] == decimal && point == last && i != last) {
      point = i;
    } else {
      return not_short;
    }
  }
  const double value = static_cast<double>(digits) / powers_of_ten[last - point];
  return negative ? -value : value;
}

/// Reads what `short_number` does not.
NumberText parse_long_number(std::string_view text, DecimalSign sign);

/// Reads a number: digits with a decimal sign, thousands in groups of exactly three (by the other
/// sign, a space or an apostrophe), a sign before or behind ("12-"), or brackets for a minus, a
/// currency before or behind. Where the sign is undecided, only a text that proves its own is read.
inline NumberText parse_number(std::string_view text, DecimalSign sign) {
  const double value = short_number(text, decimal_of(sign));
  return !std::isnan(value) ? NumberText{.value = value} : parse_long_number(text, sign);
}

}  // namespace upcross::detail
