#include <algorithm>
#include <string_view>

#include <upcross/core/random.hpp>
#include <upcross/model/item_item.hpp>

namespace upcross {

ItemItem::ItemItem(Matrix weights, std::vector<ProductIndex> products, std::size_t product_count)
    : dense_(std::move(weights)), products_(std::move(products)), place_(product_count, nowhere) {
  for (std::size_t i = 0; i < products_.size(); ++i) {
    place_[position(products_[i])] = static_cast<std::uint32_t>(i);
  }
}

void ItemItem::add_scores(std::span<const std::uint32_t> own, float scale,
                          std::span<float> scores) const {
  if (place_.empty()) {
    for (const std::uint32_t from : own) {
      const auto [to, weights] = sparse_.row(from);
      for (std::size_t i = 0; i < to.size(); ++i) scores[to[i]] += scale * weights[i];
    }
    return;
  }
  std::vector<float> sum(products_.size(), 0.0F);
  for (const std::uint32_t from : own) {
    if (place_[from] == nowhere) continue;
    const std::span<const float> weights = dense_.row(place_[from]);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weights[i];
  }
  for (std::size_t i = 0; i < sum.size(); ++i) scores[position(products_[i])] += scale * sum[i];
}

float ItemItem::weight(std::uint32_t from, std::uint32_t to) const {
  if (!place_.empty()) {
    const bool both = place_[from] != nowhere && place_[to] != nowhere;
    return both ? dense_.row(place_[from])[place_[to]] : 0.0F;
  }
  const auto [indexes, weights] = sparse_.row(from);
  const auto at = std::ranges::lower_bound(indexes, to);
  if (at == indexes.end() || *at != to) return 0.0F;
  return weights[static_cast<std::size_t>(at - indexes.begin())];
}

std::uint64_t ItemItem::fingerprint() const {
  const auto bytes = [](const auto* values, std::size_t count) {
    return std::string_view(reinterpret_cast<const char*>(values), count * sizeof(*values));
  };
  const std::uint64_t dense = hash(bytes(dense_.data(), dense_.rows() * dense_.cols()));
  const std::uint64_t ids = hash(bytes(sparse_.indexes.data(), sparse_.entries()), dense);
  return hash(bytes(sparse_.values.data(), sparse_.entries()), ids);
}

}  // namespace upcross
