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

}  // namespace
}  // namespace upcross
