#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace upcross::detail {

inline constexpr std::size_t mark_block = 64;

/// Which of the 64 bytes at `block` are `a` or `b`: bit i for byte i. For every processor.
inline std::uint64_t marks_by_words(const char* block, char a, char b) noexcept {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t low_bits = 0x7f * ones;
  // The high bit of each byte of `word` that is zero.
  const auto zeros = [](std::uint64_t word) {
    return ~(((word & low_bits) + low_bits) | word | low_bits);
  };
  std::uint64_t marks = 0;
  for (std::size_t at = 0; at < mark_block; at += sizeof(std::uint64_t)) {
    std::uint64_t word;
    std::memcpy(&word, block + at, sizeof word);
    const std::uint64_t hits = zeros(word ^ ones * static_cast<unsigned char>(a)) |
                               zeros(word ^ ones * static_cast<unsigned char>(b));
    // The product brings the eight bits together in its highest byte.
    marks |= ((hits >> 7) * 0x0102040810204080U >> 56) << at;
  }
  return marks;
}

/// The same as fast as the build's baseline allows.
inline std::uint64_t marks_of(const char* block, char a, char b) noexcept {
#if defined(__SSE2__)
  std::uint64_t marks = 0;
  for (std::size_t at = 0; at < mark_block; at += sizeof(__m128i)) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + at));
    const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(a)),
                                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b)));
    marks |= static_cast<std::uint64_t>(_mm_movemask_epi8(hits)) << at;
  }
  return marks;
#else
  return marks_by_words(block, a, b);
#endif
}

/// Finds the next of two bytes, block after block. It keeps the marks of a block, so `forget` must
/// be called when bytes that are still to be searched have changed or moved.
class MarkFinder {
 public:
  MarkFinder(char a, char b) noexcept : a_(a), b_(b) {}

  void forget() noexcept { block_ = nowhere; }

  /// The first place at or behind `from` of either byte. There must be one, and 64 bytes from each
  /// place up to it must be readable.
  std::size_t find(const char* data, std::size_t from) noexcept {
    if (from - block_ >= mark_block) load(data, from);
    left_ = marks_ >> (from - block_) << (from - block_);
    return first_left(data);
  }

  /// The same behind the place that was found last.
  std::size_t find_next(const char* data) noexcept {
    left_ &= left_ - 1;
    return first_left(data);
  }

 private:
  std::size_t first_left(const char* data) noexcept {
    while (left_ == 0) {
      load(data, block_ + mark_block);
      left_ = marks_;
    }
    return block_ + static_cast<std::size_t>(std::countr_zero(left_));
  }

  void load(const char* data, std::size_t block) noexcept {
    block_ = block;
    marks_ = marks_of(data + block, a_, b_);
  }

  /// So far before every place that none lies in its block.
  static constexpr std::size_t nowhere = ~(std::size_t{1} << 62);

  char a_;
  char b_;
  std::size_t block_ = nowhere;
  std::uint64_t marks_ = 0;
  std::uint64_t left_ = 0;  ///< those from the place that was found last
};

}  // namespace upcross::detail
