#include "texts.hpp"

#include <array>

#include <upcross/core/buffer.hpp>

Texts::Slots Texts::free_slots(std::size_t size) {
  Slots slots;
  slots.reserve(size);
  upcross::detail::prefer_large_pages(slots.data(), size * sizeof(Slot));
  slots.resize(size);
  return slots;
}

/// The slot that holds the text, or the free one where it belongs.
inline Texts::Slot& Texts::slot_of(const Head& head, std::uint64_t hash,
                                   std::string_view text) noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.number == nobody) return slot;
    if (slot.head != head) continue;
    if (head.is_all() || (*this)[slot.number] == text) return slot;
  }
}

std::uint32_t Texts::number_of(const Head& head, std::uint64_t hash, std::string_view text) {
  Slot& slot = slot_of(head, hash, text);
  if (slot.number != nobody) return slot.number;
  const auto number = static_cast<std::uint32_t>(size());
  slot = {head, number};
  block_ += text;
  starts_.push_back(block_.size());
  if (2 * size() > slots_.size()) grow();
  return number;
}

void Texts::number_all(std::span<const std::string_view> texts, std::uint32_t* numbers) {
  std::array<Head, batch> heads;
  std::array<std::uint64_t, batch> hashes;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    heads[i] = Head(texts[i]);
    hashes[i] = heads[i].hash(texts[i]);
    __builtin_prefetch(&slots_[hashes[i] & (slots_.size() - 1)]);
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    numbers[i] = number_of(heads[i], hashes[i], texts[i]);
  }
}

std::vector<std::string_view> Texts::views() const {
  std::vector<std::string_view> result;
  result.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) result.push_back((*this)[i]);
  return result;
}

bool Texts::are_trimmed() const {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  for (std::size_t i = 0; i < size(); ++i) {
    const std::string_view text = (*this)[i];
    if (!text.empty() && (is_space(text.front()) || is_space(text.back()))) return false;
  }
  return true;
}

void Texts::grow() {
  slots_ = free_slots(2 * slots_.size());
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t number = 0; number < size(); ++number) {
    const std::string_view text = (*this)[number];
    const Head head(text);
    std::size_t at = head.hash(text) & mask;
    while (slots_[at].number != nobody) at = (at + 1) & mask;
    slots_[at] = {head, static_cast<std::uint32_t>(number)};
  }
}

std::unique_ptr<std::uint32_t[]> codes_for(std::size_t lines) {
  auto codes = std::make_unique_for_overwrite<std::uint32_t[]>(lines);
  upcross::detail::prefer_large_pages(codes.get(), lines * sizeof(std::uint32_t));
  return codes;
}
