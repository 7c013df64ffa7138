#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>
#include <string>
#include <string_view>

namespace upcross {

/// A bijection of 64-bit numbers whose output bits all depend on all input bits (splitmix64's
/// finalizer; Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

/// The bytes, 1 to 7 of them, as a little-endian number: overlapping parts, since a copy whose
/// length is not constant takes longer than all the rest of a hash.
inline std::uint64_t short_word(std::string_view bytes) noexcept {
  const std::size_t size = bytes.size();
  if (size >= sizeof(std::uint32_t)) {
    std::uint32_t front, back;
    std::memcpy(&front, bytes.data(), sizeof front);
    std::memcpy(&back, bytes.data() + size - sizeof back, sizeof back);
    return front | std::uint64_t{back} << 8 * (size - sizeof back);
  }
  const auto at = [&](std::size_t i) {
    return std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * i;
  };
  return at(0) | at(size / 2) | at(size - 1);
}

/// A 64-bit fingerprint of `bytes`, the same on every little-endian machine. Not cryptographic.
inline std::uint64_t hash(std::string_view bytes, std::uint64_t seed = 0) noexcept {
  std::uint64_t state = mix(seed + 0x9e3779b97f4a7c15U * (bytes.size() + 1));
  const auto take = [&](std::uint64_t word) { state = mix(state ^ word) + 0x9e3779b97f4a7c15U; };
  for (std::uint64_t word = 0; bytes.size() >= sizeof word; bytes.remove_prefix(sizeof word)) {
    std::memcpy(&word, bytes.data(), sizeof word);
    take(word);
  }
  if (!bytes.empty()) take(short_word(bytes));
  return mix(state);
}

/// 16 hexadecimal digits.
inline std::string hexadecimal(std::uint64_t value) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 0; i < text.size(); ++i) text[15 - i] = digits[value >> (4 * i) & 15];
  return text;
}

/// The `counter`-th number of the stream `key`, uniform in (0, 1). No state: any number can be
/// drawn at any time, in any order, on any thread.
inline double uniform(std::uint64_t key, std::uint64_t counter) noexcept {
  const std::uint64_t bits = mix(key ^ mix(counter + 0x9e3779b97f4a7c15U)) >> 11;
  return (static_cast<double>(bits) + 0.5) * 0x1p-53;
}

/// The `counter`-th pair of independent standard normal numbers of the stream `key` (Box and Muller
/// 1958).
inline std::array<double, 2> normal_pair(std::uint64_t key, std::uint64_t counter) noexcept {
  const double radius = std::sqrt(-2.0 * std::log(uniform(key, 2 * counter)));
  const double angle = 2.0 * std::numbers::pi * uniform(key, 2 * counter + 1);
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

/// The `counter`-th number of these pairs in a row.
inline double normal(std::uint64_t key, std::uint64_t counter) noexcept {
  return normal_pair(key, counter / 2)[counter % 2];
}

}  // namespace upcross
