#include <string>

#include <gtest/gtest.h>

#include <upcross/core/money.hpp>
#include <upcross/selection/one_list.hpp>

namespace upcross {
namespace {

constexpr double none = unknown;

Recommendation row(std::size_t account, Kind kind, std::size_t product, double probability) {
  Recommendation result;
  result.account = static_cast<AccountIndex>(account);
  result.product = static_cast<ProductIndex>(product);
  result.kind = kind;
  result.probability = probability;
  return result;
}

/// The products of the rows in their order, e.g. "0 1 2"; ranks are checked.
std::string products(const Recommendations& offers) {
  std::string result;
  std::size_t rank = 0;
  for (std::size_t i = 0; i < offers.rows.size(); ++i) {
    const Recommendation& one = offers.rows[i];
    if (i > 0 && offers.rows[i - 1].account != one.account) rank = 0;
    EXPECT_EQ(one.rank, ++rank);
    result += (result.empty() ? "" : " ") + std::to_string(position(one.product));
  }
  return result;
}

std::string listed(std::vector<Recommendation> rows, const Trade& trade = {},
                   std::vector<double> amounts = {}) {
  return products(in_one_list(trade, amounts, {{}, 90, {}, std::move(rows)}));
}

constexpr Kind cross = Kind::cross_sell;
constexpr Kind up = Kind::up_sell;

TEST(OneList, TheLikelierOfTheNextRowsOfTheKindsComesNext) {
  EXPECT_EQ(listed({row(0, cross, 0, 0.3), row(0, cross, 1, 0.1), row(0, up, 2, 0.2)}), "0 2 1");
}

TEST(OneList, EachKindKeepsItsOrder) {
  EXPECT_EQ(listed({row(0, cross, 0, 0.1), row(0, cross, 1, 0.9), row(0, up, 2, 0.5)}), "2 0 1");
}

TEST(OneList, AtTiesTheEarlierKindComesFirst) {
  EXPECT_EQ(listed({row(0, up, 0, 0.2), row(0, cross, 1, 0.2)}), "0 1");
}

TEST(OneList, EachAccountHasItsOwn) {
  EXPECT_EQ(listed({row(0, cross, 0, 0.1), row(0, up, 1, 0.2), row(1, cross, 2, 0.1),
                    row(1, up, 3, 0.05)}),
            "1 0 2 3");
}

TEST(OneList, WithoutProbabilitiesTheOrderStays) {
  EXPECT_EQ(listed({row(0, cross, 0, none), row(0, cross, 1, none), row(0, up, 2, none)}), "0 1 2");
}

TEST(OneList, ARowWithoutProbabilityStandsBesideTheOneBeforeItAndAKindWithoutAnyIsLast) {
  EXPECT_EQ(listed({row(0, cross, 0, none), row(0, cross, 1, 0.4), row(0, cross, 2, none),
                    row(0, up, 3, 0.3)}),
            "0 1 2 3");
  EXPECT_EQ(listed({row(0, up, 0, none), row(0, cross, 1, 0.01)}), "1 0");
}

TEST(OneList, MoneyCountsAsMuchAsTheTradeSays) {
  const std::vector<Recommendation> rows = {row(0, cross, 0, 0.2), row(0, up, 1, 0.1)};
  Trade trade;
  EXPECT_EQ(listed(rows, trade, {1.0, 100.0}), "0 1");
  trade.gamma = 0.1;
  EXPECT_EQ(listed(rows, trade, {1.0, 100.0}), "0 1");
  trade.gamma = 0.5;
  EXPECT_EQ(listed(rows, trade, {1.0, 100.0}), "1 0");
  EXPECT_EQ(listed(rows, trade, {1.0, unknown}), "0 1");
}

}  // namespace
}  // namespace upcross
