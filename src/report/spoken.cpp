#include <algorithm>
#include <array>
#include <charconv>

#include <upcross/core/grouped.hpp>
#include <upcross/report/sentence.hpp>

#include "report/phrases.hpp"

namespace upcross {
namespace {

/// How a language writes.
struct Signs {
  std::string_view open_quote, close_quote;
  char decimal_sign, group_sign;
  std::string_view day_end;  ///< after the day of the month
  std::array<std::string_view, 12> months;
};

constexpr Signs english_signs = {
    .open_quote = "“",
    .close_quote = "”",
    .decimal_sign = '.',
    .group_sign = ',',
    .day_end = " ",
    .months = {"January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December"},
};

constexpr Signs german_signs = {
    .open_quote = "„",
    .close_quote = "“",
    .decimal_sign = ',',
    .group_sign = '.',
    .day_end = ". ",
    .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
               "Oktober", "November", "Dezember"},
};

const Signs& signs_of(Language language) {
  return language == Language::german ? german_signs : english_signs;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// A name on one line: a run of control characters becomes a space, outer blanks go.
std::string on_one_line(std::string_view name) {
  std::string line;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!is_control(name[i])) {
      line += name[i];
    } else if (i == 0 || !is_control(name[i - 1])) {
      line += ' ';
    }
  }
  const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(first, line.find_last_not_of(' ') + 1 - first);
}

std::string fixed_digits(double value, int decimals) {
  std::array<char, 400> text;  // the largest double has 309 digits before its decimal sign
  const auto end = std::to_chars(text.begin(), text.end(), value, std::chars_format::fixed,
                                 std::clamp(decimals, 0, 20));
  return {text.begin(), end.ptr};
}

}  // namespace

std::optional<Language> parse_language(std::string_view word) {
  if (word == "en") return Language::english;
  if (word == "de") return Language::german;
  return std::nullopt;
}

std::string spoken_number(double value, int decimals, Language language) {
  const Signs& signs = signs_of(language);
  std::string text = fixed_digits(value, decimals);
  const std::size_t point = std::min(text.find('.'), text.size());
  if (point < text.size()) text[point] = signs.decimal_sign;
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  if (is_zero && text.starts_with('-')) text.erase(0, 1);
  return grouped(std::move(text), signs.group_sign);
}

std::string spoken_money(double value, std::string_view currency, Language language) {
  const std::string number = spoken_number(value, 2, language);
  const std::string unit(currency);
  return language == Language::german ? number + " " + unit : unit + " " + number;
}

std::string spoken_day(Day day, Language language) {
  const std::chrono::year_month_day date(day);
  const Signs& signs = signs_of(language);
  return std::to_string(static_cast<unsigned>(date.day()))
      .append(signs.day_end)
      .append(signs.months[static_cast<unsigned>(date.month()) - 1])
      .append(" ")
      .append(std::to_string(static_cast<int>(date.year())));
}

std::string quoted_name(const Dataset& data, ProductIndex product, Language language) {
  const Signs& signs = signs_of(language);
  return std::string(signs.open_quote)
      .append(on_one_line(data.name(product)))
      .append(signs.close_quote);
}

}  // namespace upcross
