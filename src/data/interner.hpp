#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/core/random.hpp>

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
    if (!is_in(last_, Key(id), id)) look_up(id);
    return last_.number;
  }

  std::size_t size() const noexcept { return starts_.size() - 1; }

  /// The id with a number; lives until the next `intern`.
  std::string_view operator[](std::uint32_t number) const noexcept {
    return {text_.data() + starts_[number], starts_[number + 1] - starts_[number]};
  }

  /// The numbers in the byte order of their ids. O(size log size).
  std::vector<std::uint32_t> sorted() const;

 private:
  static constexpr std::uint32_t nobody = 0xffffffff;

  /// What tells most ids apart without a look at the text, and short ones entirely.
  struct Key {
    Key() = default;
    explicit Key(std::string_view id) noexcept : size(static_cast<std::uint32_t>(id.size())) {
      if (ShortText::fits(id)) {
        words = ShortText(id);
      } else {
        words.front = words.back = upcross::hash(id);
      }
    }
    bool operator==(const Key&) const = default;

    bool is_all() const noexcept { return size - 1 < 16; }
    /// Its highest bits depend on all of the id.
    std::uint64_t hash() const noexcept {
      return words.front * 0x9e3779b97f4a7c15U + words.back * 0xbf58476d1ce4e5b9U;
    }

    ShortText words = {};
    std::uint32_t size = nobody;
  };

  struct Slot {
    Key key = {};
    std::uint32_t number = nobody;
  };

  bool is_in(const Slot& slot, const Key& key, std::string_view id) const noexcept {
    return slot.key == key && (key.is_all() || (*this)[slot.number] == id);
  }

  /// Where the search for a key begins.
  std::size_t place_of(const Key& key) const noexcept {
    return key.hash() >> std::countl_zero(slots_.size() - 1);
  }

  void look_up(std::string_view id);
  Slot& slot_of(const Key& key, std::string_view id) noexcept;
  void grow();

  std::string text_;
  std::vector<std::size_t> starts_ = {0};
  std::vector<Slot> slots_ = std::vector<Slot>(64);  ///< always a power of two, half of them free
  Slot last_;                                        ///< the one that was asked for last
};

}  // namespace upcross::detail
