#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace upcross {

/// A calendar day.
using Day = std::chrono::sys_days;

/// A point in time to the second, in the data's own clock: time zones are not converted.
using Time = std::chrono::sys_seconds;

/// Reads `YYYY-MM-DD`, optionally followed by `T` or a space, `HH:MM`, `:SS`, a fraction of a
/// second (dropped) and `Z` or an offset `+HH:MM`, ` +HHMM` (subtracted, so the time is UTC).
/// Nothing for any other text and for days that do not exist.
std::optional<Time> parse_iso_time(std::string_view text);

/// The day of `parse_iso_time`, or nothing where a time of day follows.
std::optional<Day> parse_iso_day(std::string_view text);

/// `YYYY-MM-DD`.
std::string iso(Day day);

}  // namespace upcross
