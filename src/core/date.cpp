#include <string>

#include <upcross/core/date.hpp>

namespace upcross {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Takes the parts of an ISO 8601 time from the front of a text.
class IsoText {
 public:
  explicit IsoText(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<Day> take_day() {
    const int year = take_number(4);
    if (year < 0 || !take('-')) return std::nullopt;
    const int month = take_number(2);
    if (month < 0 || !take('-')) return std::nullopt;
    const int day = take_number(2);
    if (day < 0) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
  }

  std::optional<seconds> take_time_of_day() {
    const std::optional<seconds> time = take_hours_and_minutes();
    if (!time || !take(':')) return time;
    const int second = take_number(2);
    if (second < 0 || second > 59) return std::nullopt;
    if (take('.') && !skip_digits()) return std::nullopt;
    return *time + seconds{second};
  }

  /// Whether the text goes on with an offset from UTC or with nothing.
  bool take_offset() {
    if (rest_.starts_with(" +") || rest_.starts_with(" -")) take(' ');
    if (take('Z')) return true;
    return take('+') || take('-') ? take_shift().has_value() : true;
  }

 private:
  /// Hours and minutes with or without a colon.
  std::optional<seconds> take_shift() {
    if (rest_.size() != 4) return take_hours_and_minutes();
    const int shift = take_number(4);
    if (shift < 0 || shift > 2359 || shift % 100 > 59) return std::nullopt;
    return hours{shift / 100} + minutes{shift % 100};
  }

  std::optional<seconds> take_hours_and_minutes() {
    const int hour = take_number(2);
    if (hour < 0 || hour > 23 || !take(':')) return std::nullopt;
    const int minute = take_number(2);
    if (minute < 0 || minute > 59) return std::nullopt;
    return hours{hour} + minutes{minute};
  }

  /// The next `digits` decimal digits as a number, or -1.
  int take_number(std::size_t digits) {
    if (rest_.size() < digits) return -1;
    int number = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(rest_[i])) return -1;
      number = 10 * number + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return number;
  }

  bool skip_digits() {
    if (rest_.empty() || !is_digit(rest_.front())) return false;
    while (!rest_.empty() && is_digit(rest_.front())) rest_.remove_prefix(1);
    return true;
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  std::string_view rest_;
};

}  // namespace

std::optional<Time> parse_iso_time(std::string_view text) {
  IsoText iso_text(text);
  const std::optional<Day> day = iso_text.take_day();
  if (!day || iso_text.at_end()) return day;
  if (!iso_text.take('T') && !iso_text.take(' ')) return std::nullopt;
  const std::optional<seconds> time = iso_text.take_time_of_day();
  if (!time) return std::nullopt;
  if (!iso_text.take_offset() || !iso_text.at_end()) return std::nullopt;
  return *day + *time;
}

std::optional<Day> parse_iso_day(std::string_view text) {
  IsoText iso_text(text);
  const std::optional<Day> day = iso_text.take_day();
  return iso_text.at_end() ? day : std::nullopt;
}

std::string iso(Day day) {
  const std::chrono::year_month_day date(day);
  std::string text = std::to_string(static_cast<int>(date.year()));
  if (text.size() < 4) text.insert(text.starts_with('-') ? 1 : 0, 4 - text.size(), '0');
  for (const unsigned part :
       {static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())}) {
    text += '-';
    text += static_cast<char>('0' + part / 10);
    text += static_cast<char>('0' + part % 10);
  }
  return text;
}

}  // namespace upcross
