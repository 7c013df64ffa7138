#include "data/cell.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <string>

#include <upcross/data/purchases.hpp>

#include "data/measure_text.hpp"
#include "data/text.hpp"

namespace upcross::detail {
namespace {

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

/// The text without the first of the words that it begins with, and the space behind it.
std::string_view behind_word(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    const bool is_there = text.size() > word.size() && text[word.size()] == ' ' &&
                          equals_ignoring_case(text.substr(0, word.size()), word);
    if (is_there) return trimmed(text.substr(word.size()));
  }
  return text;
}

/// A bound as people write it: "1000000000", not "1e+09".
std::string shown(double bound) {
  std::array<char, 32> text;
  const auto end = std::to_chars(text.begin(), text.end(), bound, std::chars_format::fixed).ptr;
  return {text.begin(), end};
}

}  // namespace

/// Spreadsheets keep the zeros of ="007" where they would lose those of 007.
std::string_view Cell::stripped(std::string_view field) {
  const std::string_view text = trimmed(field);
  const bool is_formula = text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"');
  return is_formula ? trimmed(text.substr(2, text.size() - 3)) : text;
}

/// What databases, spreadsheets and data frames write where they have nothing.
bool Cell::says_nothing(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 10> words = {"NULL", "null", "(null)", "\\N", "NaN",
                                                      "nan",  "<NA>", "#N/A",   "#NV", "None"};
  return std::ranges::find(words, text) != words.end();
}

std::string_view Cell::text() const {
  if (!is_short_ascii(bytes_) && !is_utf8(bytes_)) refuse(not_utf8);
  return bytes_;
}

void Cell::check_id() const {
  if (const std::string_view fault = id_fault(bytes_); !fault.empty()) {
    refuse(is_utf8(bytes_) ? fault : not_utf8);
  }
}

std::string_view Cell::given_id() const {
  const std::string_view id = this->id();
  if (id.empty()) refuse("is empty; expected an id");
  return id;
}

double Cell::count(NumberRange range) const {
  if (const double plain = plain_number(range); !std::isnan(plain)) return plain;
  const std::string_view digits = number_of_measure(bytes_);
  if (digits.empty() || digits.size() == bytes_.size()) return number(range);
  return checked(parse_number(digits, table_.formats().decimal), range).value;
}

double Cell::measure(NumberRange range) const {
  return checked(parse_measure(bytes_, table_.formats().decimal), range).value;
}

void Cell::refuse_number(NumberFault fault, NumberRange range) const {
  if (fault == NumberFault::not_a_number) refuse("is not a number; " + expected_number());
  if (fault == NumberFault::undecidable) {
    refuse(
        "is undecidable, since no other number tells whether it has a fraction or thousands; "
        "give --decimal . or --decimal ,");
  }
  refuse("is out of range; expected " + shown(range.smallest) + " to " + shown(range.largest));
}

std::string Cell::expected_number() const {
  switch (table_.formats().decimal) {
    case DecimalSign::comma:
      return "expected digits with a decimal comma, e.g. 12 or 1.003,50 (else give --decimal .)";
    case DecimalSign::point:
      return "expected digits with a decimal point, e.g. 12 or 1,003.50 (else give --decimal ,)";
    case DecimalSign::undecided:
      break;
  }
  return "expected digits with a decimal point or comma, e.g. 12 or 3.50";
}

double Cell::number_or_unknown(NumberRange range) const {
  return bytes_.empty() ? unknown : number(range);
}

double Cell::amount_or_unknown(NumberRange range) const noexcept {
  const NumberText amount = parse_number(bytes_, table_.formats().decimal);
  const bool fits = amount.value >= range.smallest && amount.value <= range.largest;
  return amount.fault == NumberFault::none && fits ? amount.value : unknown;
}

double Cell::price_unit() const {
  for (const auto& [word, pieces] : {std::pair("c", 100.0), {"%", 100.0}, {"%o", 1000.0}}) {
    if (equals_ignoring_case(bytes_, word)) return pieces;
  }
  for (const char* letter : {"m", "t", "h"}) {
    if (equals_ignoring_case(bytes_, letter)) {
      refuse(
          "is undecidable: a number, or a unit such as metre, tonne and hour; expected for how "
          "many pieces the price is, e.g. 1 or 1000");
    }
  }
  const std::string_view digits = number_of_measure(behind_word(bytes_, {"je", "pro", "per"}));
  if (digits.empty()) return 1.0;
  const double pieces = checked(parse_number(digits, table_.formats().decimal), {0.0, 1e6}).value;
  return pieces > 0.0 ? pieces : 1.0;
}

Time Cell::time() const {
  const DateFormats& formats = table_.formats().dates;
  if (const std::optional<Time> time = parse_time(bytes_, formats)) return *time;
  if (formats.given)
    refuse("is not a date; expected an existing day in the given --date-format or ISO");
  if (has_no_year(bytes_)) {
    refuse(
        "has no year (a day and a month as in DATEV's Belegdatum?); expected a full date: choose "
        "another column by --column timestamp=HEADER or add the year to the file");
  }
  if (has_short_year(bytes_)) {
    refuse("has a year of two digits; give --date-format dd/mm/yy, mm/dd/yy or yy/mm/dd");
  }
  if (formats.order == DateOrder::undecided && needs_order(bytes_)) {
    refuse(
        "is undecidable, since no other date tells whether the day or the month comes first; "
        "give --date-format dd/mm/yyyy or mm/dd/yyyy");
  }
  const bool is_serial = bytes_.size() == 5 && plain_number({20'000.0, 80'000.0}) > 0.0;
  refuse(std::string("is not a date; expected an existing day YYYY-MM-DD, DD.MM.YYYY or YYYYMMDD, "
                     "with or without HH:MM:SS; ") +
         (is_serial ? "a spreadsheet counts days so: give the column the format of a date there"
                    : "else give --date-format"));
}

std::optional<Day> Cell::day() const {
  if (bytes_.empty()) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(time());
}

bool Cell::flag(bool otherwise) const {
  const std::string_view text = bytes_;
  const auto is = [&](std::string_view word) { return equals_ignoring_case(text, word); };
  if (text.empty()) return otherwise;
  const auto is_one = [&](std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, is);
  };
  if (is_one({"1", "true", "yes", "ja", "y", "j", "x", "wahr"})) return true;
  if (is_one({"0", "false", "no", "nein", "n", "-1", "falsch"})) return false;
  refuse("is neither yes nor no; expected 1, 0, true, false, yes, no, ja or nein");
}

void Cell::refuse(std::string_view what) const {
  table_.refuse_field(field_, in_quotes(table_.field(field_)) + " " + std::string(what));
}

}  // namespace upcross::detail
