#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/model/factor_model.hpp>
#include <upcross/scoring/top_k.hpp>

namespace upcross {
namespace {

Matrix random_factors(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  Matrix m(rows, cols);
  for (std::size_t i = 0; i < rows * cols; ++i) m.data()[i] = static_cast<float>(normal(seed, i));
  return m;
}

/// Some accounts, more than a tile, with different exclusions.
struct Scene {
  Matrix products = random_factors(700, 24, 1);
  Matrix accounts = random_factors(40, 24, 2);
  std::vector<std::vector<std::uint32_t>> excluded;
  std::vector<bool> eligible = std::vector<bool>(700, true);
  std::vector<TopKQuery> queries;

  Scene() : excluded(40) {
    for (std::size_t p = 0; p < 700; ++p) {
      eligible[p] = p % 7 != 3;
      for (std::size_t a = 0; a < 40; ++a) {
        if (uniform(3, a * 700 + p) < static_cast<double>(a) / 40.0) {
          excluded[a].push_back(static_cast<std::uint32_t>(p));
        }
      }
    }
    for (std::size_t a = 0; a < 40; ++a) queries.push_back({accounts.row(a), excluded[a]});
  }

  /// Everything that may be offered, fully sorted by scores in double precision.
  std::vector<std::pair<double, std::uint32_t>> sorted(std::size_t a) const {
    std::vector<std::pair<double, std::uint32_t>> all;
    for (std::uint32_t p = 0; p < 700; ++p) {
      if (!eligible[p] || std::ranges::binary_search(excluded[a], p)) continue;
      all.emplace_back(-affinity(accounts.row(a), products.row(p)), p);
    }
    std::ranges::sort(all);
    return all;
  }
};

TEST(TopK, IsAPrefixOfTheFullSortInDoublePrecision) {
  const Scene scene;
  const auto lists = top_k(scene.products, scene.queries, 20, {.eligible = scene.eligible});
  for (std::size_t a = 0; a < 40; ++a) {
    const auto sorted = scene.sorted(a);
    ASSERT_EQ(lists[a].size(), std::min<std::size_t>(20, sorted.size()));
    for (std::size_t i = 0; i < lists[a].size(); ++i) {
      EXPECT_EQ(position(lists[a][i].product), sorted[i].second);
      EXPECT_NEAR(lists[a][i].score, -sorted[i].first, 1e-4);
    }
  }
}

TEST(TopK, GivesTheSameBytesForAnyThreadsAndCompany) {
  const Scene scene;
  const TopKFilter filter{.eligible = scene.eligible};
  const auto together = top_k(scene.products, scene.queries, 10, filter, {.threads = 1});
  EXPECT_EQ(together, top_k(scene.products, scene.queries, 10, filter, {.threads = 3}));
  for (std::size_t a = 0; a < 40; ++a) {
    EXPECT_EQ(top_k(scene.products, {&scene.queries[a], 1}, 10, filter)[0], together[a]);
  }
}

TEST(TopK, OrdersEqualScoresByIndex) {
  Matrix products(9, 1);
  for (std::size_t p = 0; p < 9; ++p) products.row(p)[0] = p % 2 ? 1.0F : 2.0F;
  const std::vector<float> x = {1.0F};
  const std::vector<TopKQuery> query = {{x, {}}};
  const std::vector<bool> all(9, true);
  const auto list = top_k(products, query, 7, {.eligible = all})[0];
  std::vector<std::size_t> order;
  for (const ScoredProduct& one : list) order.push_back(position(one.product));
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 2, 4, 6, 8, 1, 3}));
}

TEST(TopK, ReturnsFewerOnlyWhereFewerAreEligible) {
  const Scene scene;
  const std::vector<bool> none(700, false);
  EXPECT_TRUE(top_k(scene.products, scene.queries, 5, {.eligible = none})[0].empty());
  const auto all = top_k(scene.products, scene.queries, 100'000, {.eligible = scene.eligible});
  for (std::size_t a = 0; a < 40; ++a) EXPECT_EQ(all[a].size(), scene.sorted(a).size());
  EXPECT_TRUE(top_k(scene.products, scene.queries, 0, {.eligible = scene.eligible})[0].empty());
}

TEST(TopK, CapsACategoryAndFillsUpFromTheOthers) {
  const Scene scene;
  std::vector<std::uint32_t> category(700);
  for (std::uint32_t p = 0; p < 700; ++p) category[p] = p % 5;
  const auto lists = top_k(scene.products, scene.queries, 12,
                           {.eligible = scene.eligible, .per_category = 3, .category = category});
  for (std::size_t a = 0; a < 40; ++a) {
    std::vector<std::size_t> taken(5);
    std::vector<std::uint32_t> expected;
    for (const auto& [score, p] : scene.sorted(a)) {
      if (expected.size() < 12 && taken[category[p]]++ < 3) expected.push_back(p);
    }
    ASSERT_EQ(lists[a].size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(position(lists[a][i].product), expected[i]);
    }
  }
}

TEST(TopK, RefusesShapesThatDoNotFit) {
  const Scene scene;
  const std::vector<bool> few(3, true);
  EXPECT_THROW(top_k(scene.products, scene.queries, 5, {.eligible = few}), Error);
  const std::vector<float> short_factors(3);
  const std::vector<TopKQuery> query = {{short_factors, {}}};
  EXPECT_THROW(top_k(scene.products, query, 5, {.eligible = scene.eligible}), Error);
}

TEST(TopK, SaysThatItWasStopped) {
  const Scene scene;
  std::stop_source stop;
  stop.request_stop();
  try {
    top_k(scene.products, scene.queries, 5, {.eligible = scene.eligible},
          {.stop = stop.get_token()});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::stopped);
  }
}

}  // namespace
}  // namespace upcross
