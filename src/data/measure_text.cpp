#include "data/measure_text.hpp"

#include <algorithm>
#include <optional>

#include <upcross/data/purchases.hpp>

#include "data/text.hpp"

namespace upcross::detail {
namespace {

using std::string_view;

struct Unit {
  string_view name;
  double factor;
};

constexpr Unit units[] = {{"ml", 1},    {"cl", 10}, {"dl", 100}, {"l", 1000},  {"ltr", 1000},
                          {"mg", .001}, {"g", 1},   {"gr", 1},   {"kg", 1000}, {"liter", 1000},
                          {"mm", 1},    {"cm", 10}, {"dm", 100}, {"m", 1000},  {"meter", 1000}};

bool is_of_number(char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; }
bool is_of_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || (c & 0x80) != 0;
}

/// What the unit behind a number multiplies it with. A word that is no known unit is one only
/// behind a space: "6 Blatt", but not "2XL".
std::optional<double> factor_of(string_view rest) {
  std::string word = lowered(trimmed(rest));
  if (word.ends_with('.')) word.pop_back();
  if (word.empty()) return 1.0;
  for (const Unit& unit : units) {
    if (unit.name == word) return unit.factor;
  }
  const bool is_word = std::ranges::all_of(word, is_of_word) && rest.front() == ' ';
  return is_word ? std::optional(1.0) : std::nullopt;
}

}  // namespace

string_view number_of_measure(string_view text) {
  const auto size = std::ranges::find_if_not(text, is_of_number) - text.begin();
  const string_view number = text.substr(0, static_cast<std::size_t>(size));
  return factor_of(text.substr(number.size())) ? number : string_view();
}

NumberText parse_measure(string_view text, DecimalSign sign) {
  const string_view digits = number_of_measure(text);
  NumberText number = parse_number(digits, sign);
  if (number.fault == NumberFault::not_a_number) return {.value = unknown};
  number.value *= factor_of(text.substr(digits.size())).value_or(1.0);
  return number;
}

}  // namespace upcross::detail
