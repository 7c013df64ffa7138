#pragma once

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

/// The sums over the lanes of four vectors.
[[gnu::always_inline]] static inline Quad totals(Vec a, Vec b, Vec c, Vec d) {
  const Quad p = folded(a), q = folded(b), r = folded(c), s = folded(d);
  const Quad pq =
      __builtin_shufflevector(p, q, 0, 4, 1, 5) + __builtin_shufflevector(p, q, 2, 6, 3, 7);
  const Quad rs =
      __builtin_shufflevector(r, s, 0, 4, 1, 5) + __builtin_shufflevector(r, s, 2, 6, 3, 7);
  return __builtin_shufflevector(pq, rs, 0, 1, 4, 5) + __builtin_shufflevector(pq, rs, 2, 3, 6, 7);
}

/// A row of floats as `Vec`s.
[[gnu::always_inline]] static inline const Vec* vectors(const float* p) {
  return reinterpret_cast<const Vec*>(p);
}
[[gnu::always_inline]] static inline Vec* vectors(float* p) { return reinterpret_cast<Vec*>(p); }

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
