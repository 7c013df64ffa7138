#pragma once

#include <utility>

#include "kernels/levels/level.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {

constexpr std::size_t width = UPCROSS_KERNEL_WIDTH;
typedef float Vec __attribute__((vector_size(width * sizeof(float)), may_alias));
typedef float Quad __attribute__((vector_size(4 * sizeof(float))));

[[gnu::always_inline]] static inline Quad folded(Vec v) {
  Quad parts[width / 4];
  __builtin_memcpy(parts, &v, sizeof v);
  Quad sum = parts[0];
  for (std::size_t i = 1; i < width / 4; ++i) sum += parts[i];
  return sum;
}

[[gnu::always_inline]] static inline float total(Vec v) {
  const Quad q = folded(v);
  return (q[0] + q[2]) + (q[1] + q[3]);
}

/// Four lanes of each quarter of `p` (0 to 3) and of `q` (4 to 7), the same ones of every quarter.
template <std::size_t a, std::size_t b, std::size_t c, std::size_t d, std::size_t... lane>
[[gnu::always_inline]] static inline Vec picked(Vec p, Vec q, std::index_sequence<lane...>) {
  constexpr std::size_t from[] = {a, b, c, d};
  return __builtin_shufflevector(
      p, q, (lane / 4 * 4 + from[lane % 4] % 4 + (from[lane % 4] < 4 ? 0 : width))...);
}

/// The sums over the lanes of four vectors.
[[gnu::always_inline]] static inline Quad totals(Vec a, Vec b, Vec c, Vec d) {
  constexpr std::make_index_sequence<width> lanes{};
  const Vec ab = picked<0, 4, 1, 5>(a, b, lanes) + picked<2, 6, 3, 7>(a, b, lanes);
  const Vec cd = picked<0, 4, 1, 5>(c, d, lanes) + picked<2, 6, 3, 7>(c, d, lanes);
  return folded(picked<0, 1, 4, 5>(ab, cd, lanes) + picked<2, 3, 6, 7>(ab, cd, lanes));
}

/// A row of floats as `Vec`s.
[[gnu::always_inline]] static inline const Vec* vectors(const float* p) {
  return reinterpret_cast<const Vec*>(p);
}
[[gnu::always_inline]] static inline Vec* vectors(float* p) { return reinterpret_cast<Vec*>(p); }

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
