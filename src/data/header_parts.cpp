#include "data/header_parts.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <upcross/data/columns.hpp>

namespace upcross::detail {
namespace {

using std::string_view;

/// Units as headers have them, and the currencies among them.
constexpr std::array<std::pair<string_view, string_view>, 14> units = {{{"eur", "EUR"},
                                                                        {"euro", "EUR"},
                                                                        {"€", "EUR"},
                                                                        {"usd", "USD"},
                                                                        {"$", "USD"},
                                                                        {"gbp", "GBP"},
                                                                        {"£", "GBP"},
                                                                        {"chf", "CHF"},
                                                                        {"pln", "PLN"},
                                                                        {"czk", "CZK"},
                                                                        {"dkk", "DKK"},
                                                                        {"nok", "NOK"},
                                                                        {"sek", "SEK"},
                                                                        {"stk", ""}}};

bool take_back(string_view& text, string_view part) {
  if (!text.ends_with(part)) return false;
  text.remove_suffix(part.size());
  return true;
}

}  // namespace

HeaderParts header_parts(string_view normalized) {
  string_view rest = normalized;
  const bool in_brackets = take_back(rest, ")") || take_back(rest, "]");
  for (const auto& [unit, currency] : units) {
    if (!take_back(rest, unit)) continue;
    if (in_brackets && !take_back(rest, "(") && !take_back(rest, "[")) break;
    const bool is_apart = in_brackets || take_back(rest, "_in_") || rest.ends_with('_');
    take_back(rest, "_");
    if (is_apart && !rest.empty()) return {rest, unit};
    break;
  }
  return {normalized, {}};
}

std::string currency_of_header(string_view header) {
  const std::string normalized = normalized_header(header);
  const string_view unit = header_parts(normalized).unit;
  const auto known = std::ranges::find(units, unit, &std::pair<string_view, string_view>::first);
  return known == units.end() ? std::string() : std::string(known->second);
}

}  // namespace upcross::detail
