#include <map>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>
#include <upcross/data/assess.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::Line;

TEST(Assess, CountsLinesAndTheirPeculiarities) {
  const Assessment found = assess(test::dataset_of({
      {"a", "p", "2020-01-01", 2.0, 5.0, "o1"},
      {"a", "p", "2020-01-01", 2.0, 5.0, "o1"},
      {"a", "p", "2020-01-01", 2.0, 5.0, "o1"},
      {"a", "p", "2020-01-01", 2.0, 6.0, "o1"},
      {"a", "p", "2020-01-05", -1.0, 5.0, "o2"},
      {"b", "P", "2020-01-09", 1.0, 0.0},
      {"", "p", "2020-01-09"},
  }));
  EXPECT_EQ(found.lines.all, 6U);
  EXPECT_EQ(found.lines.duplicates, 2U);
  EXPECT_EQ(found.lines.returns, 1U);
  EXPECT_EQ(found.lines.gifts, 1U);
  EXPECT_EQ(found.lines.orders, 2U);
  EXPECT_EQ(found.lines.first_day, test::day("2020-01-01"));
  EXPECT_EQ(found.lines.last_day, test::day("2020-01-09"));
  EXPECT_EQ(found.left_out[LeftOutReason::no_account], 1U);
  EXPECT_EQ(found.catalogue.lookalikes, 2U);
  EXPECT_TRUE(found.lines.has_default_as_of);
}

TEST(Assess, LinesThatDifferInUnknownNumbersAloneAreDuplicates) {
  EXPECT_EQ(assess(test::dataset_of({{"a", "p", "2020-01-01", 1.0, unknown},
                                     {"a", "p", "2020-01-01", 1.0, unknown}}))
                .lines.duplicates,
            1U);
}

TEST(Assess, CountsPairsByTheirDaysOfPurchase) {
  const Assessment found = assess(test::dataset_of({
      {"a", "p", "2020-01-01 08:00"},
      {"a", "p", "2020-01-01 09:00"},
      {"a", "p", "2020-01-11", 2.0},
      {"a", "p", "2020-01-21"},
      {"a", "q", "2020-01-21"},
      {"b", "p", "2020-01-01"},
      {"c", "q", "2020-01-01", -1.0},
  }));
  EXPECT_EQ(found.pairs.accounts, 2U);
  EXPECT_EQ(found.pairs.products, 2U);
  EXPECT_EQ(found.pairs.pairs, 3U);
  EXPECT_DOUBLE_EQ(found.pairs.density, 0.75);
  EXPECT_DOUBLE_EQ(found.pairs.products_per_account, 1.5);
  EXPECT_EQ(found.pairs.purchases, 5U);
  EXPECT_DOUBLE_EQ(found.pairs.repeat_share, 0.4);
  EXPECT_EQ(found.pairs.regular, 1U);
  EXPECT_EQ(found.pairs.regular_and_varied, 1U);
  EXPECT_EQ(found.pairs.regular_and_silent, 0U);
}

/// 2,000 accounts buy six of forty products: drawn from all, or from a half that is theirs.
double beyond_chance_of(bool with_tastes) {
  std::vector<Line> lines;
  for (std::size_t a = 0; a < 2000; ++a) {
    for (std::uint64_t i = 0; i < 6; ++i) {
      const double u = uniform(3, 6 * a + i);
      auto p = static_cast<std::size_t>(40.0 * u * u);
      if (with_tastes) p = p / 2 * 2 + a % 2;
      lines.push_back({"a" + std::to_string(a), "p" + std::to_string(p), "2020-01-01"});
    }
  }
  return assess(test::dataset_of(lines)).pairs.beyond_chance;
}

TEST(Assess, TellsTastesFromChance) {
  EXPECT_NEAR(beyond_chance_of(false), 1.0, 0.3);
  EXPECT_GT(beyond_chance_of(true), 10.0);
}

TEST(Assess, FindsRegularPurchasesThatFellSilentWhileTheAccountBuysOn) {
  std::vector<Line> lines = {{"a", "p", "2020-01-01"},
                             {"a", "p", "2020-01-11"},
                             {"a", "p", "2020-01-21"},
                             {"a", "q", "2020-02-10"}};
  EXPECT_EQ(assess(test::dataset_of(lines)).pairs.regular_and_silent, 0U);
  lines.push_back({"a", "q", "2020-02-11"});
  EXPECT_EQ(assess(test::dataset_of(lines)).pairs.regular_and_silent, 1U);
  lines.back().account = "b";
  EXPECT_EQ(assess(test::dataset_of(lines)).pairs.regular_and_silent, 0U);
}

