#include "data/currency.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "data/text.hpp"

namespace upcross::detail {
namespace {

using std::string_view;
using Spelling = std::pair<string_view, string_view>;

constexpr auto symbols = std::to_array<Spelling>({{"€", "EUR"},
                                                  {"$", "USD"},
                                                  {"£", "GBP"},
                                                  {"SFr.", "CHF"},  // before its ending
                                                  {"Fr.", "CHF"},
                                                  {"zł", "PLN"},
                                                  {"Kč", "CZK"}});
constexpr auto words = std::to_array<Spelling>({{"euro", "EUR"},
                                                {"eur", "EUR"},
                                                {"usd", "USD"},
                                                {"gbp", "GBP"},
                                                {"chf", "CHF"},
                                                {"pln", "PLN"},
                                                {"czk", "CZK"},
                                                {"dkk", "DKK"},
                                                {"nok", "NOK"},
                                                {"sek", "SEK"},
                                                {"huf", "HUF"},
                                                {"kč", "CZK"},
                                                {"sfr", "CHF"},
                                                {"s_fr", "CHF"}});

template <class Spellings, class Fits>
string_view first_of(const Spellings& spellings, Fits fits) {
  const auto found = std::ranges::find_if(spellings, fits, &Spelling::first);
  return found == spellings.end() ? string_view() : found->first;
}

template <class Spellings>
string_view code_in(const Spellings& spellings, string_view text) {
  const auto found = std::ranges::find(spellings, text, &Spelling::first);
  return found == spellings.end() ? string_view() : found->second;
}

}  // namespace

string_view currency_symbol_in_front(string_view text) {
  return first_of(symbols, [&](string_view symbol) { return text.starts_with(symbol); });
}

string_view currency_symbol_behind(string_view text) {
  return first_of(symbols, [&](string_view symbol) { return text.ends_with(symbol); });
}

std::string currency_code(string_view spelling) {
  const std::string small = lowered(spelling);
  for (const string_view code : {code_in(symbols, spelling), code_in(words, small)}) {
    if (!code.empty()) return std::string(code);
  }
  std::string code(spelling);
  for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return code;
}

string_view currency_of_name(string_view normalized) {
  const auto ends = [&](string_view spelling) { return normalized.ends_with(spelling); };
  const string_view word = first_of(words, ends);
  return word.empty() ? first_of(symbols, ends) : word;
}

}  // namespace upcross::detail
