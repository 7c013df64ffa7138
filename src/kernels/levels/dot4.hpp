#pragma once

#include <cstdint>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "kernels/levels/vectors.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {

typedef std::int32_t Ints __attribute__((vector_size(width * sizeof(std::int32_t)), may_alias));

/// The four codes at `codes` in every lane.
[[gnu::always_inline]] static inline Ints repeated(const std::int8_t* codes) {
  std::int32_t four;
  __builtin_memcpy(&four, codes, sizeof four);
  return Ints{} + four;
}

/// Each lane's sum plus the dot product of its four unsigned codes at `codes` with the four signed
/// ones in that lane of `x`. Unsigned codes are at most 2 * code_limit, signed ones at most 127 in
/// magnitude, so that no sum of two products leaves 16 bits where that is what is added first.
[[gnu::always_inline]] static inline Ints add_dot4(Ints sum, const std::uint8_t* codes, Ints x) {
#if defined(__AVX512VNNI__)
  return (Ints)_mm512_dpbusd_epi32((__m512i)sum, _mm512_load_si512(codes), (__m512i)x);
#elif defined(__AVX512BW__)
  const __m512i pairs = _mm512_maddubs_epi16(_mm512_load_si512(codes), (__m512i)x);
  return sum + (Ints)_mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
#elif defined(__AVX2__)
  const __m256i bytes = _mm256_load_si256(reinterpret_cast<const __m256i*>(codes));
  const __m256i pairs = _mm256_maddubs_epi16(bytes, (__m256i)x);
  return sum + (Ints)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
#elif defined(__SSE2__)
  const __m128i bytes = _mm_load_si128(reinterpret_cast<const __m128i*>(codes));
  const __m128i shorts = _mm_srai_epi16(_mm_unpacklo_epi8((__m128i)x, (__m128i)x), 8);
  const __m128i low = _mm_madd_epi16(_mm_unpacklo_epi8(bytes, _mm_setzero_si128()), shorts);
  const __m128i high = _mm_madd_epi16(_mm_unpackhi_epi8(bytes, _mm_setzero_si128()), shorts);
  const Ints a = (Ints)low, b = (Ints)high;
  return sum + __builtin_shufflevector(a, b, 0, 2, 4, 6) +
         __builtin_shufflevector(a, b, 1, 3, 5, 7);
#else
  const std::int8_t* signed_codes = reinterpret_cast<const std::int8_t*>(&x);
  for (std::size_t i = 0; i < 4 * width; ++i) {
    sum[i / 4] += static_cast<std::int32_t>(codes[i]) * signed_codes[i];
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
