#include <numeric>
#include <thread>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/als.hpp>
#include <upcross/model/fold_in.hpp>
#include <upcross/scoring/account_scorer.hpp>

#include "support/synthetic.hpp"

namespace upcross {
namespace {

struct Fitted {
  InteractionMatrix interactions = test::tasteful_interactions(80, 60, -0.5, 0.5);
  std::shared_ptr<const FactorModel> model = std::make_shared<const FactorModel>(
      fit_als(interactions, {.factors = 12, .iterations = 4}).model);
  std::vector<bool> eligible = [] {
    std::vector<bool> flags(60, true);
    flags[3] = flags[7] = false;
    return flags;
  }();
  std::vector<std::uint32_t> category = [] {
    std::vector<std::uint32_t> result(60);
    for (std::uint32_t p = 0; p < 60; ++p) result[p] = p % 5;
    return result;
  }();
  TopKFilter filter{eligible, 2, category};

  AccountQuestion question(std::size_t account) const {
    const SparseRows::Row purchases = interactions.by_account().row(account);
    return {.purchases = purchases, .excluded = purchases.indexes, .limit = 6};
  }
};

TEST(AccountScorer, ListsTheTopKOfWhatIsFoldedIn) {
  const Fitted fit;
  const AccountScorer scorer(fit.model, fit.filter);
  AccountScorer::Scratch scratch(scorer);
  for (std::size_t a = 0; a < 80; ++a) {
    const AccountQuestion question = fit.question(a);
    const std::vector<float> x = fold_in(*fit.model, question.purchases);
    const TopKQuery query{x, question.excluded};
    EXPECT_EQ(scorer.answer(question, scratch).products,
              top_k(fit.model->product_factors(), {&query, 1}, 6, fit.filter).front())
        << a;
  }
}

TEST(AccountScorer, HasReasonsThatAddUpToTheScore) {
  const Fitted fit;
  std::vector<float> factors(60), offsets(60);
  for (std::size_t p = 0; p < 60; ++p) {
    factors[p] = 0.5F + static_cast<float>(p % 3);
    offsets[p] = 0.01F * static_cast<float>(p);
  }
  const AccountScorer scorer(fit.model, fit.filter, {factors, offsets});
  AccountScorer::Scratch scratch(scorer);
  for (std::size_t a = 0; a < 80; ++a) {
    const AccountQuestion question = fit.question(a);
    const AccountAnswer& answer = scorer.answer(question, scratch);
    const std::size_t n = question.purchases.size();
    ASSERT_EQ(answer.contributions.size(), answer.products.size() * n);
    for (std::size_t i = 0; i < answer.products.size(); ++i) {
      const auto row = answer.contributions.begin() + static_cast<std::ptrdiff_t>(i * n);
      const std::size_t p = position(answer.products[i].product);
      const double affinity = std::accumulate(row, row + static_cast<std::ptrdiff_t>(n), 0.0);
      EXPECT_NEAR(affinity * static_cast<double>(factors[p]) + static_cast<double>(offsets[p]),
                  static_cast<double>(answer.products[i].score), 1e-5);
    }
  }
}

TEST(AccountScorer, AnswersWithoutReasonsOrPurchases) {
  const Fitted fit;
  const AccountScorer scorer(fit.model, fit.filter);
  AccountScorer::Scratch scratch(scorer);
  AccountQuestion question = fit.question(1);
  question.reasons = false;
  EXPECT_TRUE(scorer.answer(question, scratch).contributions.empty());
  EXPECT_EQ(scorer.answer(question, scratch).products.size(), 6U);
  const std::vector<std::uint32_t> allowed = {9, 3, 4};
  const AccountAnswer& nothing_known = scorer.answer({.allowed = allowed}, scratch);
  EXPECT_EQ(nothing_known.products,
            (std::vector<ScoredProduct>{{ProductIndex{4}, 0.0F}, {ProductIndex{9}, 0.0F}}));
}

TEST(AccountScorer, IsSharedByThreads) {
  const Fitted fit;
  const AccountScorer scorer(fit.model, fit.filter);
  std::vector<std::vector<ScoredProduct>> expected;
  AccountScorer::Scratch scratch(scorer);
  for (std::size_t a = 0; a < 80; ++a) {
    expected.push_back(scorer.answer(fit.question(a), scratch).products);
  }
  std::vector<std::size_t> wrong(4);
  std::vector<std::jthread> threads;
  for (std::size_t& count : wrong) {
    threads.emplace_back([&] {
      AccountScorer::Scratch own(scorer);
      for (std::size_t a = 0; a < 80; ++a) {
        count += scorer.answer(fit.question(a), own).products != expected[a];
      }
    });
  }
  threads.clear();
  EXPECT_EQ(wrong, (std::vector<std::size_t>(4, 0)));
}

TEST(AccountScorer, RefusesProductsOutsideTheModel) {
  const Fitted fit;
  const AccountScorer scorer(fit.model, fit.filter);
  AccountScorer::Scratch scratch(scorer);
  const std::vector<std::uint32_t> unknown = {60};
  const std::vector<float> one = {1.0F};
  EXPECT_THROW(scorer.answer({.purchases = {unknown, one}}, scratch), Error);
  EXPECT_THROW(scorer.answer({.excluded = unknown}, scratch), Error);
  EXPECT_EQ(scorer.answer(fit.question(1), scratch).products.size(), 6U);
}

}  // namespace
}  // namespace upcross
