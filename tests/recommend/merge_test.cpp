#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/recommend/merge.hpp>

namespace upcross {
namespace {

/// Rows (account, product), best first.
Recommendations list(Kind kind, const std::vector<std::pair<unsigned, unsigned>>& rows) {
  Recommendations result{Day{}, 90, "model", {}};
  for (const auto& [account, product] : rows) {
    result.rows.push_back({.account = AccountIndex{account},
                           .rank = 77,
                           .kind = kind,
                           .product = ProductIndex{product},
                           .score = 0.0,
                           .expires_on = {}});
  }
  return result;
}

/// "account: products" with the rank before and the kind behind each.
std::string text(const Recommendations& all) {
  std::string result;
  for (const Recommendation& row : all.rows) {
    result += std::to_string(position(row.account)) + "#" + std::to_string(row.rank) + "=" +
              std::to_string(position(row.product)) + (row.kind == Kind::up_sell ? "u " : "c ");
  }
  return result;
}

const std::vector<AccountIndex> accounts = {AccountIndex{2}, AccountIndex{1}};
const Recommendations cross = list(Kind::cross_sell, {{1, 10}, {1, 11}, {1, 12}, {2, 10}, {2, 11}});
const Recommendations up = list(Kind::up_sell, {{1, 11}, {1, 13}});

TEST(Merge, RanksEachAccountsKindsOneAfterTheOther) {
  const std::vector<KindList> lists = {{cross, 0}, {up, 0}};
  EXPECT_EQ(text(merge(lists, accounts, 9)), "2#1=10c 2#2=11c 1#1=10c 1#2=11c 1#3=12c 1#4=13u ");
}

TEST(Merge, GivesAProductToTheKindOfLowerPrecedenceNumber) {
  const std::vector<KindList> lists = {{cross, 1}, {up, 0}};
  EXPECT_EQ(text(merge(lists, accounts, 9)), "2#1=10c 2#2=11c 1#1=10c 1#2=12c 1#3=11u 1#4=13u ");
}

TEST(Merge, FillsTheLimitWithWhatNoOtherKindHas) {
  const std::vector<KindList> lists = {{cross, 1}, {up, 0}};
  EXPECT_EQ(text(merge(lists, accounts, 2)), "2#1=10c 2#2=11c 1#1=10c 1#2=12c 1#3=11u 1#4=13u ");
  EXPECT_EQ(text(merge(lists, accounts, 1)), "2#1=10c 1#1=10c 1#2=11u ");
}

TEST(Merge, AnswersAnAccountOnce) {
  const std::vector<AccountIndex> twice = {AccountIndex{2}, AccountIndex{2}};
  const std::vector<KindList> lists = {{cross, 0}};
  EXPECT_EQ(text(merge(lists, twice, 9)), "2#1=10c 2#2=11c ");
}

TEST(Merge, RefusesListsOfDifferentQuestions) {
  Recommendations other = up;
  other.model_id = "other";
  const std::vector<KindList> lists = {{cross, 0}, {other, 0}};
  EXPECT_THROW(merge(lists, accounts, 9), Error);
  EXPECT_THROW(merge({}, accounts, 9), Error);
}

}  // namespace
}  // namespace upcross
