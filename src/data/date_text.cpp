#include "data/date_text.hpp"

#include <algorithm>
#include <string>

#include "data/date_surroundings.hpp"
#include "data/month_text.hpp"

namespace upcross::detail {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Takes parts from the front of a text.
class Rest {
 public:
  explicit Rest(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }

  bool take(char c) {
    if (text_.empty() || lower(text_.front()) != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  /// As many digits as there are up to `most`, at least `least`, as a number.
  std::optional<int> take_number(std::size_t least, std::size_t most) {
    std::size_t size = 0;
    int number = 0;
    for (; size < std::min(most, text_.size()) && is_digit(text_[size]); ++size) {
      number = 10 * number + (text_[size] - '0');
    }
    if (size < least) return std::nullopt;
    text_.remove_prefix(size);
    return number;
  }

 private:
  std::string_view text_;
};

std::optional<Day> existing_day(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional<Day>(date) : std::nullopt;
}

std::optional<Day> take_day(Rest& rest, const DatePattern& pattern) {
  int year = 0, month = 0, day = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    if (i > 0 && pattern.separator != 0 && !rest.take(pattern.separator)) return std::nullopt;
    const bool is_year = pattern.order[i] == 'y';
    const std::size_t most = is_year ? pattern.year_digits : 2;
    const std::size_t least = is_year || pattern.separator == 0 ? most : 1;
    const std::optional<int> number = rest.take_number(least, most);
    if (!number) return std::nullopt;
    (is_year ? year : pattern.order[i] == 'm' ? month : day) = *number;
  }
  if (pattern.year_digits == 2) year += year < 70 ? 2000 : 1900;
  return existing_day(year, month, day);
}

/// The hour of a clock of 24 hours, after "AM" or "PM" where they follow.
std::optional<int> on_24_hours(Rest& rest, int hour) {
  rest.take(' ');
  const bool afternoon = rest.take('p');
  if (!afternoon && !rest.take('a')) return hour <= 23 ? std::optional(hour) : std::nullopt;
  if (!rest.take('m') || hour < 1 || hour > 12) return std::nullopt;
  return hour % 12 + (afternoon ? 12 : 0);
}

std::optional<seconds> take_time_of_day(Rest& rest) {
  const std::optional<int> hour = rest.take_number(1, 2);
  if (!hour || !rest.take(':')) return std::nullopt;
  const std::optional<int> minute = rest.take_number(2, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::optional<int> second = 0;
  if (rest.take(':')) second = rest.take_number(2, 2);
  if (!second || *second > 59) return std::nullopt;
  if (rest.take('.') && !rest.take_number(1, 9)) return std::nullopt;
  const std::optional<int> full_hour = on_24_hours(rest, *hour);
  if (!full_hour) return std::nullopt;
  return hours{*full_hour} + minutes{*minute} + seconds{*second};
}

/// A time of six digits, as in 20240103T102231; else nothing is taken.
std::optional<seconds> take_digits_of_day(Rest& rest) {
  Rest digits = rest;
  const std::optional<int> number = digits.take_number(6, 6);
  if (!number || !digits.at_end()) return std::nullopt;
  const int hour = *number / 10000, minute = *number / 100 % 100, second = *number % 100;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  rest = digits;
  return hours{hour} + minutes{minute} + seconds{second};
}

std::optional<Time> parse_with(std::string_view text, const DatePattern& pattern) {
  Rest rest(text);
  const std::optional<Day> day = take_day(rest, pattern);
  if (!day || rest.at_end()) return day;
  if (!rest.take(' ') && !rest.take('t')) return std::nullopt;
  std::optional<seconds> time = take_digits_of_day(rest);
  if (!time) time = take_time_of_day(rest);
  return time && rest.at_end() ? std::optional(*day + *time) : std::nullopt;
}

/// Years that 8 digits may begin with: no other order of day, month and year fits them then.
bool is_usual_year(std::string_view text) {
  return text.starts_with("19") || text.starts_with("20");
}

/// The pattern that the form of the text tells; nothing where it takes an order that is not known.
std::optional<DatePattern> pattern_of(std::string_view text, DateOrder order) {
  const auto stop =
      static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  const char separator = stop < text.size() ? text[stop] : '\0';
  if (stop == 8 && is_usual_year(text)) return DatePattern{{'y', 'm', 'd'}};
  if (stop == 4 && (separator == '/' || separator == '.')) {
    return DatePattern{{'y', 'm', 'd'}, separator};
  }
  if (separator == '.') {
    const std::string_view year = text.substr(std::min(text.find('.', stop + 1), text.size() - 1));
    const bool four = year.size() >= 5 && is_digit(year[3]);
    return DatePattern{{'d', 'm', 'y'}, '.', four ? std::size_t{4} : std::size_t{2}};
  }
  if (!needs_order(text) || order == DateOrder::undecided) return std::nullopt;
  const std::size_t year_digits = has_short_year(text) ? 2 : 4;
  if (order == DateOrder::day_first) return DatePattern{{'d', 'm', 'y'}, separator, year_digits};
  return DatePattern{{'m', 'd', 'y'}, separator, year_digits};
}

/// The part of a date that a letter of a format stands for, English or German; 0 if none.
char part_letter(char c) {
  switch (lower(c)) {
    case 'd':
    case 't':
      return 'd';
    case 'm':
      return 'm';
    case 'y':
    case 'j':
      return 'y';
  }
  return 0;
}

/// Whether the text begins with two short numbers and one of so many digits, as in 12/31/2010.
bool has_year_last(std::string_view text, std::size_t fewest, std::size_t most) {
  return std::ranges::any_of(std::string_view("/-"), [&](char separator) {
    Rest rest(text);
    return rest.take_number(1, 2) && rest.take(separator) && rest.take_number(1, 2) &&
           rest.take(separator) && rest.take_number(fewest, most);
  });
}

/// How many letters of one part the format begins with.
std::size_t part_width(std::string_view format) {
  if (format.empty() || part_letter(format.front()) == 0) return 0;
  const auto other = [&](char c) { return lower(c) != lower(format.front()); };
  return static_cast<std::size_t>(std::ranges::find_if(format, other) - format.begin());
}

std::optional<Time> parse_bare(std::string_view text, const DateFormats& formats) {
  if (const std::optional<Time> iso_time = parse_iso_time(text)) return iso_time;
  const std::string named = with_month_number(text);
  if (!named.empty()) return parse_with(named, *pattern_of(named, formats.order));
  if (formats.given) return parse_with(text, *formats.given);
  const std::optional<DatePattern> pattern = pattern_of(text, formats.order);
  return pattern ? parse_with(text, *pattern) : std::nullopt;
}

}  // namespace

std::optional<DatePattern> parse_date_pattern(std::string_view format) {
  std::string_view rest = format.substr(0, format.find(' '));
  DatePattern pattern{};
  std::string separators;
  for (char& part : pattern.order) {
    const std::size_t width = part_width(rest);
    part = width == 0 ? '?' : part_letter(rest.front());
    if (part == 'y') pattern.year_digits = width;
    const bool fits = part == 'y' ? width == 2 || width == 4 : width <= 2;
    if (!fits) return std::nullopt;
    rest.remove_prefix(width);
    if (!rest.empty() && part_letter(rest.front()) == 0) {
      separators += rest.front();
      rest.remove_prefix(1);
    }
  }
  std::array<char, 3> sorted = pattern.order;
  std::ranges::sort(sorted);
  if (std::string_view(sorted.data(), 3) != "dmy" || !rest.empty()) return std::nullopt;
  if (separators.empty()) return pattern;
  pattern.separator = separators.front();
  const bool is_usual = std::string_view("./-,_").find(pattern.separator) != std::string_view::npos;
  return is_usual && separators == std::string(2, pattern.separator) ? std::optional(pattern)
                                                                     : std::nullopt;
}

bool needs_order(std::string_view text) { return has_year_last(without_surroundings(text), 2, 4); }

bool has_short_year(std::string_view text) {
  return has_year_last(text, 1, 2) && !has_year_last(text, 3, 4);
}

bool has_no_year(std::string_view text) {
  if (std::ranges::all_of(text, is_digit)) return text.size() == 3 || text.size() == 4;
  Rest rest(text);
  if (!rest.take_number(1, 2) || !rest.take('.') || !rest.take_number(1, 2)) return false;
  rest.take('.');
  return rest.at_end();
}

/// A year has two digits at least, so 1/13/24 does not begin with one, but 13/1/24 may.
bool may_begin_with_year(std::string_view text) {
  return has_short_year(text) && is_digit(text[1]);
}

DateOrder proven_order(std::string_view text) {
  text = without_surroundings(text);
  if (!needs_order(text) || may_begin_with_year(text)) return DateOrder::undecided;
  const bool day_first = parse_time(text, {.order = DateOrder::day_first}).has_value();
  const bool month_first = parse_time(text, {.order = DateOrder::month_first}).has_value();
  if (day_first == month_first) return DateOrder::undecided;
  return day_first ? DateOrder::day_first : DateOrder::month_first;
}

std::optional<Time> parse_time(std::string_view text, const DateFormats& formats) {
  if (const std::optional<Time> time = parse_bare(text, formats)) return time;
  const std::string_view bare = without_surroundings(text);
  return bare.size() < text.size() ? parse_bare(bare, formats) : std::nullopt;
}

}  // namespace upcross::detail
