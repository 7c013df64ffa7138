#include <gtest/gtest.h>

#include <upcross/model/als.hpp>
#include <upcross/scoring/account_scorer.hpp>

#include "allocations/counted.hpp"
#include "support/synthetic.hpp"

namespace upcross {
namespace {

TEST(AccountScorerAllocations, AreNoneAfterTheFirstAnswers) {
  const InteractionMatrix interactions = test::tasteful_interactions(50, 400);
  const auto model = std::make_shared<const FactorModel>(
      fit_als(interactions, {.factors = 32, .iterations = 2}).model);
  const std::vector<bool> eligible(400, true);
  const AccountScorer scorer(model, {eligible});
  AccountScorer::Scratch scratch(scorer);
  const auto answer_all = [&] {
    for (std::size_t a = 0; a < 50; ++a) {
      const SparseRows::Row purchases = interactions.by_account().row(a);
      const auto& answer =
          scorer.answer({.purchases = purchases, .excluded = purchases.indexes}, scratch);
      EXPECT_EQ(answer.products.size(), 10U);
    }
  };
  answer_all();
  const std::size_t before = test::allocations;
  answer_all();
  EXPECT_EQ(test::allocations, before);
}

}  // namespace
}  // namespace upcross
