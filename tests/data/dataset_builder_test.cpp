#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/dataset.hpp>

namespace upcross {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr Day first = std::chrono::sys_days{2020y / 1 / 1};
constexpr double infinite = std::numeric_limits<double>::infinity();

/// Lines with many ties, unknown values and both zeros.
std::vector<Purchase> some_lines(std::uint32_t seed) {
  static const std::vector<std::string> ids = {"A10", "A9", "B", "a", "\xc3\xa4", "007", "7"};
  std::mt19937 random(seed);
  const auto pick = [&](std::size_t n) { return random() % n; };
  std::vector<Purchase> lines(300);
  for (Purchase& line : lines) {
    line.account = ids[pick(ids.size())];
    line.product = ids[pick(ids.size())];
    line.time = first + days{pick(3)};
    line.quantity = static_cast<double>(pick(3)) - 1.0;
    line.unit_price = std::vector{unknown, 0.0, -0.0, 2.5, -1.0}[pick(5)];
    line.unit_cost = std::vector{unknown, 1.0, -0.0, 0.0}[pick(4)];
    line.order = std::vector<std::string_view>{"", "o1", "o2", "o10"}[pick(4)];
  }
  return lines;
}

Dataset dataset_of(const std::vector<Purchase>& lines) {
  DatasetBuilder builder;
  for (const Purchase& line : lines) builder.add(line);
  return builder.build();
}

template <class T>
std::string bytes_of(const std::vector<T>& column) {
  return {reinterpret_cast<const char*>(column.data()), column.size() * sizeof(T)};
}

std::vector<std::string> bytes_of(const Purchases& lines) {
  return {bytes_of(lines.account),  bytes_of(lines.product),    bytes_of(lines.time),
          bytes_of(lines.quantity), bytes_of(lines.unit_price), bytes_of(lines.order),
          bytes_of(lines.unit_cost)};
}

TEST(DatasetBuilder, MakesTheSameBytesOfTheSameLinesInAnyOrder) {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    std::vector<Purchase> lines = some_lines(seed);
    const Dataset expected = dataset_of(lines);
    std::shuffle(lines.begin(), lines.end(), std::mt19937(seed));
    const Dataset shuffled = dataset_of(lines);
    EXPECT_EQ(bytes_of(shuffled.purchases()), bytes_of(expected.purchases()));
    EXPECT_EQ(*shuffled.account_ids(), *expected.account_ids());
    EXPECT_EQ(*shuffled.product_ids(), *expected.product_ids());
  }
}

TEST(DatasetBuilder, SortsByAccountProductTimeOrderQuantityPriceAndCost) {
  const Dataset data = dataset_of(some_lines(1));
  const Purchases& all = data.purchases();
  const auto number = [](double x) { return is_known(x) ? x : infinite; };
  const auto key = [&](std::size_t i) {
    return std::tuple(all.account[i], all.product[i], all.time[i], all.order[i], all.quantity[i],
                      number(all.unit_price[i]), number(all.unit_cost[i]));
  };
  ASSERT_GT(all.size(), 50U);
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LE(key(i - 1), key(i));
}

TEST(LinesOf, AreTheLinesOfTheAccountAndOfThePair) {
  const Dataset data = dataset_of(some_lines(3));
  const Purchases& all = data.purchases();
  for (std::uint32_t a = 0; a < data.account_count(); ++a) {
    const LineRange range = lines_of(all, AccountIndex{a});
    EXPECT_EQ(range.end - range.begin,
              static_cast<std::size_t>(std::ranges::count(all.account, AccountIndex{a})));
    std::size_t pairs = 0;
    for (std::uint32_t p = 0; p < data.product_count(); ++p) {
      const LineRange pair = lines_of(all, AccountIndex{a}, ProductIndex{p});
      EXPECT_EQ(pair.begin, range.begin + pairs);
      pairs += pair.end - pair.begin;
    }
    EXPECT_EQ(pairs, range.end - range.begin);
  }
}

TEST(DatasetBuilder, KeepsEveryLineOrCountsIt) {
  const Dataset data = dataset_of(some_lines(2));
  const LeftOut& out = data.left_out();
  EXPECT_GT(out[LeftOutReason::zero_quantity], 0U);
  EXPECT_GT(out[LeftOutReason::negative_price], 0U);
  EXPECT_EQ(data.purchases().size() + out[LeftOutReason::zero_quantity] +
                out[LeftOutReason::negative_price],
            300U);
}

TEST(DatasetBuilder, CountsLinesWithoutAccountOrProduct) {
  const Dataset data =
      dataset_of({{.account = "", .product = "p"}, {.account = "a", .product = ""}});
  EXPECT_EQ(data.left_out()[LeftOutReason::no_account], 1U);
  EXPECT_EQ(data.left_out()[LeftOutReason::no_product], 1U);
  EXPECT_EQ(data.account_count(), 0U);
  EXPECT_EQ(data.product_count(), 0U);
}

TEST(DatasetBuilder, IndexesIdsByTheirBytes) {
  const Dataset data = dataset_of({{.account = "b", .product = "9"},
                                   {.account = "B", .product = "10"},
                                   {.account = "\xc3\xa4", .product = "09"}});
  EXPECT_EQ(*data.account_ids(), AccountIds({"B", "b", "\xc3\xa4"}));
  EXPECT_EQ(*data.product_ids(), ProductIds({"09", "10", "9"}));
}

TEST(DatasetBuilder, NumbersOrdersByTheirBytesAfterTheUnknownOne) {
  const Dataset known = dataset_of({{.account = "a", .product = "p", .time = first, .order = "2"},
                                    {.account = "a", .product = "p", .time = first, .order = "10"},
                                    {.account = "b", .product = "p", .time = first}});
  EXPECT_EQ(known.purchases().order, (std::vector{OrderIndex{1}, OrderIndex{2}, OrderIndex{0}}));
}

