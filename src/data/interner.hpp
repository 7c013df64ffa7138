#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/short_text.hpp"

namespace upcross::detail {

/// Numbers ids 0, 1, 2, .. in the order in which they are first seen.
///
/// An open-addressing hash table over one block of text: with a million order ids, node-based maps
/// take several times the memory of the ids.
class Interner {
 public:
  /// The number of `id`. O(1) expected; the same id twice in a row costs one comparison.
  std::uint32_t intern(std::string_view id) {
    if (last_ == nobody || !are_equal((*this)[last_], id)) last_ = look_up(id);
    return last_;
  }

  std::size_t size() const noexcept { return starts_.size() - 1; }

  /// The id with a number; lives until the next `intern`.
  std::string_view operator[](std::uint32_t number) const noexcept {
    return {text_.data() + starts_[number], starts_[number + 1] - starts_[number]};
  }

  /// The numbers in the byte order of their ids. O(size log size).
  std::vector<std::uint32_t> sorted() const;

 private:
  struct Slot {
    std::uint32_t hash = 0;  ///< of the id: most other ids are told apart without reading them
    std::uint32_t number = nobody;
  };

  std::uint32_t look_up(std::string_view id);
  Slot& slot_of(std::string_view id, std::uint32_t hash) noexcept;
  void grow();

  static constexpr std::uint32_t nobody = 0xffffffff;

  std::string text_;
  std::vector<std::size_t> starts_ = {0};
  std::vector<Slot> slots_ = std::vector<Slot>(64);  ///< always a power of two, half of them free
  std::uint32_t last_ = nobody;
};

}  // namespace upcross::detail
