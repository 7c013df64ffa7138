#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/model/attributes.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

/// The features of a row with their values, e.g. "brand=Acme" and 1.
std::vector<std::pair<std::string, float>> told(const AttributeTable& table, std::size_t row) {
  std::vector<std::pair<std::string, float>> result;
  const SparseRows::Row attributes = table.rows.row(row);
  for (std::size_t j = 0; j < attributes.size(); ++j) {
    result.emplace_back(table.features[attributes.indexes[j]], attributes.values[j]);
  }
  return result;
}

using Told = std::vector<std::pair<std::string, float>>;

Dataset of_products(const std::vector<Product>& products) {
  DatasetBuilder builder;
  for (std::size_t p = 0; p < products.size(); ++p) {
    builder.add_product("p" + std::to_string(p), products[p]);
  }
  return builder.build();
}

TEST(Attributes, OfAProductAreItsColumnsAndTheWordsOfItsName) {
  const Dataset data = of_products({
      {.name = "Road Bike 58", .category = "Bikes", .brand = "Acme", .list_price = 100.0},
      {.name = "road-bike, red", .category = "Bikes", .brand = "Acme", .list_price = 400.0},
      {.name = "Bell (red)", .category = "Parts", .list_price = 200.0},
      {.name = "Lamp", .category = "Parts"},
  });
  const AttributeTable table = product_attributes(data);
  const float step = std::sqrt(1.5F);  // the deviation of 0, 1, 2 is 1 / this
  EXPECT_EQ(told(table, 0), (Told{{"category=Bikes", 1.0F},
                                  {"brand=Acme", 1.0F},
                                  {"number=list_price", table.rows.row(0).values[2]},
                                  {"word=bike", 1.0F},
                                  {"word=road", 1.0F}}));
  EXPECT_NEAR(table.rows.row(0).values[2], -step, 1e-6);
  EXPECT_NEAR(table.rows.row(1).values[2], step, 1e-6);
  EXPECT_EQ(told(table, 2).back(), std::pair(std::string("word=red"), 1.0F));
  EXPECT_EQ(told(table, 3), (Told{{"category=Parts", 1.0F}}));
}

TEST(Attributes, OfAnAccountAreItsColumnsAndTheWordsOfItsName) {
  DatasetBuilder builder;
  builder.add_account("a", {.name = "Casey's #12", .segment = "shop", .region = "Iowa"});
  builder.add_account("b", {.name = "Casey's #7", .parent_id = "group", .region = "Iowa"});
  builder.add_account("c", {.parent_id = "group", .segment = "shop", .size = "large"});
  const AttributeTable table = account_attributes(builder.build());
  EXPECT_EQ(told(table, 0),
            (Told{{"segment=shop", 1.0F}, {"region=Iowa", 1.0F}, {"word=casey", 1.0F}}));
  EXPECT_EQ(told(table, 1),
            (Told{{"parent=group", 1.0F}, {"region=Iowa", 1.0F}, {"word=casey", 1.0F}}));
  EXPECT_EQ(told(table, 2), (Told{{"parent=group", 1.0F}, {"segment=shop", 1.0F}}));
}

TEST(Attributes, LeaveOutWhatOneRowAloneHasAndWhatAllHave) {
  const Dataset data = of_products({{.category = "all", .brand = "one"},
                                    {.category = "all", .brand = "two"},
                                    {.category = "all", .brand = "two"}});
  EXPECT_EQ(product_attributes(data).features, std::vector<std::string>{"brand=two"});
  EXPECT_EQ(product_attributes(data, {.least_rows = 1}).features,
            (std::vector<std::string>{"brand=one", "brand=two"}));
}

TEST(Attributes, KeepTheMostFrequentValuesOfAColumn) {
  std::vector<Product> products;
  for (const char* brand : {"c", "c", "b", "b", "b", "a", "a", "d", "d", "d", "d"}) {
    products.push_back({.brand = brand});
  }
  const AttributeTable table = product_attributes(of_products(products), {.most_values = 3});
  EXPECT_EQ(table.features, (std::vector<std::string>{"brand=a", "brand=b", "brand=d"}));
}

TEST(Attributes, FallIntoNeighbouringGroupsThatCoverAll) {
  const Dataset data = of_products({{.name = "red bell", .category = "a", .size = 1.0, .pack = 2.0},
                                    {.name = "red lamp", .category = "a", .size = 2.0, .pack = 6.0},
                                    {.name = "bell", .category = "b", .size = 2.0},
                                    {.name = "lamp", .category = "b"}});
  const AttributeTable table = product_attributes(data);
  std::size_t next = 0;
  std::vector<std::string> names;
  for (const AttributeGroup& group : table.groups) {
    EXPECT_EQ(group.begin, next);
    EXPECT_LT(group.begin, group.end);
    for (; next < group.end; ++next) {
      EXPECT_EQ(table.features[next].substr(0, group.name.size() + 1), group.name + "=");
    }
    names.push_back(group.name);
  }
  EXPECT_EQ(next, table.features.size());
  EXPECT_EQ(names, (std::vector<std::string>{"category", "number", "word"}));
}

TEST(Attributes, NumbersHaveMeanZeroAndDeviationOneWhereTheyAreKnown) {
  const Dataset data =
      of_products({{.size = 1.0}, {.size = 10.0}, {}, {.size = 5.0}, {.size = 0.0}});
  const AttributeTable table = product_attributes(data);
  ASSERT_EQ(table.features, std::vector<std::string>{"number=size"});
  double sum = 0.0, squares = 0.0;
  for (const float value : table.rows.values) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  EXPECT_EQ(table.rows.entries(), 3U);
  EXPECT_NEAR(sum, 0.0, 1e-6);
  EXPECT_NEAR(squares, 3.0, 1e-6);
}

TEST(Attributes, OfNothingAreNone) {
  const AttributeTable table = product_attributes(of_products({{}, {}}));
  EXPECT_EQ(table.rows.rows(), 2U);
  EXPECT_TRUE(table.features.empty());
  EXPECT_TRUE(table.groups.empty());
  EXPECT_THROW(product_attributes(of_products({{}}), {.least_rows = 0}), Error);
}

}  // namespace
}  // namespace upcross
