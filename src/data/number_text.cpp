#include "data/number_text.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "data/currency.hpp"
#include "data/text.hpp"

namespace upcross::detail {
namespace {

using std::string_view;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool take_front(string_view& text, string_view part) {
  if (!text.starts_with(part)) return false;
  text.remove_prefix(part.size());
  return true;
}

bool take_back(string_view& text, string_view part) {
  if (!text.ends_with(part)) return false;
  text.remove_suffix(part.size());
  return true;
}

/// Removes the spaces that typesetting puts between a number and its currency.
string_view without_spaces_around(string_view text) {
  for (;;) {
    text = trimmed(text);
    if (!take_front(text, "\u00a0") && !take_back(text, "\u00a0") && !take_front(text, "\u202f") &&
        !take_back(text, "\u202f")) {
      return text;
    }
  }
}

/// Takes a currency from the front or the back: a symbol or three capital letters.
string_view take_currency(string_view& text) {
  if (const string_view symbol = currency_symbol_in_front(text); !symbol.empty()) {
    text.remove_prefix(symbol.size());
    return symbol;
  }
  if (const string_view symbol = currency_symbol_behind(text); !symbol.empty()) {
    text.remove_suffix(symbol.size());
    return symbol;
  }
  const auto is_code = [](string_view word) { return std::ranges::all_of(word, is_upper); };
  if (text.size() <= 3) return {};
  const string_view front = text.substr(0, 3);
  const string_view back = text.substr(text.size() - 3);
  if (is_code(front)) {
    text.remove_prefix(3);
    return front;
  }
  if (!is_code(back)) return {};
  text.remove_suffix(3);
  return back;
}

/// A number without what stands around its digits.
struct Bare {
  string_view digits;
  bool negative = false;
  string_view currency = {};
};

Bare bare(string_view text) {
  Bare result;
  text = without_spaces_around(text);
  for (const string_view piece : {"/Stk.", "/Stk", "/Stück", "/St", "/ST", "/pc", "/piece"}) {
    if (take_back(text, piece)) break;
  }
  if (text.starts_with('(') && text.ends_with(')') && text.size() > 2) {
    text = text.substr(1, text.size() - 2);
    result.negative = true;
  }
  bool has_sign = result.negative;
  const auto take_sign = [&] {
    text = without_spaces_around(text);
    if (has_sign) return;
    const bool minus = take_front(text, "-") || take_back(text, "-") || take_front(text, "\u2212");
    has_sign = minus || take_front(text, "+") || take_back(text, "+");
    result.negative = minus;
    text = without_spaces_around(text);
  };
  take_sign();
  result.currency = take_currency(text);
  if (!result.currency.empty()) take_sign();
  result.digits = text;
  return result;
}

/// The length of a mark that only ever groups thousands, at the front; 0 if there is none.
std::size_t group_mark(string_view text) {
  for (const string_view mark : {" ", "'", "\u00a0", "\u202f", "\u2019"}) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

DecimalSign proven_by(string_view digits) {
  const auto is_mark = [](char c) { return c == '.' || c == ','; };
  const auto points = std::ranges::count(digits, '.');
  const auto commas = std::ranges::count(digits, ',');
  if (points + commas == 0 || digits.find_first_of("0123456789") == digits.npos) {
    return DecimalSign::undecided;
  }
  const std::size_t last = digits.find_last_of(".,");
  const bool last_is_comma = digits[last] == ',';
  const DecimalSign sign = last_is_comma ? DecimalSign::comma : DecimalSign::point;
  const DecimalSign other = last_is_comma ? DecimalSign::point : DecimalSign::comma;
  if (points + commas > 1) return points > 0 && commas > 0 ? sign : other;
  const auto first = std::ranges::find_if(digits, is_mark);
  const auto before = first - digits.begin();
  const auto behind = digits.end() - first - 1;
  const bool may_group = behind == 3 && before >= 1 && before <= 3 && digits.front() != '0';
  return may_group ? DecimalSign::undecided : sign;
}

/// Takes digits from the front of `text` and puts them behind `number`; how many there were.
std::size_t move_digits(string_view& text, std::string& number) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  const auto size = static_cast<std::size_t>(end - text.begin());
  number += text.substr(0, size);
  text.remove_prefix(size);
  return size;
}

/// The number as `from_chars` reads it; empty if it is none.
std::string plain_number(string_view digits, DecimalSign sign) {
  const char decimal = sign == DecimalSign::comma ? ',' : '.';
  const char grouping = sign == DecimalSign::comma ? '.' : ',';
  std::string number;
  const std::size_t leading = move_digits(digits, number);
  const bool by_sign = digits.starts_with(grouping);
  const string_view mark = digits.substr(0, by_sign ? 1 : group_mark(digits));
  const bool grouped = !mark.empty();
  if (grouped && (leading < 1 || leading > 3 || number.front() == '0')) return {};
  while (grouped && take_front(digits, mark)) {
    if (move_digits(digits, number) != 3) return {};
  }
  if (!digits.empty() && digits.front() == decimal) {
    number += '.';
    digits.remove_prefix(1);
    if (move_digits(digits, number) == 0) return {};
  }
  return digits.empty() ? number : std::string();
}

NumberText failed(NumberFault fault) { return {.fault = fault}; }

/// Reads "-12.5" and the like; not_a_number if anything else is there.
NumberText parse_plain(string_view text) {
  NumberText result;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), result.value);
  const bool whole = end == text.data() + text.size() && fault != std::errc::invalid_argument;
  if (!whole || result.value - result.value != 0.0) return failed(NumberFault::not_a_number);
  return fault == std::errc{} ? result : failed(NumberFault::out_of_range);
}

}  // namespace

DecimalSign proven_decimal(string_view text) {
  const bool has_exponent = text.find_first_of("eE") != text.npos && text.find('.') != text.npos;
  if (has_exponent && parse_plain(text).fault == NumberFault::none) return DecimalSign::point;
  const string_view digits = bare(text).digits;
  const DecimalSign sign = proven_by(digits);
  return plain_number(digits, sign).empty() ? DecimalSign::undecided : sign;
}

NumberText parse_long_number(string_view text, DecimalSign sign) {
  const bool is_settled = sign == DecimalSign::point || text.find('.') == text.npos;
  if (is_settled) {
    const NumberText plain = parse_plain(text);
    if (plain.fault != NumberFault::not_a_number) return plain;
  }
  const Bare number = bare(text);
  const bool has_sign = number.digits.find_first_of(".,") != number.digits.npos;
  if (sign == DecimalSign::undecided && has_sign) {
    sign = proven_decimal(text);
    if (sign != DecimalSign::undecided) return parse_number(text, sign);
    const bool either = !plain_number(number.digits, DecimalSign::point).empty();
    return failed(either ? NumberFault::undecidable : NumberFault::not_a_number);
  }
  const std::string digits = plain_number(number.digits, sign);
  if (digits.empty()) return failed(NumberFault::not_a_number);
  NumberText result = parse_plain(digits);
  if (number.negative) result.value = -result.value;
  result.currency = number.currency;
  return result;
}

}  // namespace upcross::detail
