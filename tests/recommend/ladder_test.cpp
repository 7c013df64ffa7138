#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/recommend/ladder.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::product_of;

/// Two bikes in a subcategory, two gins of one name, and a product that is told nothing about.
DatasetBuilder catalogue() {
  DatasetBuilder builder;
  builder.add_product("bike1", {.name = "B", .subcategory = "bikes", .list_price = 900.0});
  builder.add_product("bike2", {.name = "C", .subcategory = "bikes", .list_price = 500.0});
  builder.add_product("gin1",
                      {.name = "GIN", .subcategory = "spirits", .size = 1000, .list_price = 20.0});
  builder.add_product("gin2",
                      {.name = "GIN", .subcategory = "spirits", .size = 500, .list_price = 15.0});
  builder.add_product("thing", {});
  return builder;
}

std::vector<std::string> ladder(const Dataset& data, const Ladders& ladders,
                                const std::string& product) {
  const std::uint32_t family = ladders.family_of(product_of(data, product));
  std::vector<std::string> ids;
  if (family == Ladders::no_family) return ids;
  for (const ProductIndex p : ladders.rungs(family)) ids.emplace_back((*data.product_ids())[p]);
  return ids;
}

using Ids = std::vector<std::string>;

TEST(Ladders, StandInTheOrderOfTheNamedStep) {
  const Dataset data = catalogue().build();
  const Ladders by_price = build_ladders(data, {"subcategory", "list_price"});
  EXPECT_EQ(ladder(data, by_price, "bike1"), (Ids{"bike2", "bike1"}));
  EXPECT_EQ(ladder(data, by_price, "gin1"), (Ids{"gin2", "gin1"}));
  EXPECT_EQ(by_price.step(product_of(data, "bike2")), 500.0);
  const Ladders by_size = build_ladders(data, {"name", "size"});
  EXPECT_EQ(ladder(data, by_size, "gin1"), (Ids{"gin2", "gin1"}));
  EXPECT_TRUE(ladder(data, by_size, "bike1").empty());
}

TEST(Ladders, AreByPricePerUnitInTheSubcategoryWhereNothingIsTold) {
  const Dataset data = catalogue().build();
  const Ladders ladders = build_ladders(data);
  EXPECT_EQ(ladder(data, ladders, "gin1"), (Ids{"gin1", "gin2"}));  // 0.02 and 0.03 a unit
  EXPECT_EQ(ladder(data, ladders, "bike1"), (Ids{"bike2", "bike1"}));
  EXPECT_FALSE(ladders.declared());
}

TEST(Ladders, AreThoseOfTheCatalogueWhereItTells) {
  DatasetBuilder builder = catalogue();
  builder.add_product("t1", {.subcategory = "bikes", .family = "f", .tier = 2.0});
  builder.add_product("t2", {.subcategory = "bikes", .family = "f", .tier = 1.0});
  const Dataset data = builder.build();
  const Ladders ladders = build_ladders(data);
  EXPECT_EQ(ladder(data, ladders, "t1"), (Ids{"t2", "t1"}));
  EXPECT_TRUE(ladder(data, ladders, "bike1").empty());
  EXPECT_TRUE(ladders.declared());
}

TEST(Ladders, AreDeclaredByWhoeverNamesTheFamily) {
  const Dataset data = catalogue().build();
  EXPECT_TRUE(build_ladders(data, {.family = "subcategory"}).declared());
  EXPECT_FALSE(build_ladders(data, {.step = "list_price"}).declared());
}

TEST(Ladders, LeaveOutWhatHasNoStepAboveZero) {
  const Dataset data = catalogue().build();
  const Ladders ladders = build_ladders(data, {"name", "list_price"});
  EXPECT_EQ(ladders.family_of(product_of(data, "thing")), Ladders::no_family);
  EXPECT_FALSE(is_known(ladders.step(product_of(data, "thing"))));
}

TEST(Ladders, RefuseColumnsThatMakeNone) {
  const Dataset data = catalogue().build();
  EXPECT_THROW(build_ladders(data, {.family = "colour"}), Error);
  EXPECT_THROW(build_ladders(data, {.step = "name"}), Error);
}

}  // namespace
}  // namespace upcross
