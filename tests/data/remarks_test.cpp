#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/data/remarks.hpp>

namespace upcross {
namespace {

TEST(Remarks, NameIdsThatDifferInCapitalsOnly) {
  const std::vector<std::string> ids = {"007",         "7",           "AB1", "Ab1",
                                        "M\u00dcLLER", "M\u00fcller", "ab1", "ab2"};
  const std::vector<std::vector<std::string>> expected = {{"AB1", "Ab1", "ab1"},
                                                          {"M\u00dcLLER", "M\u00fcller"}};
  EXPECT_EQ(ids_of_one_spelling(AccountIds(ids)), expected);
  EXPECT_EQ(ids_of_one_spelling(ProductIds(ids)), expected);
}

TEST(Remarks, NameProductsThatTheCatalogueDoesNotList) {
  DatasetBuilder builder;
  builder.add({.account = "a", .product = "p"});
  builder.add({.account = "a", .product = "q"});
  builder.add_product("q", {});
  builder.add_product("r", {});
  EXPECT_EQ(products_not_in_catalogue(builder.build()), std::vector{ProductIndex{0}});
}

}  // namespace
}  // namespace upcross
