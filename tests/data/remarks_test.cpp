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

TEST(Remarks, NameTheHeadersThatMayHoldThePriceWhereNoneIsKnown) {
  DatasetBuilder builder;
  builder.add({.account = "a", .product = "p"});
  EXPECT_EQ(advice_on_missing_prices(DatasetBuilder().build()), "");
  for (const char* header : {"VK 1", "Rabatt", "VK 1"}) builder.add_unused_header(header);
  EXPECT_EQ(advice_on_missing_prices(builder.build()),
            "no price was recognised, so values stay empty; headers not used: 'VK 1', 'Rabatt'; "
            "choose the price by --column unit_price=HEADER, or the total of a line by "
            "line_total=HEADER");
  builder.add({.account = "a", .product = "p"});
  EXPECT_EQ(advice_on_missing_prices(builder.build()),
            "no price was recognised, so values stay empty");
  builder.add({.account = "a", .product = "p", .unit_price = 1.0});
  EXPECT_EQ(advice_on_missing_prices(builder.build()), "");
}

TEST(Remarks, SayWhatHeadersThatAreNotUsedMayMean) {
  DatasetBuilder builder;
  builder.add({.account = "Miller", .product = "12"});
  EXPECT_TRUE(advice_on_unused_headers(builder.build()).empty());
  builder.add_unused_header("Belegart");
  builder.add({.account = "Miller", .product = "12"});
  EXPECT_EQ(advice_on_unused_headers(builder.build()),
            (std::vector<std::string>{
                "every line counts one piece; headers not used: 'Belegart'; if one tells the "
                "quantity, choose it by --column quantity=HEADER",
                "accounts are told apart by names such as 'Miller', so two of one name are one; "
                "headers not used: 'Belegart'; if one is the number, choose it by --column "
                "account_id=HEADER"}));
}

TEST(Remarks, SayHowTheWordsOfLinesWereTaken) {
  DatasetBuilder builder;
  EXPECT_TRUE(remarks_on_lines(builder.build()).empty());
  builder.add_line_word({"Belegart", "Gutschrift", LineKind::goods_return, 1});
  builder.add_line_word({"Belegart", "Rechnung", LineKind::purchase, 20});
  builder.add_line_word({"Belegart", "Gutschrift", LineKind::goods_return, 1});
  builder.add_line_word({"Status", "storniert", LineKind::cancelled, 1});
  EXPECT_EQ(remarks_on_lines(builder.build()),
            (std::vector<std::string>{
                "'Belegart' tells what a line is; returns: 'Gutschrift' (2 lines); purchases: "
                "'Rechnung' (20 lines)",
                "'Status' tells what a line is; cancelled, so left out: 'storniert' (1 line)"}));
}

TEST(Remarks, SayWhatCountsWhereTotalsAndPricesDiffer) {
  DatasetBuilder builder;
  builder.add_line_totals({.equal = 5});
  EXPECT_TRUE(remarks_on_lines(builder.build()).empty());
  builder.add_line_totals({.equal = 1, .lower = 3, .other = 2});
  EXPECT_EQ(remarks_on_lines(builder.build()),
            (std::vector<std::string>{
                "on 3 of 6 lines the total is less than quantity x price, as after a discount or "
                "where the price is for several pieces: the price counts that the total tells",
                "on 2 of 6 lines the total is not that of quantity x price, nor one after a "
                "discount; it may have taxes in it or be that of the order: the price counts"}));
}

TEST(Remarks, SayThatMostLinesAreReturns) {
  DatasetBuilder builder;
  builder.add({.account = "7", .product = "A12", .quantity = -3.0});
  builder.add({.account = "7", .product = "A12", .quantity = -1.0});
  builder.add({.account = "7", .product = "A12", .quantity = 1.0});
  EXPECT_EQ(remarks_on_lines(builder.build()),
            std::vector<std::string>{"2 of 3 lines are returns: if the file marks what was sold "
                                     "as it does what came back, as a list of stock does, give "
                                     "it with positive quantities and no such mark"});
}

TEST(Remarks, NameTheHeadersOfTheCatalogueAndTheAccountsThatAreNotUsed) {
  DatasetBuilder builder;
  builder.add_unused_header("Farbe", Table::products);
  builder.add_unused_header("Tel.", Table::accounts);
  builder.add_unused_header("Fax", Table::accounts);
  EXPECT_EQ(remarks_on_master_headers(builder.build()),
            (std::vector<std::string>{"of the catalogue, headers not used: 'Farbe'",
                                      "of the account list, headers not used: 'Tel.', 'Fax'"}));
}

TEST(Remarks, TakeWordsWithAFewDigitsForNames) {
  DatasetBuilder builder;
  builder.add_unused_header("EAN");
  builder.add({.account = "7", .product = "Milch H 3,5 % 1 l", .quantity = 2.0});
  EXPECT_EQ(advice_on_unused_headers(builder.build()).size(), 1U);
  builder.add_unused_header("EAN");
  builder.add({.account = "7", .product = "ART 4711-200", .quantity = 2.0});
  EXPECT_TRUE(advice_on_unused_headers(builder.build()).empty());
}

TEST(Remarks, SayNothingOfHeadersWhereNumbersQuantitiesAndReturnsAreThere) {
  DatasetBuilder builder;
  for (const char* header : {"Belegart", "Rabatt"}) builder.add_unused_header(header);
  builder.add({.account = "7", .product = "A12", .quantity = 3.0});
  builder.add({.account = "7", .product = "A12", .quantity = -1.0});
  EXPECT_TRUE(advice_on_unused_headers(builder.build()).empty());
}

}  // namespace
}  // namespace upcross
