#include <gtest/gtest.h>

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
}

TEST(AssessKinds, OrdersOfOneProductShowNoComplements) {
  EXPECT_EQ(verdict(assess(test::dataset_of(monthly_lines(1))), "complement"),
            Verdict::not_possible);
}

}  // namespace
}  // namespace upcross
