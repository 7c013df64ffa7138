#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include <upcross/core/date.hpp>

namespace upcross::detail {

/// How a date is written: the order of 'd', 'm' and 'y' and what stands between them.
struct DatePattern {
  std::array<char, 3> order;
  char separator = 0;  ///< 0 = nothing: all parts have their full width
  std::size_t year_digits = 4;
};

/// Reads e.g. "dd.mm.yyyy", "m/d/yy" or "TT.MM.JJJJ"; a time after a space is allowed and means
/// nothing. Nothing for any other text.
std::optional<DatePattern> parse_date_pattern(std::string_view format);

/// What comes first in dates such as 03/04/2011.
enum class DateOrder { undecided, day_first, month_first };

/// How the dates of a file are written, beside ISO and dates with the name of a month.
struct DateFormats {
  std::optional<DatePattern> given = {};  ///< the only one, if it is there
  DateOrder order = DateOrder::undecided;
};

/// The order that a date such as 12/31/2010 proves by itself.
DateOrder proven_order(std::string_view text);

/// Whether the text is a date of two numbers and a year, of which either may be the month.
bool needs_order(std::string_view text);

/// Whether the text begins with three numbers of at most two digits, as in 1/13/23: any of them may
/// be the year.
bool has_short_year(std::string_view text);

/// Whether the text is a day and a month without year: 3 or 4 digits, as in 0102 or 102, or 01.02.
bool has_no_year(std::string_view text);

/// Reads a date, with or without H:MM[:SS] [AM|PM]. Nothing if the text is none, or not for
/// certain. Two-digit years are 1970 to 2069.
std::optional<Time> parse_time(std::string_view text, const DateFormats& formats);

}  // namespace upcross::detail
