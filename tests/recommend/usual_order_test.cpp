#include <cmath>

#include <gtest/gtest.h>

#include <upcross/recommend/usual_order.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

UsualOrders usual_before(const Dataset& data, const std::string& as_of = "2020-02-01") {
  return usual_orders(data, net_of_returns(data, test::day(as_of)));
}

TEST(UsualOrders, OfOneProductAreTheGeometricMeanOfItsFirstOrders) {
  const Dataset data = test::dataset_of({{"A", "nuts", "2020-01-05", 2.0, 5.0},
                                         {"A", "nuts", "2020-01-06", 9.0, 9.0},
                                         {"B", "nuts", "2020-01-05", 1.0, 40.0}});
  EXPECT_NEAR(usual_before(data).value[0], 20.0, 1e-9);
}

TEST(UsualOrders, OneHugeOrderMovesLittle) {
  std::vector<test::Line> lines;
  for (int a = 0; a < 50; ++a) {
    lines.push_back({"A" + std::to_string(a), "nuts", "2020-01-05", 2.0, 5.0});
  }
  lines.push_back({"B", "nuts", "2020-01-05", 80'000.0, 5.0});
  EXPECT_LT(usual_before(test::dataset_of(lines)).value[0], 15.0);
}

TEST(UsualOrders, AProductOfLargeAccountsIsNotTakenForADearOne) {
  std::vector<test::Line> lines;  // both products sell for 1 a piece; large accounts take 100
  for (int a = 0; a < 40; ++a) {
    const bool large = a % 2 == 0;
    const double pieces = large ? 100.0 : 1.0;
    const std::string account = "A" + std::to_string(a);
    for (int p = 0; p < 10; ++p) {
      lines.push_back({account, "other" + std::to_string(p), "2020-01-05", pieces});
    }
    lines.push_back({account, large ? "of large" : "of small", "2020-01-05", pieces});
  }
  const Dataset data = test::dataset_of(lines);
  const auto value = usual_before(data).value;
  const double ratio = value[position(test::product_of(data, "of large"))] /
                       value[position(test::product_of(data, "of small"))];
  EXPECT_GT(ratio, 1.0);
  EXPECT_LT(ratio, 10.0) << "100 without regard to accounts";
}

TEST(UsualOrders, MarginIsTheShareThatCostsLeave) {
  DatasetBuilder builder;
  builder.add_product("nuts", {.cost = 3.0});
  const Dataset data = test::dataset_of(
      {{"A", "nuts", "2020-01-05", 2.0, 5.0}, {"A", "figs", "2020-01-05", 2.0, 5.0}},
      std::move(builder));
  const UsualOrders usual = usual_before(data);
  const std::size_t nuts = position(test::product_of(data, "nuts"));
  EXPECT_NEAR(usual.margin[nuts], 0.4 * usual.value[nuts], 1e-9);
  EXPECT_FALSE(is_known(usual.margin[position(test::product_of(data, "figs"))]));
}

TEST(UsualOrders, OfNoPricesAreUnknown) {
  const Dataset data = test::dataset_of({{"A", "nuts", "2020-01-05", 2.0, unknown}});
  EXPECT_FALSE(is_known(usual_before(data).value[0]));
  EXPECT_FALSE(is_known(usual_before(data).margin[0]));
}

}  // namespace
}  // namespace upcross
