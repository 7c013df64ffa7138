#include "data/interner.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <upcross/core/random.hpp>

namespace upcross::detail {

std::uint32_t Interner::intern(std::string_view id) {
  if (last_ != nobody && (*this)[last_] == id) return last_;
  const auto id_hash = static_cast<std::uint32_t>(hash(id));
  Slot& slot = slot_of(id, id_hash);
  last_ = slot.number;
  if (last_ != nobody) return last_;
  last_ = static_cast<std::uint32_t>(size());
  slot = {id_hash, last_};
  text_ += id;
  starts_.push_back(text_.size());
  if (2 * size() > slots_.size()) grow();
  return last_;
}

std::string_view Interner::operator[](std::uint32_t number) const noexcept {
  return {text_.data() + starts_[number], starts_[number + 1] - starts_[number]};
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
    if (slot.hash == hash && (*this)[slot.number] == id) return slot;
  }
}

void Interner::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
  for (const Slot& slot : old) {
    if (slot.number != nobody) slot_of((*this)[slot.number], slot.hash) = slot;
  }
}

}  // namespace upcross::detail
