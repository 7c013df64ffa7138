#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <upcross/scoring/top_k.hpp>

#include "scoring/best_rows.hpp"

namespace upcross {

/// The `k` eligible products of highest score, P of which are given and overwritten where a product
/// may not be offered; `seen` in any order. Ties and caps as in `top_k`. O(P + eligible log k).
inline std::vector<ScoredProduct> best_products(std::span<float> scores,
                                                std::span<const std::uint32_t> seen, std::size_t k,
                                                const TopKFilter& filter, BestRows& best) {
  constexpr std::size_t block = 16;
  constexpr float never = -std::numeric_limits<float>::infinity();
  if (k == 0) return {};
  for (const std::uint32_t p : seen) scores[p] = never;
  best.reset(k, filter.per_category, filter.category);
  for (std::size_t begin = 0; begin < scores.size(); begin += block) {
    const std::span<const float> some =
        scores.subspan(begin, std::min(block, scores.size() - begin));
    float highest = never;
    for (const float s : some) highest = s > highest ? s : highest;
    if (highest < best.threshold() || highest == never) continue;
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (some[i] < best.threshold() || some[i] == never || !filter.eligible[begin + i]) continue;
      best.offer({static_cast<std::uint32_t>(begin + i), some[i]});
    }
  }
  std::vector<ScoredProduct> result;
  for (const ScoredRow& one : best.sorted()) {
    result.push_back({static_cast<ProductIndex>(one.row), one.score});
  }
  return result;
}

}  // namespace upcross
