#include "data/header_parts.hpp"

#include <algorithm>
#include <array>

#include <upcross/data/columns.hpp>

#include "data/currency.hpp"

namespace upcross::detail {
namespace {

using std::string_view;

/// What is no part of the name in brackets, though it may be one elsewhere.
constexpr auto bracketed = std::to_array<string_view>({"netto", "net", "utc", "gmt", "sap"});

bool take_back(string_view& text, string_view part) {
  if (part.empty() || !text.ends_with(part)) return false;
  text.remove_suffix(part.size());
  return true;
}

bool is_among(std::span<const string_view> words, string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// The unit that the text ends with.
string_view unit_of(string_view text, bool in_brackets) {
  if (const string_view currency = currency_of_name(text); !currency.empty()) return currency;
  if (text.ends_with("stk")) return "stk";
  const auto ends = [&](string_view word) { return text.ends_with(word); };
  const auto found = std::ranges::find_if(bracketed, ends);
  return in_brackets && found != bracketed.end() ? *found : string_view();
}

}  // namespace

HeaderParts header_parts(string_view normalized) {
  string_view rest = normalized;
  const bool in_brackets = take_back(rest, ")") || take_back(rest, "]");
  const string_view unit = unit_of(rest, in_brackets);
  if (!take_back(rest, unit)) return {normalized, {}};
  if (in_brackets && !take_back(rest, "(") && !take_back(rest, "[")) return {normalized, {}};
  const bool is_apart = in_brackets || take_back(rest, "_in_") || rest.ends_with('_');
  take_back(rest, "_");
  return is_apart && !rest.empty() ? HeaderParts{rest, unit} : HeaderParts{normalized, {}};
}

std::string currency_of_header(string_view header) {
  const std::string normalized = normalized_header(header);
  const string_view unit = header_parts(normalized).unit;
  return currency_of_name(unit).empty() ? std::string() : currency_code(unit);
}

bool is_number_of(string_view name, std::span<const string_view> things,
                  std::span<const string_view> numbers) {
  bool has_thing = false;
  bool has_number = false;
  while (!name.empty()) {
    const string_view word = name.substr(0, name.find('_'));
    name.remove_prefix(std::min(name.size(), word.size() + 1));
    const bool is_thing = is_among(things, word);
    const bool is_number = is_among(numbers, word);
    const bool is_both = std::ranges::any_of(things, [&](string_view thing) {
      return word.starts_with(thing) && is_among(numbers, word.substr(thing.size()));
    });
    if (!is_thing && !is_number && !is_both) return false;
    has_thing |= is_thing || is_both;
    has_number |= is_number || is_both;
  }
  return has_thing && has_number;
}

}  // namespace upcross::detail
