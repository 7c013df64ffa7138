#include "data/cell.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include <upcross/data/purchases.hpp>

#include "data/text.hpp"

namespace upcross::detail {
namespace {

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

/// A bound as people write it: "1000000000", not "1e+09".
std::string shown(double bound) {
  std::array<char, 32> text;
  const auto end = std::to_chars(text.begin(), text.end(), bound, std::chars_format::fixed).ptr;
  return {text.begin(), end};
}

}  // namespace

std::string_view Cell::text() const {
  const std::string_view text = trimmed(bytes_);
  if (!is_utf8(text)) refuse("is not valid UTF-8");
  return text;
}

std::string_view Cell::id() const {
  const std::string_view id = trimmed(bytes_);
  if (const std::string_view fault = id_fault(id); !fault.empty()) refuse(fault);
  return id;
}

std::string_view Cell::given_id() const {
  const std::string_view id = this->id();
  if (id.empty()) refuse("is empty; expected an id");
  return id;
}

double Cell::number(NumberRange range) const {
  const std::string_view text = trimmed(bytes_);
  double value = 0.0;
  const auto [end, fault] = std::from_chars(text.begin(), text.end(), value);
  const bool whole = end == text.end() && fault != std::errc::invalid_argument;
  if (!whole || !std::isfinite(value)) {
    refuse("is not a number; expected digits with a decimal point, e.g. 12 or 3.50");
  }
  if (fault != std::errc{} || value < range.smallest || value > range.largest) {
    refuse("is out of range; expected " + shown(range.smallest) + " to " + shown(range.largest));
  }
  return value;
}

double Cell::number_or_unknown(NumberRange range) const {
  return trimmed(bytes_).empty() ? unknown : number(range);
}

Time Cell::time() const {
  const std::optional<Time> time = parse_iso_time(trimmed(bytes_));
  if (!time) refuse("is not a date; expected an existing day YYYY-MM-DD, with or without HH:MM:SS");
  return *time;
}

std::optional<Day> Cell::day() const {
  if (trimmed(bytes_).empty()) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(time());
}

bool Cell::flag(bool otherwise) const {
  const std::string_view text = trimmed(bytes_);
  const auto is = [&](std::string_view word) { return equals_ignoring_case(text, word); };
  if (text.empty()) return otherwise;
  if (is("1") || is("true") || is("yes") || is("ja")) return true;
  if (is("0") || is("false") || is("no") || is("nein")) return false;
  refuse("is neither yes nor no; expected 1, 0, true, false, yes, no, ja or nein");
}

void Cell::refuse(std::string_view what) const {
  table_.refuse_field(field_, in_quotes(bytes_) + " " + std::string(what));
}

}  // namespace upcross::detail