TEST(Assess, BasketsAreOrdersOrElseDays) {
  const AssessedBaskets found = assess(test::dataset_of({
                                           {"a", "p", "2020-01-01", 1.0, 1.0, "o1"},
                                           {"a", "q", "2020-01-02", 1.0, 1.0, "o1"},
                                           {"a", "q", "2020-01-02", 1.0, 1.0, "o2"},
                                           {"b", "p", "2020-01-01 08:00"},
                                           {"b", "q", "2020-01-01 09:00"},
                                           {"b", "q", "2020-01-02"},
                                       }))
                                    .baskets;
  EXPECT_EQ(found.all, 4U);
  EXPECT_EQ(found.mixed, 2U);
}

TEST(Assess, RevenueIsNetOfReturnsAndConcentratedWhereOneBuysAll) {
  std::vector<Line> lines;
  for (int a = 0; a < 10; ++a) {
    lines.push_back({"a" + std::to_string(a), "p" + std::to_string(a), "2020-01-01", 3.0, 2.0});
    lines.push_back({"a" + std::to_string(a), "p" + std::to_string(a), "2020-01-02", -1.0, 2.0});
  }
  AssessedRevenue even = assess(test::dataset_of(lines)).revenue;
  EXPECT_DOUBLE_EQ(even.total, 40.0);
  EXPECT_DOUBLE_EQ(even.accounts.top_tenth, 0.1);
  EXPECT_NEAR(even.accounts.gini, 0.0, 1e-12);
  lines.front().price = 1e9;
  const AssessedRevenue uneven = assess(test::dataset_of(lines)).revenue;
  EXPECT_NEAR(uneven.products.top_tenth, 1.0, 1e-6);
  EXPECT_NEAR(uneven.products.gini, 0.9, 1e-6);
}

TEST(Assess, TellsWhatIsFilledInAndWhatIsNot) {
  DatasetBuilder builder;
  builder.add_product("p", {.name = "Pen", .category = "Desk"});
  builder.add_product("never bought", {.name = "Pad", .category = "Paper", .cost = 1.0});
  builder.add({.account = "a", .product = "q", .unit_price = 3.0, .unit_cost = 2.0});
  const Assessment found = assess(test::dataset_of(
      {{"a", "p", "2020-01-01", 1.0, unknown}, {"", "p", "2020-01-01"}}, std::move(builder)));
  std::map<std::string_view, std::pair<std::size_t, std::size_t>> filled;
  for (const ColumnCoverage& one : found.columns) filled[one.column] = {one.known, one.of};
  using Filled = std::pair<std::size_t, std::size_t>;
  EXPECT_EQ(filled["account_id"], Filled(2, 3));
  EXPECT_EQ(filled["unit_price"], Filled(1, 2));
  EXPECT_EQ(filled["order_id"], Filled(0, 2));
  EXPECT_EQ(filled["product_name"], Filled(1, 2));
  EXPECT_EQ(filled["category"], Filled(1, 2));
  EXPECT_EQ(filled["cost"], Filled(1, 2));
  EXPECT_EQ(filled["account_name"], Filled(0, 1));
  EXPECT_EQ(found.catalogue.categories, 1U);
}

TEST(Assess, NothingFailsWithoutLines) {
  const Assessment found = assess(DatasetBuilder().build());
  EXPECT_EQ(found.lines.all, 0U);
  EXPECT_FALSE(found.lines.first_day);
  EXPECT_FALSE(found.lines.has_default_as_of);
  EXPECT_FALSE(is_known(found.pairs.density));
  EXPECT_FALSE(is_known(found.revenue.total));
  EXPECT_EQ(found.kinds.size(), 8U);
  for (const KindAssessment& one : found.kinds) {
    EXPECT_EQ(one.verdict, Verdict::not_possible) << one.kind;
    EXPECT_FALSE(one.to_add.empty()) << one.kind;
  }
}

TEST(Assess, AMistypedYearIsNoticedAndEndsNothing) {
  std::vector<Line> lines(200, {"a", "p", "2020-01-01"});
  lines.push_back({"a", "p", "2200-01-01"});
  EXPECT_FALSE(assess(test::dataset_of(lines)).lines.has_default_as_of);
}

}  // namespace
}  // namespace upcross
