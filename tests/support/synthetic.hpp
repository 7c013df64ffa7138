#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <upcross/core/random.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

namespace upcross::test {

/// "a0000017": sorts like the number.
inline std::string numbered(char letter, std::size_t i) {
  const std::string digits = std::to_string(i);
  return letter + std::string(7 - digits.size(), '0') + digits;
}

template <class Index>
std::shared_ptr<const IdTable<Index>> numbered_ids(char letter, std::size_t count) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back(numbered(letter, i));
  return std::make_shared<const IdTable<Index>>(ids);
}

/// Interactions whose confidence is what `confidence(account, product)` says; 0 = none.
inline InteractionMatrix interactions_of(
    std::size_t accounts, std::size_t products,
    const std::function<double(std::size_t, std::size_t)>& confidence) {
  InteractionMatrix::Parts parts;
  parts.account_ids = numbered_ids<AccountIndex>('a', accounts);
  parts.product_ids = numbered_ids<ProductIndex>('p', products);
  for (std::size_t a = 0; a < accounts; ++a) {
    for (std::size_t p = 0; p < products; ++p) {
      const double c = confidence(a, p);
      if (c == 0.0) continue;
      parts.by_account.indexes.push_back(static_cast<std::uint32_t>(p));
      parts.by_account.values.push_back(static_cast<float>(c));
    }
    parts.by_account.starts.push_back(parts.by_account.indexes.size());
  }
  parts.seen = parts.by_account;
  return InteractionMatrix(std::move(parts));
}

/// Accounts and products of four tastes, popular products first, confidences between 10^low and
/// 10^high.
inline InteractionMatrix tasteful_interactions(std::size_t accounts, std::size_t products,
                                               double low = 0.0, double high = 0.0,
                                               std::uint64_t seed = 1) {
  return interactions_of(accounts, products, [=](std::size_t a, std::size_t p) {
    const std::uint64_t pair = a * products + p;
    const double popularity = 1.0 / std::sqrt(1.0 + static_cast<double>(p));
    const double chance = (a % 4 == p % 4 ? 0.9 : 0.2) * popularity;
    if (uniform(seed, 2 * pair) > chance) return 0.0;
    return std::pow(10.0, low + (high - low) * uniform(seed, 2 * pair + 1));
  });
}

}  // namespace upcross::test
