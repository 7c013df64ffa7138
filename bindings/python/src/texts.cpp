#include "texts.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <upcross/core/random.hpp>

Texts::Key::Key(std::string_view text) : size(text.size()) {
  std::memcpy(head.data(), text.data(), std::min(text.size(), head_size));
  hash = upcross::mix(head[0] ^ upcross::mix(head[1] + text.size() * 0x9e3779b97f4a7c15U));
  if (text.size() > head_size) hash = upcross::hash(text.substr(head_size), hash);
}

void Texts::number_all(std::span<const std::string_view> texts, std::uint32_t* numbers) {
  std::array<Key, batch> keys;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    keys[i] = Key(texts[i]);
    __builtin_prefetch(&slots_[keys[i].hash & (slots_.size() - 1)]);
  }
  for (std::size_t i = 0; i < texts.size(); ++i) numbers[i] = number_of(keys[i], texts[i]);
}

std::uint32_t Texts::number_of(const Key& key, std::string_view text) {
  Slot& slot = slot_of(key, text);
  if (slot.number != nobody) return slot.number;
  const auto number = static_cast<std::uint32_t>(size());
  slot = {key, number};
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

bool Texts::are_trimmed() const {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  for (std::size_t i = 0; i < size(); ++i) {
    const std::string_view text = (*this)[i];
    if (!text.empty() && (is_space(text.front()) || is_space(text.back()))) return false;
  }
  return true;
}

/// The slot that holds the text, or the free one where it belongs.
Texts::Slot& Texts::slot_of(const Key& key, std::string_view text) noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = key.hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.number == nobody) return slot;
    if (slot.key != key) continue;
    if (key.size <= head_size || (*this)[slot.number] == text) return slot;
  }
}

void Texts::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == nobody) continue;
    std::size_t at = slot.key.hash & mask;
    while (slots_[at].number != nobody) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}
