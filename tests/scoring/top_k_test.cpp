#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/scoring/top_k.hpp>

#include "support/top_k_scene.hpp"

namespace upcross {
namespace {

using test::expect_best;
using test::HostileFactors;
using test::Positions;
using test::random_factors;
using test::Scene;

TEST(TopK, IsTheFullSortInDoublePrecisionOfHostileFactors) {
  for (HostileFactors& hostile : test::hostile_factors()) {
    const Scene scene(std::move(hostile));
    SCOPED_TRACE(scene.set.name);
    for (const bool adjusted : {false, true}) {
      ScoreAdjustment how;
      if (adjusted) how = {scene.factors, scene.offsets};
      for (const std::size_t k : {1U, 10U, 5000U}) {
        const auto lists = scene.lists(k, how);
        for (std::size_t a = 0; a < lists.size(); ++a) expect_best(scene, a, lists[a], k, how);
      }
    }
  }
}

TEST(TopK, IsAPrefixOfTheListOfAllProductsToTheByte) {
  for (HostileFactors& hostile : test::hostile_factors()) {
    const Scene scene(std::move(hostile));
    // With no shorter list than all, nothing is passed over.
    const auto all = scene.lists(5000, {scene.factors, scene.offsets});
    for (const std::size_t k : {0U, 1U, 10U, 100U}) {
      const auto lists = scene.lists(k, {scene.factors, scene.offsets});
      for (std::size_t a = 0; a < lists.size(); ++a) {
        ASSERT_EQ(lists[a].size(), std::min(k, all[a].size())) << scene.set.name;
        EXPECT_TRUE(std::ranges::equal(lists[a], std::span(all[a]).first(lists[a].size())))
            << scene.set.name << ", account " << a;
      }
    }
  }
}

TEST(TopK, IsAPrefixForEveryNumberOfFactors) {
  for (const std::size_t d : {2U, 4U, 5U, 16U, 17U, 63U, 64U, 65U, 68U, 129U, 255U, 256U, 257U}) {
    const Scene scene({"random", random_factors(200, d, 1), random_factors(7, d, 2)});
    const auto all = scene.lists(200);
    const auto lists = scene.lists(5);
    for (std::size_t a = 0; a < lists.size(); ++a) {
      EXPECT_TRUE(std::ranges::equal(lists[a], std::span(all[a]).first(lists[a].size()))) << d;
    }
  }
}

TEST(TopK, FindsAShortProductWithALargeOffset) {
  const Matrix products = test::scaled(random_factors(400, 8, 1), [](std::size_t p) {
    return 1.0 / static_cast<double>(1 + p * p);
  });
  std::vector<float> offsets(400);
  offsets[399] = 50.0F;
  const std::vector<bool> all(400, true);
  const Matrix account = random_factors(1, 8, 2);
  const std::vector<TopKQuery> query = {{account.row(0)}};
  const auto list = top_k(ScanTable(products, {.offsets = offsets}), query, 3, {all})[0];
  EXPECT_EQ(list[0].product, ProductIndex{399});
}

TEST(TopK, GivesTheSameBytesForAnyThreadsAndCompany) {
  const Scene scene;
  const auto together = scene.lists(10, {}, {.threads = 1});
  EXPECT_EQ(together, scene.lists(10, {}, {.threads = 3}));
  for (std::size_t a = 0; a < scene.accounts(); ++a) {
    const auto alone = top_k(scene.set.products, {&scene.queries[a], 1}, 10, {scene.eligible});
    EXPECT_EQ(alone[0], together[a]);
  }
}

TEST(TopK, DoesNotDependOnTheOrderOfProductsButInTies) {
  const Scene scene;
  const std::size_t count = scene.products();
  Matrix reversed(count, scene.set.products.cols());
  for (std::size_t p = 0; p < count; ++p) {
    std::ranges::copy(scene.set.products.row(count - 1 - p), reversed.row(p).begin());
  }
  const std::vector<bool> all(count, true);
  const std::vector<TopKQuery> query = {{scene.set.accounts.row(0)}};
  const auto forth = top_k(scene.set.products, query, 20, {all})[0];
  const auto back = top_k(reversed, query, 20, {all})[0];
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(position(forth[i].product), count - 1 - position(back[i].product));
    EXPECT_EQ(forth[i].score, back[i].score);
  }
}

TEST(TopK, OrdersEqualScoresByIndex) {
  Matrix products(9, 1);
  for (std::size_t p = 0; p < 9; ++p) products.row(p)[0] = p % 2 ? 1.0F : 2.0F;
  const std::vector<float> x = {1.0F};
  const std::vector<TopKQuery> query = {{x}};
  const std::vector<bool> all(9, true);
  const auto list = top_k(products, query, 7, {.eligible = all})[0];
  std::vector<std::size_t> order;
  for (const ScoredProduct& one : list) order.push_back(position(one.product));
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 2, 4, 6, 8, 1, 3}));
}

TEST(TopK, OffersNothingWhereNothingIsEligibleOrWanted) {
  const Scene scene;
  const std::vector<bool> none(scene.products(), false);
  EXPECT_TRUE(top_k(scene.set.products, scene.queries, 5, {none})[0].empty());
  EXPECT_TRUE(scene.lists(0)[0].empty());
  EXPECT_TRUE(scene.lists(5)[3].empty()) << "everything is excluded";
  const Matrix no_products(0, 24);
  EXPECT_TRUE(top_k(no_products, {{{scene.set.accounts.row(0)}}}, 5, {{}})[0].empty());
}

TEST(TopK, OffersOnlyWhatAnAccountIsAllowed) {
  Scene scene;
  const Positions few = {5, 2, 700, 3};
  const Positions nothing;
  for (std::size_t a = 0; a < scene.accounts(); a += 2) scene.queries[a].allowed = few;
  scene.queries[0].allowed = nothing;
  const auto lists = scene.lists(10);
  EXPECT_TRUE(lists[0].empty());
  for (std::size_t a = 0; a < lists.size(); ++a) expect_best(scene, a, lists[a], 10, {});
}

/// The best `k` of the list of all products with at most `cap` of a category.
std::vector<ScoredProduct> capped(const std::vector<ScoredProduct>& all, std::size_t k,
                                  std::size_t cap, const std::vector<std::uint32_t>& category) {
  std::map<std::uint32_t, std::size_t> taken;
  std::vector<ScoredProduct> result;
  for (const ScoredProduct& one : all) {
    if (result.size() < k && taken[category[position(one.product)]]++ < cap) result.push_back(one);
  }
  return result;
}

TEST(TopK, CapsACategoryAndFillsUpFromTheOthers) {
  for (HostileFactors& hostile : test::hostile_factors()) {
    const Scene scene(std::move(hostile));
    const auto all = scene.lists(5000);
    for (const auto& [k, cap] : {std::pair{12U, 3U}, {12U, 1U}, {1U, 1U}, {40U, 3U}}) {
      const TopKFilter filter{scene.eligible, cap, scene.category};
      const auto lists = top_k(scene.set.products, scene.queries, k, filter);
      for (std::size_t a = 0; a < lists.size(); ++a) {
        EXPECT_EQ(lists[a], capped(all[a], k, cap, scene.category)) << scene.set.name;
      }
    }
  }
}

TEST(TopK, SaysThatItWasStopped) {
  const Scene scene;
  const ScanTable table(scene.set.products);
  std::stop_source stop;
  stop.request_stop();
  try {
    top_k(table, scene.queries, 5, {scene.eligible}, {.stop = stop.get_token()});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::stopped);
  }
}

}  // namespace
}  // namespace upcross
