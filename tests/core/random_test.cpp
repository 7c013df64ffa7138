#include <cstdint>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>

namespace upcross {
namespace {

/// The same fingerprint, byte by byte.
std::uint64_t plain_hash(const std::string& bytes, std::uint64_t seed) {
  std::uint64_t state = mix(seed + 0x9e3779b97f4a7c15U * (bytes.size() + 1));
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    std::uint64_t word = 0;
    for (std::size_t i = at; i < at + 8 && i < bytes.size(); ++i) {
      word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * (i - at);
    }
    state = mix(state ^ word) + 0x9e3779b97f4a7c15U;
  }
  return mix(state);
}

TEST(Hash, IsThatOfThePlainLoopForEveryLength) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 70; ++size) {
    for (int i = 0; i < 100; ++i) {
      std::string bytes;
      while (bytes.size() < size) bytes += static_cast<char>(random() % 256);
      const std::uint64_t seed = random() % 3;
      ASSERT_EQ(hash(bytes, seed), plain_hash(bytes, seed)) << size;
    }
  }
}

}  // namespace
}  // namespace upcross
