#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Different texts, numbered 0, 1, 2, .. in the order in which they were added; they lie end to end
/// in one block.
class Texts {
 public:
  /// The number of the text, which becomes one of these if it is not yet. O(1) expected.
  std::uint32_t number_of(std::string_view text) { return number_of(Key(text), text); }

  /// The numbers of up to `batch` texts, faster than one by one: their places in the table are
  /// asked for together, so that the memory works on all at once.
  void number_all(std::span<const std::string_view> texts, std::uint32_t* numbers);
  static constexpr std::size_t batch = 64;

  std::size_t size() const noexcept { return starts_.size() - 1; }
  std::string_view operator[](std::size_t number) const noexcept {
    return {block_.data() + starts_[number], starts_[number + 1] - starts_[number]};
  }

  /// All of them; live until the next `number_of`.
  std::vector<std::string_view> views() const;

  /// Whether each of them begins and ends with something else than white space.
  bool are_trimmed() const;

 private:
  static constexpr std::uint32_t nobody = 0xffffffff;
  static constexpr std::size_t head_size = 16;  ///< bytes

  /// What tells most texts apart, and those of up to 16 bytes entirely.
  struct Key {
    Key() = default;
    explicit Key(std::string_view text);
    bool operator==(const Key&) const = default;

    std::array<std::uint64_t, 2> head{};  ///< the first bytes, zeros behind the end
    std::uint64_t hash = 0;               ///< of all bytes and their number
    std::size_t size = 0;
  };

  struct Slot {
    Key key;
    std::uint32_t number = nobody;
  };

  std::uint32_t number_of(const Key& key, std::string_view text);
  Slot& slot_of(const Key& key, std::string_view text) noexcept;
  void grow();

  std::string block_;
  std::vector<std::size_t> starts_ = {0};
  std::vector<Slot> slots_ = std::vector<Slot>(1024);  ///< a power of two, half of them free
};
