#include <gtest/gtest.h>

#include <upcross/recommend/order_estimate.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::account_of;
using test::day;
using test::product_of;

OrderEstimate estimate(const Dataset& data, const std::string& account,
                       const std::string& product) {
  return OrderEstimator(data, net_of_returns(data, day("2021-01-01")))
      .estimate(account_of(data, account), product_of(data, product));
}

/// Nine accounts order 12 of "mug" at 2.50; "big" orders four times what others do.
std::vector<test::Line> orders() {
  std::vector<test::Line> lines;
  for (int i = 0; i < 9; ++i) {
    const std::string account = "a" + std::to_string(i);
    lines.push_back({account, "mug", "2020-03-01", 12, 2.5});
    for (int p = 0; p < 20; ++p) {
      lines.push_back({account, "p" + std::to_string(p), "2020-03-01", 5, 1.0});
      if (i == 0) lines.push_back({"big", "p" + std::to_string(p), "2020-03-01", 20, 1.0});
    }
  }
  lines.push_back({"new", "p0", "2020-03-01", 5, 1.0});
  return lines;
}

TEST(OrderEstimator, ExpectsTheUsualLineOfTheProduct) {
  const OrderEstimate order = estimate(test::dataset_of(orders()), "new", "mug");
  EXPECT_EQ(order.quantity, 12.0);
  EXPECT_EQ(order.unit_price, 2.5);
  EXPECT_EQ(order.order_value, 30.0);
  EXPECT_FALSE(is_known(order.order_margin));
}

TEST(OrderEstimator, IsNotMovedByOneHugeOrder) {
  std::vector<test::Line> lines = orders();
  lines.push_back({"new", "mug", "2020-03-02", 80'995, 0.01});
  EXPECT_EQ(estimate(test::dataset_of(lines), "a1", "mug").order_value, 30.0);
}

TEST(OrderEstimator, ScalesToTheHabitOfTheAccount) {
  const double quantity = estimate(test::dataset_of(orders()), "big", "mug").quantity;
  EXPECT_GT(quantity, 30.0);  // four times as much, shrunk for having seen twenty lines only
  EXPECT_LT(quantity, 48.0);
}

TEST(OrderEstimator, TakesThePriceOfTheLatestLines) {
  std::vector<test::Line> lines = orders();
  for (int i = 0; i < 15; ++i) {
    lines.push_back({"a" + std::to_string(i), "mug", "2020-09-01", 12, 3.0});
  }
  EXPECT_EQ(estimate(test::dataset_of(lines), "new", "mug").unit_price, 3.0);
}

TEST(OrderEstimator, ExpectsWhatTheAccountOrderedBefore) {
  std::vector<test::Line> lines = orders();
  lines.push_back({"own", "mug", "2020-03-02", 36, 2.2});
  lines.push_back({"own", "mug", "2020-04-02", 36, 2.1});
  lines.push_back({"own", "mug", "2020-05-02", 48, 2.0});
  const OrderEstimate order = estimate(test::dataset_of(lines), "own", "mug");
  EXPECT_EQ(order.quantity, 36.0);
  EXPECT_EQ(order.unit_price, 2.0);
}

TEST(OrderEstimator, ExpectsAQuantityThatIsReallyOrdered) {
  std::vector<test::Line> lines = orders();
  for (int i = 0; i < 8; ++i) {
    lines.push_back({"x" + std::to_string(i), "mug", "2020-03-01", 48, 2.5});
  }
  EXPECT_EQ(estimate(test::dataset_of(lines), "big", "mug").quantity, 48.0);
  EXPECT_EQ(estimate(test::dataset_of(lines), "new", "mug").quantity, 12.0);
}

TEST(OrderEstimator, ExpectsMultiplesOfTheUsualWhereNobodyOrdersSoMuch) {
  EXPECT_EQ(estimate(test::dataset_of(orders()), "big", "mug").quantity, 36.0);
}

TEST(OrderEstimator, PrefersTheQuantitiesThatTheAccountLikes) {
  std::vector<test::Line> lines = orders();
  for (int i = 0; i < 8; ++i) {
    lines.push_back({"x" + std::to_string(i), "mug", "2020-03-01", 10, 2.5});
  }
  for (int p = 0; p < 20; ++p) {  // as much as others in all, but in tens or fours
    lines.push_back({"tens", "p" + std::to_string(p), "2020-03-01", p % 2 == 0 ? 10.0 : 4.0, 1.0});
  }
  EXPECT_EQ(estimate(test::dataset_of(lines), "tens", "mug").quantity, 10.0);
  EXPECT_EQ(estimate(test::dataset_of(lines), "new", "mug").quantity, 12.0);
}

TEST(OrderEstimator, TakesThePriceOfSuchQuantities) {
  std::vector<test::Line> lines = orders();
  for (int i = 0; i < 8; ++i) {
    lines.push_back({"x" + std::to_string(i), "mug", "2020-03-01", 48, 2.0});
  }
  EXPECT_EQ(estimate(test::dataset_of(lines), "big", "mug").unit_price, 2.0);
  EXPECT_EQ(estimate(test::dataset_of(lines), "new", "mug").unit_price, 2.5);
}

TEST(OrderEstimator, TakesThePriceLevelOfTheAccount) {
  std::vector<test::Line> lines = orders();
  for (int i = 0; i < 4; ++i) {
    lines.push_back({"x" + std::to_string(i), "mug", "2020-03-01", 12, 2.0});
  }
  for (int p = 0; p < 20; ++p) {
    lines.push_back({"haggler", "p" + std::to_string(p), "2020-03-01", 5, 0.8});
  }
  EXPECT_EQ(estimate(test::dataset_of(lines), "haggler", "mug").unit_price, 2.0);
  EXPECT_EQ(estimate(test::dataset_of(lines), "new", "mug").unit_price, 2.5);
}

TEST(OrderEstimator, FallsBackToTheCatalogue) {
  DatasetBuilder builder;
  builder.add_product("mug", {.list_price = 4.0, .cost = 1.5, .minimum_quantity = 24.0});
  std::vector<test::Line> lines = orders();
  for (test::Line& line : lines) {
    if (line.product == "mug") line.price = unknown;
  }
  const OrderEstimate order = estimate(test::dataset_of(lines, std::move(builder)), "new", "mug");
  EXPECT_EQ(order.quantity, 24.0);
  EXPECT_EQ(order.unit_price, 4.0);
  EXPECT_EQ(order.order_margin, 60.0);
}

TEST(OrderEstimator, KnowsNothingAboutAProductThatWasOnlyGivenAway) {
  std::vector<test::Line> lines = orders();
  lines.push_back({"a1", "gift", "2020-03-01", 1, 0.0});
  const OrderEstimate order = estimate(test::dataset_of(lines), "new", "gift");
  EXPECT_FALSE(is_known(order.quantity));
  EXPECT_FALSE(is_known(order.order_value));
}

}  // namespace
}  // namespace upcross
