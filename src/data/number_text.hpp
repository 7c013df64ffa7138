#pragma once

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

/// Reads a number: digits with a decimal sign, thousands in groups of exactly three (by the other
/// sign, a space or an apostrophe), a sign before or behind ("12-"), or brackets for a minus, a
/// currency before or behind. Where the sign is undecided, only a text that proves its own is read.
NumberText parse_number(std::string_view text, DecimalSign sign);

}  // namespace upcross::detail
