#include <map>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>
#include <upcross/data/assess.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::Line;

KindAssessment kind_of(const Assessment& assessment, std::string_view kind) {
  for (const KindAssessment& one : assessment.kinds) {
    if (one.kind == kind) return one;
  }
  ADD_FAILURE() << kind;
  return {};
}

Verdict verdict(const Assessment& assessment, std::string_view kind) {
  return kind_of(assessment, kind).verdict;
}

ColumnCoverage column_of(const Assessment& assessment, std::string_view column) {
  for (const ColumnCoverage& one : assessment.columns) {
    if (one.column == column) return one;
  }
  ADD_FAILURE() << column;
  return {};
}

/// Two hundred accounts buy the same four products every month of a year, in growing quantities.
std::vector<Line> monthly_lines(std::size_t products = 4) {
  std::vector<Line> lines;
  for (int a = 0; a < 200; ++a) {
    for (std::size_t p = 0; p < products; ++p) {
      for (int month = 1; month <= 12; ++month) {
        const std::string day = (month < 10 ? "2020-0" : "2020-") + std::to_string(month) + "-15";
        const std::string order = std::to_string(a) + "/" + day;
        lines.push_back(
            {"a" + std::to_string(a), "p" + std::to_string(p), day, 1.0 + month / 4, 2.0, order});
      }
    }
  }
  return lines;
}

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
  std::vector<Line> lines = monthly_lines();
  lines.push_back({"a0", "p0", "2200-01-01"});
  EXPECT_FALSE(assess(test::dataset_of(lines)).lines.has_default_as_of);
}

TEST(AssessKinds, ALongHistoryOfManyAccountsAllowsMost) {
  const Assessment found = assess(test::dataset_of(monthly_lines()));
  EXPECT_EQ(verdict(found, "complement"), Verdict::possible);
  EXPECT_EQ(verdict(found, "replenish"), Verdict::possible);
  EXPECT_EQ(verdict(found, "volume_up"), Verdict::possible);
  EXPECT_EQ(verdict(found, "win_back"), Verdict::not_possible);
}

TEST(AssessKinds, CrossSellingNeedsPatterns) {
  std::vector<Line> lines = monthly_lines();
  EXPECT_EQ(verdict(assess(test::dataset_of(lines)), "cross_sell"), Verdict::limited);
  for (Line& line : lines) {
    if (line.account.back() % 2 == 0) line.product += "x";
  }
  EXPECT_EQ(verdict(assess(test::dataset_of(lines)), "cross_sell"), Verdict::possible);
}

TEST(AssessKinds, CrossSellingIsLimitedWhereAccountsBoughtLittle) {
  const KindAssessment found = kind_of(assess(test::dataset_of(monthly_lines(2))), "cross_sell");
  EXPECT_EQ(found.verdict, Verdict::limited);
  EXPECT_NE(found.why.find("at most 2 of them"), std::string::npos) << found.why;
}

TEST(AssessKinds, UpSellingIsPossibleWithFamiliesAndSteps) {
  const auto judged = [](const Product& product, double price) {
    DatasetBuilder builder;
    builder.add_product("p0", product);
    builder.add_product("p1", product);
    std::vector<Line> lines = monthly_lines(2);
    for (Line& line : lines) line.price = price;
    return verdict(assess(test::dataset_of(lines, std::move(builder))), "up_sell");
  };
  EXPECT_EQ(judged({.family = "mug", .tier = 1.0}, unknown), Verdict::possible);
  EXPECT_EQ(judged({.family = "mug"}, 2.0), Verdict::possible);
  EXPECT_EQ(judged({.family = "mug"}, unknown), Verdict::limited);
  EXPECT_EQ(judged({}, 2.0), Verdict::limited);
  EXPECT_EQ(judged({}, unknown), Verdict::not_possible);
}

TEST(AssessKinds, AFamilyOfHalfTheCatalogueIsNoFamily) {
  DatasetBuilder builder;
  std::vector<Line> lines = monthly_lines();
  for (int p = 0; p < 40; ++p) {
    builder.add_product("p" + std::to_string(p), {.family = "Food"});
    lines.push_back({"a0", "p" + std::to_string(p), "2020-01-01"});
  }
  const Assessment found = assess(test::dataset_of(lines, std::move(builder)));
  EXPECT_EQ(verdict(found, "up_sell"), Verdict::limited);
  EXPECT_EQ(found.catalogue.families, 1U);
  EXPECT_EQ(found.catalogue.in_families, 40U);
}

TEST(AssessKinds, CategoriesAndSuccessorsComeFromTheCatalogue) {
  const auto with = [](const Product& first, const Product& second) {
    DatasetBuilder builder;
    builder.add_product("p0", first);
    builder.add_product("p1", second);
    return assess(test::dataset_of(monthly_lines(2), std::move(builder)));
  };
  const Assessment rich = with({.category = "Desk", .replaced_by = "p1"}, {.category = "Paper"});
  EXPECT_EQ(verdict(rich, "category_entry"), Verdict::possible);
  EXPECT_EQ(verdict(rich, "substitute"), Verdict::possible);
  const Assessment poor = with({.category = "Desk", .sellable = false}, {.category = "Desk"});
  EXPECT_EQ(verdict(poor, "category_entry"), Verdict::not_possible);
  EXPECT_EQ(verdict(poor, "substitute"), Verdict::limited);
  EXPECT_EQ(kind_of(poor, "substitute").to_add, "replaced_by");
  EXPECT_EQ(column_of(poor, "category").known, 2U);
}

TEST(AssessKinds, OrdersOfOneProductShowNoComplements) {
  EXPECT_EQ(verdict(assess(test::dataset_of(monthly_lines(1))), "complement"),
            Verdict::not_possible);
}

}  // namespace
}  // namespace upcross
