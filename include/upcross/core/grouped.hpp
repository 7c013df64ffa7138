#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

namespace upcross {

/// The number with `sign` between every three digits before its decimal sign, which is the first
/// character that is neither '-' nor a digit: "-1234567.5" becomes "-1,234,567.5".
inline std::string grouped(std::string number, char sign = ',') {
  const std::size_t first = number.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(number.find_first_not_of("0123456789", first), number.size());
  for (std::size_t i = point; i > first + 3; i -= 3) number.insert(i - 3, 1, sign);
  return number;
}

inline std::string grouped(std::size_t count) { return grouped(std::to_string(count)); }

}  // namespace upcross
