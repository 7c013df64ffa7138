#include <cmath>
#include <functional>
#include <limits>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/scoring/top_k.hpp>

#include "support/top_k_scene.hpp"

namespace upcross {
namespace {

using test::Positions;
using test::Scene;

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

}  // namespace
}  // namespace upcross
