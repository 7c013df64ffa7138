#include <gtest/gtest.h>

#include <upcross/scoring/eligibility.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

using test::day;

TEST(EligibleProducts, AreBoughtByAsOfAndSellableOnIt) {
  DatasetBuilder builder;
  builder.add_product("discontinued", {.sellable = false});
  builder.add_product("expired", {.valid_to = day("2020-05-31")});
  builder.add_product("last_day", {.valid_to = day("2020-06-01")});
  builder.add_product("not_yet", {.valid_from = day("2020-06-02")});
  builder.add_product("never_bought", {});
  std::vector<test::Line> lines;
  for (const char* product :
       {"discontinued", "expired", "last_day", "not_yet", "plain", "postage"}) {
    lines.push_back({"a", product, "2020-01-01"});
  }
  lines.push_back({"a", "future", "2020-07-01"});
  const Dataset data = test::dataset_of(lines, std::move(builder));
  const InteractionMatrix interactions = build_interactions(
      data, {.as_of = day("2020-06-01"), .left_out_products = {test::product_of(data, "postage")}});
  const std::vector<bool> eligible = eligible_products(data, interactions);
  for (std::size_t p = 0; p < eligible.size(); ++p) {
    const std::string id((*data.product_ids())[static_cast<ProductIndex>(p)]);
    EXPECT_EQ(eligible[p], id == "plain" || id == "last_day") << id;
  }
}

TEST(EligibleProducts, AreThoseBoughtLatelyEvenIfTheCataloguesEntryIsNewer) {
  DatasetBuilder builder;
  builder.add_product("renewed", {.valid_from = day("2020-06-15")});
  builder.add_product("comes_back", {.valid_from = day("2020-06-15")});
  builder.add_product("renewed_and_withdrawn",
                      {.sellable = false, .valid_from = day("2020-06-15")});
  const Dataset data = test::dataset_of({{"a", "renewed", "2020-03-03"},
                                         {"a", "comes_back", "2020-03-02"},
                                         {"b", "renewed_and_withdrawn", "2020-05-31"}},
                                        std::move(builder));
  const auto interactions = build_interactions(data, {.as_of = day("2020-06-01")});
  const std::vector<bool> eligible = eligible_products(data, interactions);
  EXPECT_TRUE(eligible[position(test::product_of(data, "renewed"))]);
  EXPECT_FALSE(eligible[position(test::product_of(data, "comes_back"))]);
  EXPECT_FALSE(eligible[position(test::product_of(data, "renewed_and_withdrawn"))]);
}

}  // namespace
}  // namespace upcross
