#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include <upcross/core/random.hpp>

namespace upcross::detail {

/// What ids and numbers mostly are: texts of 1 to 16 bytes, looked at as two words that overlap.
struct ShortText {
  std::uint64_t front = 0;
  std::uint64_t back = 0;

  ShortText() = default;
  bool operator==(const ShortText&) const = default;

  static bool fits(std::string_view text) noexcept { return text.size() - 1 < 16; }

  explicit ShortText(std::string_view text) noexcept {
    if (text.size() < sizeof front) {
      front = back = short_word(text);
    } else {
      std::memcpy(&front, text.data(), sizeof front);
      std::memcpy(&back, text.data() + text.size() - sizeof back, sizeof back);
    }
  }
};

/// Whether the text is ASCII and has at most 16 bytes.
inline bool is_short_ascii(std::string_view text) noexcept {
  if (!ShortText::fits(text)) return text.empty();
  const ShortText words(text);
  return ((words.front | words.back) & 0x8080808080808080U) == 0;
}

/// a == b, without a call where they are short.
inline bool are_equal(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  return ShortText::fits(a) ? ShortText(a) == ShortText(b) : a == b;
}

}  // namespace upcross::detail