TEST(DatasetBuilder, HasACostColumnOnlyWhereALineHasACost) {
  EXPECT_TRUE(dataset_of({{.account = "a", .product = "p"}}).purchases().unit_cost.empty());
  const Dataset data = dataset_of({{.account = "a", .product = "p"},
                                   {.account = "b", .product = "p", .unit_cost = 3.0},
                                   {.account = "c", .product = "p"}});
  const std::vector<double>& cost = data.purchases().unit_cost;
  ASSERT_EQ(cost.size(), 3U);
  EXPECT_FALSE(is_known(cost[0]));
  EXPECT_EQ(cost[1], 3.0);
  EXPECT_FALSE(is_known(cost[2]));
}

TEST(DatasetBuilder, MergesCatalogueAndAccountsIntoTheIds) {
  DatasetBuilder builder;
  builder.add({.account = "m", .product = "p", .time = first});
  builder.add_account("z", {.name = "Zoo", .key_account = true});
  builder.add_account("a", {.name = ""});
  builder.add_product("p", {.name = "Pen", .list_price = 2.0});
  builder.add_product("o", {.name = "Oil"});
  const Dataset data = builder.build();
  EXPECT_EQ(*data.account_ids(), AccountIds({"a", "m", "z"}));
  EXPECT_EQ(*data.product_ids(), ProductIds({"o", "p"}));
  EXPECT_EQ(data.name(AccountIndex{0}), "a");
  EXPECT_EQ(data.name(AccountIndex{1}), "m");
  EXPECT_EQ(data.name(AccountIndex{2}), "Zoo");
  EXPECT_TRUE(data.account(AccountIndex{2}).key_account);
  EXPECT_EQ(data.name(ProductIndex{1}), "Pen");
  EXPECT_EQ(data.product(ProductIndex{1}).list_price, 2.0);
  EXPECT_EQ(data.purchases().account, (std::vector{AccountIndex{1}}));
}

TEST(DatasetBuilder, IsEmptyAfterwards) {
  DatasetBuilder builder;
  builder.add({.account = "a", .product = "p"});
  builder.add_product("p", {});
  EXPECT_EQ(builder.build().purchases().size(), 1U);
  builder.add_product("p", {});
  const Dataset again = builder.build();
  EXPECT_EQ(again.purchases().size(), 0U);
  EXPECT_EQ(again.product_count(), 1U);
}

ErrorCode code_of(const auto& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::numerical;
}

TEST(DatasetBuilder, RefusesNumbersThatAreNotFinite) {
  DatasetBuilder builder;
  for (const Purchase& line : {Purchase{.account = "a", .product = "p", .quantity = infinite},
                               Purchase{.account = "a", .product = "p", .quantity = unknown},
                               Purchase{.account = "a", .product = "p", .unit_price = -infinite},
                               Purchase{.account = "a", .product = "p", .unit_cost = infinite}}) {
    EXPECT_EQ(code_of([&] { builder.add(line); }), ErrorCode::invalid_input);
  }
  EXPECT_EQ(builder.build().account_count(), 0U);
}

TEST(DatasetBuilder, RefusesIdsThatAreNotUtf8OrTooLong) {
  DatasetBuilder builder;
  const std::string longest(1000, 'x');
  builder.add({.account = longest, .product = longest, .order = longest});
  for (const std::string& id : {longest + "x", std::string("\xff"), std::string("\xc3"),
                                std::string("\xc0\xaf"), std::string("\xed\xa0\x80"),
                                std::string("\xf4\x90\x80\x80"), std::string("12345678\x80")}) {
    EXPECT_EQ(code_of([&] { builder.add({.account = id, .product = "p"}); }),
              ErrorCode::invalid_input);
    EXPECT_EQ(code_of([&] { builder.add({.account = "a", .product = id}); }),
              ErrorCode::invalid_input);
    EXPECT_EQ(code_of([&] { builder.add({.account = "a", .product = "p", .order = id}); }),
              ErrorCode::invalid_input);
    EXPECT_EQ(code_of([&] { builder.add_product(id, {}); }), ErrorCode::invalid_input);
  }
  EXPECT_EQ(builder.build().account_count(), 1U);
}

TEST(DatasetBuilder, RefusesMasterDataWithoutIdOrTwice) {
  DatasetBuilder builder;
  builder.add({.account = "a", .product = "p"});
  builder.add_product("p", {});
  builder.add_account("a", {});
  EXPECT_EQ(code_of([&] { builder.add_product("", {}); }), ErrorCode::invalid_input);
  EXPECT_EQ(code_of([&] { builder.add_product("p", {}); }), ErrorCode::invalid_input);
  EXPECT_EQ(code_of([&] { builder.add_account("a", {}); }), ErrorCode::invalid_input);
}

TEST(DatasetBuilder, KeepsWhatExportsShareOnce) {
  DatasetBuilder builder;
  const Purchase shared{.account = "a", .product = "p", .unit_cost = 1.0};
  builder.begin_export();
  builder.add(shared);
  builder.begin_export();
  builder.add(shared);
  builder.add(shared);
  builder.add({.account = "a", .product = "p", .unit_cost = 2.0});
  const Dataset data = builder.build();
  EXPECT_EQ(data.purchases().unit_cost, (std::vector{1.0, 1.0, 2.0}));
  EXPECT_EQ(data.left_out()[LeftOutReason::duplicate_across_files], 1U);
}

}  // namespace
}  // namespace upcross
