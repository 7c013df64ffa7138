#include "data/interner.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <upcross/core/random.hpp>

namespace upcross::detail {

/// The number of `id`, which gets one if it has none.
std::uint32_t Interner::look_up(std::string_view id) {
  const auto id_hash = static_cast<std::uint32_t>(hash(id));
  Slot& slot = slot_of(id, id_hash);
  if (slot.number != nobody) return slot.number;
  const auto number = static_cast<std::uint32_t>(size());
  slot = {id_hash, number};
  text_ += id;
  starts_.push_back(text_.size());
  if (2 * size() > slots_.size()) grow();
  return number;
}

std::vector<std::uint32_t> Interner::sorted() const {
  std::vector<std::uint32_t> numbers(size());
  std::iota(numbers.begin(), numbers.end(), 0U);
  std::ranges::sort(numbers, {}, [this](std::uint32_t number) { return (*this)[number]; });
  return numbers;
}

/// The slot that holds `id`, or the free one where it belongs.
Interner::Slot& Interner::slot_of(std::string_view id, std::uint32_t hash) noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.number == nobody) return slot;
    if (slot.hash == hash && are_equal((*this)[slot.number], id)) return slot;
  }
}

void Interner::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == nobody) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].number != nobody) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace upcross::detail
