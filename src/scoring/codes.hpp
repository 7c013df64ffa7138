#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace upcross {

/// The smallest float that is greater than `value`.
inline float rounded_up(double value) {
  return std::nextafter(static_cast<float>(value), std::numeric_limits<float>::infinity());
}

/// What rounding adds to a bound or a score of `factors` terms, in proportion to |x| |z| +
/// |offset|.
inline double rounding_share(std::size_t factors) {
  return static_cast<double>(factors + 64) * 0x1p-23;
}

inline double square_norm(std::span<const float> values) {
  double sum = 0.0;
  for (const float v : values) sum += static_cast<double>(v) * static_cast<double>(v);
  return sum;
}

inline double largest_magnitude(std::span<const float> values) {
  float largest = 0.0F;
  for (const float v : values) largest = std::max(largest, std::abs(v));
  return static_cast<double>(largest);
}

/// Integers round(value / scale), handed to `put` with their index; the norm of what they lose.
/// A scale of 0 makes every code 0.
template <class Put>
double encode(std::span<const float> values, double scale, Put&& put) {
  const double inverse = scale > 0.0 ? 1.0 / scale : 0.0;
  double lost = 0.0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double value = static_cast<double>(values[k]);
    // To the nearest integer without a branch on the sign, which could not be foreseen.
    const double rounded = (value * inverse + 0x1.8p52) - 0x1.8p52;
    const int code = static_cast<int>(rounded);
    const double error = value - scale * rounded;
    lost += error * error;
    put(k, code);
  }
  return std::sqrt(lost);
}

/// The norms, rounded up, of what follows each stage of `length` values; the last is 0.
inline void rest_norms(std::span<const float> values, std::size_t length, std::size_t stages,
                       std::size_t step, float* result) {
  double sum = 0.0;
  for (std::size_t stage = stages; stage-- > 0;) {
    result[stage * step] = sum > 0.0 ? rounded_up(std::sqrt(sum)) : 0.0F;
    const std::size_t begin = std::min(stage * length, values.size());
    sum += square_norm(values.subspan(begin, std::min(length, values.size() - begin)));
  }
}

/// A scale below this share of the unit is taken for 0: products of scales stay far from where
/// float32 loses digits.
inline constexpr double least_scale = 1e-30;

}  // namespace upcross
