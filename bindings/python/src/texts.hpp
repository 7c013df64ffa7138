#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Different texts, numbered 0, 1, 2, .. in the order in which they were added; they lie end to end
/// in one block.
class Texts {
 public:
  /// The number of the text, which becomes one of these if it is not yet. O(1) expected.
  std::uint32_t number_of(std::string_view text);

  std::size_t size() const noexcept { return starts_.size() - 1; }
  std::string_view operator[](std::size_t number) const noexcept {
    return {block_.data() + starts_[number], starts_[number + 1] - starts_[number]};
  }

  /// All of them; live until the next `number_of`.
  std::vector<std::string_view> views() const;

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = nobody;
  };
  static constexpr std::uint32_t nobody = 0xffffffff;

  Slot& slot_of(std::string_view text, std::uint32_t hash) noexcept;
  void grow();

  std::string block_;
  std::vector<std::size_t> starts_ = {0};
  std::vector<Slot> slots_ = std::vector<Slot>(1024);  ///< a power of two, half of them free
};
