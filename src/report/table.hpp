#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/report/sentence.hpp>

namespace upcross {

/// A number as English tables write it.
inline std::string table_number(double value, int decimals) {
  return spoken_number(value, decimals, Language::english);
}

/// The text with spaces behind it, `width` characters at least.
inline std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

/// " in 3 periods of 61 days from 2011-08-01 2011-06-01 2011-04-01".
std::string in_periods(const std::vector<Day>& cuts, int days);

}  // namespace upcross
