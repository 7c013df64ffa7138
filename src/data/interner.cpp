#include "data/interner.hpp"

#include <algorithm>
#include <compare>
#include <cstring>
#include <utility>

namespace upcross::detail {
namespace {

/// Up to 8 bytes at a place of the text as a number that compares as they do.
std::uint64_t ordered_word(std::string_view text, std::size_t at) noexcept {
  std::uint64_t word = 0;
  const std::string_view rest = text.substr(std::min(at, text.size()), sizeof word);
  std::memcpy(&word, rest.data(), rest.size());
  return __builtin_bswap64(word);
}

/// An id with its first bytes, which decide most comparisons.
struct Ordered {
  std::uint64_t first;
  std::uint64_t second;
  std::uint32_t number;
};

}  // namespace

/// The slot that holds `id`, or the free one where it belongs.
inline Interner::Slot& Interner::slot_of(const Key& key, std::string_view id) noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = place_of(key);; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.number == nobody) return slot;
    if (is_in(slot, key, id)) return slot;
  }
}

/// Makes `last_` the slot of `id`, which gets a number if it has none.
void Interner::look_up(std::string_view id) {
  const Key key(id);
  Slot& slot = slot_of(key, id);
  last_ = slot;
  if (slot.number != nobody) return;
  last_ = slot = {key, static_cast<std::uint32_t>(size())};
  text_ += id;
  starts_.push_back(text_.size());
  if (2 * size() > slots_.size()) grow();
}

std::vector<std::uint32_t> Interner::sorted() const {
  std::vector<Ordered> ids;
  ids.reserve(size());
  for (std::uint32_t number = 0; number < size(); ++number) {
    const std::string_view id = (*this)[number];
    ids.push_back({ordered_word(id, 0), ordered_word(id, 8), number});
  }
  std::ranges::sort(ids, [this](const Ordered& a, const Ordered& b) {
    if (a.first != b.first) return a.first < b.first;
    if (a.second != b.second) return a.second < b.second;
    return (*this)[a.number] < (*this)[b.number];
  });
  std::vector<std::uint32_t> numbers;
  numbers.reserve(ids.size());
  for (const Ordered& id : ids) numbers.push_back(id.number);
  return numbers;
}

void Interner::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == nobody) continue;
    std::size_t at = place_of(slot.key);
    while (slots_[at].number != nobody) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace upcross::detail
