#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/core/random.hpp>

/// Different texts, numbered 0, 1, 2, .. in the order in which they were added; they lie end to end
/// in one block.
class Texts {
 public:
  /// The number of the text, which becomes one of these if it is not yet. O(1) expected.
  std::uint32_t number_of(std::string_view text) {
    const Head head(text);
    return number_of(head, head.hash(text), text);
  }

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

  /// What tells most texts apart, and those of up to 16 bytes entirely: the first and last bytes
  /// and how many there are.
  struct Head {
    Head() = default;
    explicit Head(std::string_view text) noexcept : size(static_cast<std::uint32_t>(text.size())) {
      if (text.size() >= sizeof front) {
        std::memcpy(&front, text.data(), sizeof front);
        std::memcpy(&back, text.data() + text.size() - sizeof back, sizeof back);
      } else if (!text.empty()) {
        front = upcross::short_word(text);
      }
    }
    bool operator==(const Head&) const = default;

    bool is_all() const noexcept { return size <= 16; }
    /// Of all bytes of the text that this is the head of.
    std::uint64_t hash(std::string_view text) const noexcept {
      return is_all() ? upcross::mix(front ^ upcross::mix(back + size)) : upcross::hash(text);
    }

    std::uint64_t front = 0;
    std::uint64_t back = 0;
    std::uint32_t size = 0;
  };

  struct Slot {
    Head head;
    std::uint32_t number = nobody;
  };
  using Slots = std::vector<Slot>;

  static Slots free_slots(std::size_t size);

  std::uint32_t number_of(const Head& head, std::uint64_t hash, std::string_view text);
  Slot& slot_of(const Head& head, std::uint64_t hash, std::string_view text) noexcept;
  void grow();

  std::string block_;
  std::vector<std::size_t> starts_ = {0};
  Slots slots_ = free_slots(1024);  ///< a power of two, half of them free
};

/// Room for a code per line, as yet without values.
std::unique_ptr<std::uint32_t[]> codes_for(std::size_t lines);
