#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace upcross {

/// The middle value, the mean of the two middle ones for an even number, NaN for none. Leaves the
/// values in another order. O(size).
inline double median_of(std::span<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

/// The same of values that are kept or given away.
inline double median(std::vector<double> values) { return median_of(values); }

}  // namespace upcross
