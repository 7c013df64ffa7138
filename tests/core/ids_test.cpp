#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/ids.hpp>

namespace upcross {
namespace {

TEST(IdTable, FindsEveryIdAndNothingElse) {
  std::vector<std::string> ids;
  for (int i = 0; i < 500; ++i) ids.push_back(std::to_string(i * 7));
  std::ranges::sort(ids);
  const AccountIds table(ids);
  ASSERT_EQ(table.size(), ids.size());
  for (std::uint32_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(table[AccountIndex{i}], ids[i]);
    EXPECT_EQ(table.find(ids[i]), AccountIndex{i});
    EXPECT_EQ(table.find(ids[i] + "x"), std::nullopt);
  }
  EXPECT_EQ(table.find(""), std::nullopt);
}

TEST(IdTable, OrdersIdsByUnsignedBytes) {
  const ProductIds table({"Z", "a", "\xc3\xa4"});
  EXPECT_EQ(table.find("\xc3\xa4"), ProductIndex{2});
  EXPECT_EQ(table.find("Z"), ProductIndex{0});
}

TEST(IdTable, AnEmptyOneKnowsNobody) {
  const AccountIds table;
  EXPECT_EQ(table.size(), 0U);
  EXPECT_EQ(table.find("a"), std::nullopt);
}

TEST(IdTable, IsEqualWhereTheSameIdsHaveTheSameIndexes) {
  EXPECT_EQ(AccountIds({"a", "bc"}), AccountIds({"a", "bc"}));
  EXPECT_NE(AccountIds({"a", "bc"}), AccountIds({"ab", "c"}));
}

TEST(Indexes, OfAccountsAndProductsDoNotMix) {
  static_assert(!std::is_convertible_v<AccountIndex, ProductIndex>);
  static_assert(!std::is_convertible_v<std::uint32_t, AccountIndex>);
  EXPECT_EQ(position(OrderIndex{7}), 7U);
}

}  // namespace
}  // namespace upcross
