#include <set>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>
#include <upcross/data/suspected.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

std::set<std::string> suspected_ids(const Dataset& data) {
  std::set<std::string> ids;
  for (const SuspectedNonGood& one : find_suspected_non_goods(data)) {
    EXPECT_FALSE(one.evidence.empty());
    ids.emplace((*data.product_ids())[one.product]);
  }
  return ids;
}

/// Thirty ordinary products with forty lines each at one of two prices.
std::vector<test::Line> ordinary_lines() {
  std::vector<test::Line> lines;
  for (int p = 0; p < 30; ++p) {
    for (int i = 0; i < 40; ++i) {
      lines.push_back({"a" + std::to_string(i), "good" + std::to_string(p), "2020-01-01",
                       1.0 + i % 5, i % 8 ? 2.5 : 2.1});
    }
  }
  return lines;
}

TEST(SuspectedNonGoods, AreNamedLikeServicesAndCorrections) {
  const std::vector<std::pair<std::string, bool>> names = {
      {"POSTAGE", true},
      {"DOTCOM POSTAGE", true},
      {"Carriage", true},
      {"CARRIAGE CLOCK", false},
      {"Manual", true},
      {"Bank Charges", true},
      {"SAMPLES", true},
      {"SAMPLE CASE OAK", false},
      {"Discount", true},
      {"CRUK Commission", true},
      {"Gift Voucher 20.00", true},
      {"Versandkosten DHL", true},
      {"Porto und Verpackung", true},
      {"SET OF 6 POST CARDS", false},
      {"COFFEE MUG", false},
      {"Testsieger Pfanne", false},
      {"Musterbeutel", false},
      {"VERSANDGEBÜHR", true},
      {"Bearbeitungsgebühr", true},
      {"Frachtpauschale", true},
      {"Kleinmengenzuschlag", true},
      {"Verpackungskosten DPD", true},
      {"Rabatt 5 %", true},
      {"Skonto 3%", true},
      {"Small order fee", true},
      {"Express delivery", true},
      {"Gift Voucher £40.00", true},
      {"Adjust bad debt", true},
      {"PORTO WINE GLASS", false},
      {"FREIGHT TRAIN TOY", false},
      {"Postage stamps cushion", false},
      {"Voucher Holder Wallet", false},
      {"12345", false},
  };
  DatasetBuilder builder;
  std::vector<test::Line> lines;
  std::set<std::string> expected;
  for (const auto& [name, is_service] : names) {
    const std::string id = "id" + std::to_string(lines.size());
    builder.add_product(id, {.name = name});
    lines.push_back({"a", id, "2020-01-01"});
    if (is_service) expected.insert(id);
  }
  EXPECT_EQ(suspected_ids(test::dataset_of(lines, std::move(builder))), expected);
}

TEST(SuspectedNonGoods, AreJudgedByTheIdWhereThereIsNoName) {
  const Dataset data = test::dataset_of(
      {{"a", "POST", "2020-01-01"}, {"a", "85123A", "2020-01-01"}, {"a", "M", "2020-01-01"}});
  EXPECT_EQ(suspected_ids(data), std::set<std::string>{"POST"});
}

TEST(SuspectedNonGoods, HavePricesThatAreAmounts) {
  std::vector<test::Line> lines = ordinary_lines();
  for (int i = 0; i < 40; ++i) {
    const double amount =
        1.0 + std::round(30000.0 * uniform(1, static_cast<std::uint64_t>(i))) / 100;
    lines.push_back({"a" + std::to_string(i), "M", "2020-01-01", 1.0, amount});
  }
  EXPECT_EQ(suspected_ids(test::dataset_of(lines)), std::set<std::string>{"M"});
}

TEST(SuspectedNonGoods, AreNotGoodsThatAllHaveChangingPrices) {
  std::vector<test::Line> lines = ordinary_lines();
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i].price = 1.0 + uniform(2, i);
  EXPECT_TRUE(suspected_ids(test::dataset_of(lines)).empty());
}

TEST(SuspectedNonGoods, AreJudgedByTheLinesBeforeAsOfAlone) {
  std::vector<test::Line> lines = ordinary_lines();
  for (int i = 0; i < 8; ++i) {
    lines.push_back({"a" + std::to_string(i), "D", "2020-06-01", i < 2 ? 1.0 : -1.0, 10.0});
  }
  const Dataset data = test::dataset_of(lines);
  EXPECT_TRUE(find_suspected_non_goods(data, test::day("2020-06-01")).empty());
  EXPECT_EQ(find_suspected_non_goods(data, test::day("2020-06-02")).size(), 1U);
}

TEST(SuspectedNonGoods, HaveThreeTimesAsManyCreditsAsSales) {
  std::vector<test::Line> lines = ordinary_lines();
  for (int i = 0; i < 8; ++i) {
    lines.push_back({"a" + std::to_string(i), "D", "2020-01-01", i < 2 ? 1.0 : -1.0, 10.0});
  }
  EXPECT_EQ(suspected_ids(test::dataset_of(lines)), std::set<std::string>{"D"});
}

}  // namespace
}  // namespace upcross
