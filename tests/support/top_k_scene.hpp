#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/model/factor_model.hpp>
#include <upcross/scoring/top_k.hpp>

#include "support/hostile_factors.hpp"

namespace upcross::test {

using Positions = std::vector<std::uint32_t>;

/// Questions about all accounts of a set: nothing barred, a few products, more than half, all.
struct Scene {
  HostileFactors set;
  std::vector<Positions> excluded;
  std::vector<bool> eligible;
  std::vector<std::uint32_t> category;
  std::vector<float> factors, offsets;
  std::vector<TopKQuery> queries;

  explicit Scene(HostileFactors hostile) : set(std::move(hostile)), excluded(set.accounts.rows()) {
    for (std::uint32_t p = 0; p < products(); ++p) {
      eligible.push_back(p % 7 != 3);
      category.push_back(p % 5);
      factors.push_back(static_cast<float>(0.5 + uniform(8, p)));
      offsets.push_back(static_cast<float>(normal(9, p)));
    }
    constexpr double shares[] = {0.0, 0.05, 0.7, 1.0};
    for (std::size_t a = 0; a < accounts(); ++a) {
      for (std::uint32_t p = 0; p < products(); ++p) {
        if (uniform(3, a * products() + p) < shares[a % 4]) excluded[a].push_back(p);
      }
      queries.push_back({set.accounts.row(a), excluded[a]});
    }
  }

  Scene() : Scene({"random", random_factors(900, 24, 1), random_factors(70, 24, 2)}) {}

  std::size_t accounts() const { return set.accounts.rows(); }
  std::size_t products() const { return set.products.rows(); }

  bool may_offer(std::size_t a, std::uint32_t p) const {
    const auto& allowed = queries[a].allowed;
    return eligible[p] && std::ranges::find(excluded[a], p) == excluded[a].end() &&
           (!allowed || std::ranges::find(*allowed, p) != allowed->end());
  }

  std::vector<std::vector<ScoredProduct>> lists(std::size_t k, const ScoreAdjustment& how = {},
                                                const Execution& execution = {}) const {
    return top_k(ScanTable(set.products, how), queries, k, {eligible}, execution);
  }
};

struct Exact {
  double score;
  double rounding;  ///< by how much the float32 score may differ
};

inline Exact exact(const Scene& scene, std::size_t a, std::uint32_t p, const ScoreAdjustment& how) {
  const double factor = how.factors.empty() ? 1.0 : static_cast<double>(how.factors[p]);
  const double offset = how.offsets.empty() ? 0.0 : static_cast<double>(how.offsets[p]);
  const auto x = scene.set.accounts.row(a);
  const auto y = scene.set.products.row(p);
  const double size = factor * std::sqrt(affinity(x, x)) * std::sqrt(affinity(y, y));
  return {factor * affinity(x, y) + offset,
          (static_cast<double>(x.size()) + 3.0) * 0x1p-24 * (size + std::abs(offset)) + 0x1p-126};
}

/// Everything that may be offered, best first, by scores in double precision.
inline std::vector<std::pair<Exact, std::uint32_t>> sorted(const Scene& scene, std::size_t a,
                                                           const ScoreAdjustment& how) {
  std::vector<std::pair<Exact, std::uint32_t>> all;
  for (std::uint32_t p = 0; p < scene.products(); ++p) {
    if (scene.may_offer(a, p)) all.emplace_back(exact(scene, a, p, how), p);
  }
  std::ranges::stable_sort(all, std::ranges::greater(),
                           [](const auto& one) { return one.first.score; });
  return all;
}

/// The list equals the full sort to within the rounding of its scores.
inline void expect_best(const Scene& scene, std::size_t a, const std::vector<ScoredProduct>& list,
                        std::size_t k, const ScoreAdjustment& how) {
  const auto expected = sorted(scene, a, how);
  ASSERT_EQ(list.size(), std::min(k, expected.size()));
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto p = static_cast<std::uint32_t>(position(list[i].product));
    const Exact own = exact(scene, a, p, how);
    const auto score = static_cast<double>(list[i].score);
    EXPECT_TRUE(scene.may_offer(a, p));
    EXPECT_NEAR(score, own.score, own.rounding);
    EXPECT_NEAR(score, expected[i].first.score, own.rounding + expected[i].first.rounding);
    if (i == 0) continue;
    EXPECT_TRUE(list[i - 1].score > list[i].score ||
                (list[i - 1].score == list[i].score && list[i - 1].product < list[i].product));
  }
}

}  // namespace upcross::test
