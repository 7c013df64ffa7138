#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/factor_model.hpp>
#include <upcross/scoring/top_k.hpp>

#include "support/hostile_factors.hpp"

namespace upcross {
namespace {

using test::HostileFactors;
using test::random_factors;

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

Exact exact(const Scene& scene, std::size_t a, std::uint32_t p, const ScoreAdjustment& how) {
  const double factor = how.factors.empty() ? 1.0 : static_cast<double>(how.factors[p]);
  const double offset = how.offsets.empty() ? 0.0 : static_cast<double>(how.offsets[p]);
  const auto x = scene.set.accounts.row(a);
  const auto y = scene.set.products.row(p);
  const double size = factor * std::sqrt(affinity(x, x)) * std::sqrt(affinity(y, y));
  return {factor * affinity(x, y) + offset,
          (static_cast<double>(x.size()) + 3.0) * 0x1p-24 * (size + std::abs(offset)) + 0x1p-126};
}

/// Everything that may be offered, best first, by scores in double precision.
std::vector<std::pair<Exact, std::uint32_t>> sorted(const Scene& scene, std::size_t a,
                                                    const ScoreAdjustment& how) {
  std::vector<std::pair<Exact, std::uint32_t>> all;
  for (std::uint32_t p = 0; p < scene.products(); ++p) {
    if (scene.may_offer(a, p)) all.emplace_back(exact(scene, a, p, how), p);
  }
  std::ranges::stable_sort(all, std::ranges::greater(),
                           [](const auto& one) { return one.first.score; });
  return all;
}

void expect_best(const Scene& scene, std::size_t a, const std::vector<ScoredProduct>& list,
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

TEST(TopAccounts, AreTheReverseQuestion) {
  const Scene scene;
  const std::vector<bool> all(scene.accounts(), true);
  const Positions owners = {4, 9};
  const std::vector<TopKQuery> query = {{scene.set.products.row(7), owners}};
  const auto list = top_accounts(ScanTable(scene.set.accounts), query, 100, {all})[0];
  ASSERT_EQ(list.size(), scene.accounts() - 2);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const double score =
        affinity(scene.set.accounts.row(position(list[i].account)), scene.set.products.row(7));
    EXPECT_NEAR(list[i].score, score, 1e-5);
    EXPECT_TRUE(position(list[i].account) != 4 && position(list[i].account) != 9);
    EXPECT_TRUE(i == 0 || list[i - 1].score >= list[i].score);
  }
}

TEST(SimilarProducts, AreThoseOfHighestCosineButForTheProductItself) {
  Matrix products(4, 2);
  const float rows[4][2] = {{1.0F, 0.0F}, {0.0F, 5.0F}, {30.0F, 1.0F}, {0.0F, 0.0F}};
  for (std::size_t p = 0; p < 4; ++p) std::ranges::copy(rows[p], products.row(p).begin());
  const std::vector<bool> all(4, true);
  const std::vector<ProductIndex> asked = {ProductIndex{0}, ProductIndex{2}};
  const auto lists = similar_products(products, asked, 2, {all});
  EXPECT_EQ(lists[0][0].product, ProductIndex{2});
  EXPECT_NEAR(lists[0][0].score, 30.0 / std::sqrt(901.0), 1e-6);
  EXPECT_EQ(lists[0][1], (ScoredProduct{ProductIndex{1}, 0.0F}));
  EXPECT_EQ(lists[1][0].product, ProductIndex{0});
  const std::vector<ProductIndex> unknown = {ProductIndex{4}};
  EXPECT_THROW(similar_products(products, unknown, 2, {all}), Error);
}

/// What an Error that `call` throws says.
std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(TopK, RefusesShapesThatDoNotFit) {
  const Scene scene;
  const ScanTable table(scene.set.products);
  const auto message = [&](const TopKQuery& query, const std::vector<bool>& eligible) {
    return message_of([&] { top_k(table, {{query}}, 5, {eligible}); });
  };
  const std::vector<float> short_factors(3);
  const Positions beyond = {900};
  EXPECT_EQ(message(scene.queries[0], std::vector<bool>(3)),
            "top_k: there must be one flag per product");
  EXPECT_EQ(message({short_factors}, scene.eligible), "top_k: query 0 has 3 factors, the table 24");
  EXPECT_EQ(message({scene.set.accounts.row(0), beyond}, scene.eligible),
            "top_k: query 0 names a product that is not in the table");
  EXPECT_EQ(message_of([&] {
              top_k(table, scene.queries, 5, {scene.eligible, 1});
            }),
            "top_k: there must be one category per product");
}

TEST(TopK, RefusesValuesWithoutAScore) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  Scene scene;
  const ScanTable table(scene.set.products);
  const auto message = [&] {
    return message_of([&] { top_k(table, scene.queries, 5, {scene.eligible}); });
  };
  scene.set.accounts.row(66)[3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(message(), "top_k: query 66 has a factor that is not finite");
  scene.set.accounts.row(66)[3] = -infinity;
  EXPECT_EQ(message(), "top_k: query 66 has a factor that is not finite");
  scene.set.accounts.row(66)[3] = 3e38F;
  EXPECT_EQ(message(),
            "top_k: query 66 has factors so large that scores could leave the range of float32");
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
