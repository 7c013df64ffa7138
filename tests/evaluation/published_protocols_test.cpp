#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/evaluation/published_protocols.hpp>
#include <upcross/model/item_item.hpp>

#include "support/synthetic.hpp"

namespace upcross {
namespace {

constexpr std::size_t accounts = 60;
constexpr std::size_t products = 40;
const InteractionMatrix interactions = test::tasteful_interactions(accounts, products);

bool has(std::size_t account, std::uint32_t product) {
  return std::ranges::binary_search(interactions.seen(static_cast<AccountIndex>(account)), product);
}

/// Few different scores, so that many are equal.
float coarse_score(std::size_t account, std::size_t product) {
  return std::floor(static_cast<float>(uniform(account, product)) * 5.0F);
}

void score_coarsely(AccountIndex account, std::span<float> scores) {
  for (std::size_t p = 0; p < scores.size(); ++p) scores[p] = coarse_score(position(account), p);
}

/// A product that each account does not have, among 20 others of all kinds.
std::vector<LeaveOneOut> questions() {
  std::vector<LeaveOneOut> result;
  for (std::size_t a = 0; a < accounts; ++a) {
    LeaveOneOut one{static_cast<AccountIndex>(a), {}, {}};
    for (std::uint32_t p = 0; p < products; ++p) {
      if (!has(a, p)) one.held_out = static_cast<ProductIndex>(p);
      if ((a + p) % 2 == 0) one.others.push_back(p);
    }
    result.push_back(std::move(one));
  }
  return result;
}

TEST(LeaveOneOut, IsWhatSortingTheListsByHandGives) {
  double hits = 0.0;
  double gains = 0.0;
  for (const LeaveOneOut& one : questions()) {
    const std::size_t a = position(one.account);
    std::vector<std::uint32_t> list = {static_cast<std::uint32_t>(one.held_out)};
    for (const auto p : one.others) {
      if (!has(a, p) && p != list.front()) list.push_back(p);
    }
    std::ranges::stable_sort(list, std::ranges::greater(),
                             [&](std::uint32_t p) { return coarse_score(a, p); });
    const auto rank =
        std::ranges::find(list, static_cast<std::uint32_t>(one.held_out)) - list.begin();
    if (rank >= 5) continue;
    hits += 1.0 / accounts;
    gains += 1.0 / std::log2(static_cast<double>(rank) + 2.0) / accounts;
  }
  const LeaveOneOutQuality quality = leave_one_out(interactions, questions(), score_coarsely, 5);
  EXPECT_NEAR(quality.hit_rate, hits, 1e-12);
  EXPECT_NEAR(quality.ndcg, gains, 1e-12);
  EXPECT_GT(hits, 0.1);
  EXPECT_LT(hits, 0.9);
}

TEST(LeaveOneOut, TakesTiesInFavourOfTheProductHeldOut) {
  const std::vector<float> scores = {1.0F, 1.0F, 2.0F, 0.0F};
  EXPECT_EQ(leave_one_out_rank(scores, {{}, ProductIndex{1}, {0, 2, 3}}, {}), 2U);
}

TEST(LeaveOneOut, PassesOverWhatTheAccountHasAndTheProductItself) {
  const std::vector<float> scores = {3.0F, 1.0F, 2.0F, 0.0F};
  const std::vector<std::uint32_t> seen = {0};
  EXPECT_EQ(leave_one_out_rank(scores, {{}, ProductIndex{1}, {0, 1, 2, 3}}, seen), 2U);
}

TEST(LeaveOneOut, DoesNotFlatterScoresThatAreNoNumbers) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(leave_one_out_rank(std::vector{nan, 1.0F, 2.0F}, {{}, ProductIndex{0}, {1, 2}}, {}),
            3U);
  EXPECT_EQ(leave_one_out_rank(std::vector{1.0F, nan, 0.0F}, {{}, ProductIndex{0}, {1, 2}}, {}),
            2U);
}

TEST(LeaveOneOut, RefusesAProductThatWasLearnedFrom) {
  const std::vector<std::uint32_t> seen = {1, 4};
  const std::vector<float> scores(5);
  EXPECT_THROW(leave_one_out_rank(scores, {{}, ProductIndex{4}, {0}}, seen), Error);
}

TEST(LeaveOneOut, RefusesPositionsOutsideTheTable) {
  const std::vector<float> scores(5);
  EXPECT_THROW(leave_one_out_rank(scores, {{}, ProductIndex{5}, {0}}, {}), Error);
  EXPECT_THROW(leave_one_out_rank(scores, {{}, ProductIndex{0}, {5}}, {}), Error);
}

TEST(LeaveOneOut, OfNothingIsNoNumber) {
  EXPECT_TRUE(std::isnan(leave_one_out(interactions, {}, score_coarsely).ndcg));
}

/// Of accounts like those that were learned from, every third product is wanted.
std::vector<UnseenAccount> unseen_accounts() {
  const InteractionMatrix others = test::tasteful_interactions(50, products, 0.0, 0.0, 2);
  std::vector<UnseenAccount> result;
  for (std::size_t a = 0; a < others.account_count(); ++a) {
    UnseenAccount one{"new " + std::to_string(a), {}, {}};
    for (const auto p : others.seen(static_cast<AccountIndex>(a))) {
      ((a + p) % 3 == 0 ? one.wanted : one.given).push_back(p);
    }
    if (!one.wanted.empty()) result.push_back(std::move(one));
  }
  return result;
}

const ItemItem& model() {
  static const ItemItem ease = fit_ease(interactions, {.regularization = 5.0});
  return ease;
}

void score_given(std::span<const std::uint32_t> given, std::span<float> scores) {
  std::ranges::fill(scores, 0.0F);
  model().add_scores(given, 1.0F, scores);
}

TEST(StrongGeneralization, IsWhatSortingAllProductsByHandGives) {
  double recall = 0.0;
  double ndcg = 0.0;
  const std::vector<UnseenAccount> asked = unseen_accounts();
  for (const UnseenAccount& one : asked) {
    std::vector<float> scores(products);
    score_given(one.given, scores);
    std::vector<std::uint32_t> list;
    for (std::uint32_t p = 0; p < products; ++p) {
      if (!std::ranges::binary_search(one.given, p)) list.push_back(p);
    }
    std::ranges::stable_sort(list, std::ranges::greater(), [&](auto p) { return scores[p]; });
    double hits = 0.0;
    double gain = 0.0;
    double best = 0.0;
    for (std::size_t r = 0; r < list.size(); ++r) {
      const double worth = 1.0 / std::log2(static_cast<double>(r) + 2.0);
      if (r < one.wanted.size()) best += worth;
      if (!std::ranges::binary_search(one.wanted, list[r])) continue;
      gain += worth;
      if (r < 20) hits += 1.0;
    }
    recall += hits / static_cast<double>(std::min<std::size_t>(20, one.wanted.size()));
    ndcg += gain / best;
  }
  const auto quality = strong_generalization(interactions, asked, score_given);
  EXPECT_NEAR(quality.recall_20, recall / static_cast<double>(asked.size()), 1e-12);
  EXPECT_NEAR(quality.ndcg_100, ndcg / static_cast<double>(asked.size()), 1e-12);
  EXPECT_EQ(quality.recall_50, 1.0) << "there are but 40 products";
}

TEST(StrongGeneralization, IsTheSameOnAnyNumberOfThreads) {
  const auto one =
      strong_generalization(interactions, unseen_accounts(), score_given, {.threads = 1});
  const auto many =
      strong_generalization(interactions, unseen_accounts(), score_given, {.threads = 4});
  EXPECT_EQ(one.ndcg_100, many.ndcg_100);
}

TEST(StrongGeneralization, RefusesAnAccountThatWasLearnedFrom) {
  const std::string known((*interactions.account_ids())[AccountIndex{0}]);
  const std::vector<UnseenAccount> asked = {{known, {1}, {2}}};
  EXPECT_THROW(strong_generalization(interactions, asked, score_given), Error);
}

TEST(StrongGeneralization, RefusesWhatIsBothGivenAndWantedAndWhatIsNoPosition) {
  const auto ask = [](UnseenAccount one) {
    strong_generalization(interactions, std::vector{std::move(one)}, score_given);
  };
  EXPECT_THROW(ask({"new", {1, 2}, {2, 3}}), Error);
  EXPECT_THROW(ask({"new", {2, 1}, {3}}), Error);
  EXPECT_THROW(ask({"new", {1}, {products}}), Error);
  EXPECT_THROW(ask({"new", {1}, {}}), Error);
  EXPECT_NO_THROW(ask({"new", {1}, {2}}));
}

}  // namespace
}  // namespace upcross
