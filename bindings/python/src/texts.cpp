#include "texts.hpp"

#include <utility>

#include <upcross/core/random.hpp>

std::uint32_t Texts::number_of(std::string_view text) {
  const auto hash = static_cast<std::uint32_t>(upcross::hash(text));
  Slot& slot = slot_of(text, hash);
  if (slot.number != nobody) return slot.number;
  const auto number = static_cast<std::uint32_t>(size());
  slot = {hash, number};
  block_ += text;
  starts_.push_back(block_.size());
  if (2 * size() > slots_.size()) grow();
  return number;
}

std::vector<std::string_view> Texts::views() const {
  std::vector<std::string_view> result;
  result.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) result.push_back((*this)[i]);
  return result;
}

/// The slot that holds the text, or the free one where it belongs.
Texts::Slot& Texts::slot_of(std::string_view text, std::uint32_t hash) noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.number == nobody) return slot;
    if (slot.hash == hash && (*this)[slot.number] == text) return slot;
  }
}

void Texts::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
  for (const Slot& slot : old) {
    if (slot.number != nobody) slot_of((*this)[slot.number], slot.hash) = slot;
  }
}
