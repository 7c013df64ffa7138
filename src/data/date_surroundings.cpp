#include "data/date_surroundings.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "data/text.hpp"

namespace upcross::detail {
namespace {

using std::string_view;

constexpr auto endings =
    std::to_array<string_view>({" UTC", " GMT", " CET", " CEST", " MEZ", " MESZ", " Uhr"});
constexpr auto weekdays = std::to_array<string_view>(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag",
     "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"});

bool is_weekday(string_view word) {
  const std::string small = lowered(word);
  return small.size() >= 2 && std::ranges::any_of(weekdays, [&](string_view weekday) {
           return weekday.starts_with(small);
         });
}

}  // namespace

string_view without_surroundings(string_view date) {
  for (const string_view ending : endings) {
    if (date.ends_with(ending)) date.remove_suffix(ending.size());
  }
  const std::size_t end = date.find_first_of("., ");
  if (end == date.npos || !is_weekday(date.substr(0, end))) return date;
  return date.substr(std::min(date.size(), date.find_first_not_of("., ", end)));
}

}  // namespace upcross::detail
