#include "data/month_text.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "data/text.hpp"

namespace upcross::detail {
namespace {

using std::string_view;

constexpr std::pair<string_view, string_view> months[] = {
    {"january", "1"},   {"januar", "1"},    {"jänner", "1"},   {"february", "2"},
    {"februar", "2"},   {"march", "3"},     {"märz", "3"},     {"maerz", "3"},
    {"mrz", "3"},       {"april", "4"},     {"may", "5"},      {"mai", "5"},
    {"june", "6"},      {"juni", "6"},      {"july", "7"},     {"juli", "7"},
    {"august", "8"},    {"september", "9"}, {"october", "10"}, {"oktober", "10"},
    {"november", "11"}, {"december", "12"}, {"dezember", "12"}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_between(char c) { return string_view(" .-/,").find(c) != string_view::npos; }
bool is_letter(char c) { return !is_digit(c) && !is_between(c) && c != ':'; }

/// Takes the characters of a sort from the front of the text.
template <class Sort>
string_view take(string_view& text, Sort sort) {
  const auto size = static_cast<std::size_t>(std::ranges::find_if_not(text, sort) - text.begin());
  const string_view taken = text.substr(0, size);
  text.remove_prefix(size);
  return taken;
}

string_view month_number(string_view word) {
  const std::string small = lowered(word);
  if (small.size() < 3) return {};
  const auto found = std::ranges::find_if(
      months, [&](const auto& month) { return month.first.starts_with(small); });
  return found == std::end(months) ? string_view() : found->second;
}

}  // namespace

std::string with_month_number(string_view text) {
  string_view day = take(text, is_digit);
  take(text, is_between);
  const string_view month = month_number(take(text, is_letter));
  take(text, is_between);
  if (day.empty()) {
    day = take(text, is_digit);
    take(text, is_between);
  }
  const string_view year = take(text, is_digit);
  if (month.empty() || day.empty()) return {};
  if (text.starts_with(',')) text.remove_prefix(1);
  std::string date(day);
  return date.append(".").append(month).append(".").append(year).append(text);
}

}  // namespace upcross::detail
