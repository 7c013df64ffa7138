#pragma once

#include <cstdint>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "kernels/levels/vectors.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {

typedef std::int32_t Ints __attribute__((vector_size(width * sizeof(std::int32_t)), may_alias));

/// The codes of the `group`-th group in every lane.
[[gnu::always_inline]] static inline Ints repeated(const std::int8_t* codes, std::size_t group) {
  std::int32_t four;
  __builtin_memcpy(&four, codes + scan_group * group, sizeof four);
  return Ints{} + four;
}

[[gnu::always_inline]] static inline Ints row_codes(const std::uint8_t* codes) {
  return *reinterpret_cast<const Ints*>(codes);
}

/// Each lane's sum plus the dot product of the four unsigned codes in that lane of `rows` with the
/// four signed ones in that of `x`. Unsigned codes are at most 2 * code_limit, signed ones at most
/// 127 in magnitude, so that no sum of two products leaves 16 bits where those are added first.
[[gnu::always_inline]] static inline Ints add_dot4(Ints sum, Ints rows, Ints x) {
#if defined(__AVX512VNNI__)
  return (Ints)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)rows, (__m512i)x);
#elif defined(__AVX512BW__)
  const __m512i pairs = _mm512_maddubs_epi16((__m512i)rows, (__m512i)x);
  return sum + (Ints)_mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
#elif defined(__AVX2__)
  const __m256i pairs = _mm256_maddubs_epi16((__m256i)rows, (__m256i)x);
  return sum + (Ints)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
#elif defined(__SSE2__)
  const __m128i zero = _mm_setzero_si128();
  const __m128i four = _mm_srai_epi16(_mm_unpacklo_epi8((__m128i)x, (__m128i)x), 8);
  const Ints a = (Ints)_mm_madd_epi16(_mm_unpacklo_epi8((__m128i)rows, zero), four);
  const Ints b = (Ints)_mm_madd_epi16(_mm_unpackhi_epi8((__m128i)rows, zero), four);
  return sum + __builtin_shufflevector(a, b, 0, 2, 4, 6) +
         __builtin_shufflevector(a, b, 1, 3, 5, 7);
#else
  typedef std::uint8_t Unsigned __attribute__((vector_size(sizeof(Ints))));
  typedef std::int8_t Signed __attribute__((vector_size(sizeof(Ints))));
  for (std::size_t i = 0; i < sizeof(Ints); ++i) {
    sum[i / scan_group] += static_cast<std::int32_t>(((Unsigned)rows)[i]) * ((Signed)x)[i];
  }
  return sum;
#endif
}

/// The lanes of `v` that are at least `limit`, a bit each.
[[gnu::always_inline]] static inline std::uint32_t at_least(Vec v, float limit) {
#if defined(__AVX512F__)
  return _mm512_cmp_ps_mask((__m512)v, _mm512_set1_ps(limit), _CMP_GE_OQ);
#elif defined(__AVX2__)
  return static_cast<std::uint32_t>(
      _mm256_movemask_ps(_mm256_cmp_ps((__m256)v, _mm256_set1_ps(limit), _CMP_GE_OQ)));
#elif defined(__SSE2__)
  return static_cast<std::uint32_t>(_mm_movemask_ps(_mm_cmpge_ps((__m128)v, _mm_set1_ps(limit))));
#else
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < width; ++i) bits |= static_cast<std::uint32_t>(v[i] >= limit) << i;
  return bits;
#endif
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
