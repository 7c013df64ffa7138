#include <chrono>
#include <string>
#include <sys/stat.h>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/data/read.hpp>

#include "support/temp_files.hpp"

namespace upcross {
namespace {

using namespace std::chrono_literals;
using test::gzip;
using test::TempFiles;

constexpr Day day = std::chrono::sys_days{2021y / 1 / 2};

const std::string purchase_lines =
    "account_id,product_id,timestamp,quantity,unit_price,order_id,unit_cost\n"
    "a,p,2021-01-02,3,2.50,o1,1.25\n"
    "b,q,2021-01-03 04:05:06,-1,,,\n";

Dataset read(const std::string& content, std::vector<ColumnChoice> columns = {}) {
  const TempFiles files;
  return read_dataset(
      Source{.purchases = {files.write("purchases.csv", content)}, .columns = std::move(columns)});
}

void expect_the_two_lines(const Dataset& data) {
  const Purchases& all = data.purchases();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(*data.account_ids(), AccountIds({"a", "b"}));
  EXPECT_EQ(*data.product_ids(), ProductIds({"p", "q"}));
  EXPECT_EQ(all.time, (std::vector<Time>{day, day + 24h + 4h + 5min + 6s}));
  EXPECT_EQ(all.quantity, (std::vector{3.0, -1.0}));
  EXPECT_EQ(all.unit_price[0], 2.5);
  EXPECT_FALSE(is_known(all.unit_price[1]));
  EXPECT_EQ(all.order, (std::vector{OrderIndex{1}, OrderIndex{0}}));
  EXPECT_EQ(all.unit_cost[0], 1.25);
  EXPECT_FALSE(is_known(all.unit_cost[1]));
}

std::string with_carriage_returns(std::string text) {
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.replace(at, 1, "\r\n");
  }
  return text;
}

TEST(Reader, ReadsPurchases) { expect_the_two_lines(read(purchase_lines)); }

TEST(Reader, ReadsEveryFormOfTheSameText) {
  const std::string middle = purchase_lines.substr(0, 90);
  const std::string rest = purchase_lines.substr(90);
  for (const std::string& content :
       {"\xef\xbb\xbf" + purchase_lines, with_carriage_returns(purchase_lines),
        purchase_lines.substr(0, purchase_lines.size() - 1), "\n\r\n" + purchase_lines + "\n\n",
        gzip(purchase_lines), gzip("\xef\xbb\xbf" + with_carriage_returns(purchase_lines)),
        gzip(middle) + gzip("") + gzip(rest)}) {
    expect_the_two_lines(read(content));
  }
}

TEST(Reader, ReadsQuotedFieldsAndIgnoresOtherColumns) {
  expect_the_two_lines(
      read("note,order_id,unit_cost,\"unit_price\",product_id,timestamp,account_id,quantity,note2\n"
           "\"say \"\"no\"\",\nthen\",\"o1\",1.25,\"2.50\",\"p\",\"2021-01-02\",\"a\",3,\xff\n"
           ",,, , q ,\" 2021-01-03T04:05:06\",\tb,-1.0,\"\"\n"));
}

TEST(Reader, KnowsTheUsualNamesInEnglishAndGerman) {
  expect_the_two_lines(
      read("Kunden-Nr.,Artikelnummer,Bestelldatum,Menge,Einzelpreis,Belegnummer,Einstandspreis\n"
           "a,p,2021-01-02,3,2.50,o1,1.25\nb,q,2021-01-03 04:05:06,-1,,,\n"));
  expect_the_two_lines(
      read("customer_id,sku,order_date,qty,price,invoice_id,cost\n"
           "a,p,2021-01-02,3,2.50,o1,1.25\nb,q,2021-01-03 04:05:06,-1,,,\n"));
}

TEST(Reader, ReadsTheHeadersOfTheUciRetailFile) {
  const Dataset data = read(
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
      "536365,85123A,\"WHITE, HANGING\",6,2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
      "536366,85123A,,1,2010-12-01 08:26:00,2.55,,United Kingdom\n");
  ASSERT_EQ(data.purchases().size(), 1U);
  EXPECT_EQ((*data.account_ids())[AccountIndex{0}], "17850");
  EXPECT_EQ(data.purchases().unit_price[0], 2.55);
  EXPECT_EQ(data.left_out()[LeftOutReason::no_account], 1U);
}

TEST(Reader, TakesTheHeadersChosenForAColumn) {
  const std::string lines = "a,x,p,2021-01-02,3,2.50,o1,1.25\nb,x,q,2021-01-03 04:05:06,-1,,,\n";
  const std::string rest = ",item,date,qty,price,invoice,cost\n";
  expect_the_two_lines(read("K1,account_id" + rest + lines, {{"account", "K1"}}));
  expect_the_two_lines(read("customer,account_id" + rest + lines, {{"account_id", "Customer"}}));
  expect_the_two_lines(read("KUNDE,Kunde" + rest + lines, {{"account", "KUNDE"}}));
  // The header chosen for one column is no longer a candidate for another.
  expect_the_two_lines(read("K1,product" + rest + lines, {{"account", "K1"}, {"product", "item"}}));
}

TEST(Reader, NeedsOnlyAccountProductAndTimestamp) {
  const Dataset data = read("account,product,date\n007,0,2021-01-02\n");
  EXPECT_EQ(*data.account_ids(), AccountIds({"007"}));
  EXPECT_EQ(data.purchases().quantity, std::vector{1.0});
  EXPECT_FALSE(is_known(data.purchases().unit_price[0]));
  EXPECT_EQ(data.purchases().order, std::vector{OrderIndex{0}});
  EXPECT_TRUE(data.purchases().unit_cost.empty());
}

TEST(Reader, CountsLinesThatDoNotCount) {
  const Dataset data = read(
      "account,product,date,quantity,price\n ,p,,,\na,\t,x,y,z\na,p,2021-01-02,0,1\n"
      "a,p,2021-01-02,1,-1\n");
  EXPECT_EQ(data.left_out()[LeftOutReason::no_account], 1U);
  EXPECT_EQ(data.left_out()[LeftOutReason::no_product], 1U);
  EXPECT_EQ(data.left_out()[LeftOutReason::zero_quantity], 1U);
  EXPECT_EQ(data.left_out()[LeftOutReason::negative_price], 1U);
  EXPECT_EQ(data.purchases().size(), 0U);
}

TEST(Reader, ReadsTheCatalogue) {
  const TempFiles files;
  files.write("purchases.csv", purchase_lines);
  files.write("products.csv.gz", gzip("sku,Bezeichnung,Kategorie,subcategory,family,tier,size,pack,"
                                      "brand,price,cost,sellable,valid_from,valid_to,replaced_by,"
                                      "moq\n"
                                      "p, Pen ,Office,Pens,f,2,0.5,10,B,3.50,1.25,Nein,2020-01-01,"
                                      "2021-12-31 00:00:00,q,6\n"
                                      "r,,,,,,,,,,,,,,,\n"));
  const Dataset data = read_dataset(files.directory());
  ASSERT_EQ(*data.product_ids(), ProductIds({"p", "q", "r"}));
  const Product& pen = data.product(ProductIndex{0});
  EXPECT_EQ(pen.name, "Pen");
  EXPECT_EQ(pen.category + pen.subcategory + pen.family + pen.brand, "OfficePensfB");
  EXPECT_EQ(
      (std::vector{pen.tier, pen.size, pen.pack, pen.list_price, pen.cost, pen.minimum_quantity}),
      (std::vector{2.0, 0.5, 10.0, 3.5, 1.25, 6.0}));
  EXPECT_FALSE(pen.sellable);
  EXPECT_EQ(pen.valid_from, Day{2020y / 1 / 1});
  EXPECT_EQ(pen.valid_to, Day{2021y / 12 / 31});
  EXPECT_EQ(pen.replaced_by, "q");
  const Product& bare = data.product(ProductIndex{2});
  EXPECT_TRUE(bare.sellable && bare.name.empty() && !bare.valid_from && !is_known(bare.tier));
}

TEST(Reader, ReadsTheAccounts) {
  const TempFiles files;
  files.write("purchases.csv.gz", gzip(purchase_lines));
  files.write("accounts.csv",
              "Kunde,Firma,parent,segment,Branche,region,size,Betreuer,KeyAccount,status\n"
              "b,Bee & Co,c,s1,i1,r1,big,Kim,JA,active\nz,,,,,,,,0,\n");
  const Dataset data = read_dataset(files.directory());
  ASSERT_EQ(*data.account_ids(), AccountIds({"a", "b", "z"}));
  const Account& bee = data.account(AccountIndex{1});
  EXPECT_EQ(bee.name, "Bee & Co");
  EXPECT_EQ(
      bee.parent_id + bee.segment + bee.industry + bee.region + bee.size + bee.owner + bee.status,
      "cs1i1r1bigKimactive");
  EXPECT_TRUE(bee.key_account);
  EXPECT_EQ(data.name(AccountIndex{2}), "z");
  EXPECT_FALSE(data.account(AccountIndex{2}).key_account);
}

TEST(Reader, AllowsMasterDataOfAHeaderAlone) {
  const TempFiles files;
  files.write("purchases.csv", purchase_lines);
  files.write("products.csv", "product_id,name\n");
  expect_the_two_lines(read_dataset(files.directory()));
}

TEST(Reader, GivesAChoiceToEveryFileThatHasTheHeader) {
  const TempFiles files;
  const Source source{.purchases = {files.write("p.csv", "account,ART,date\na,p,2021-01-02\n")},
                      .products = files.write("c.csv", "ART,product,name\np,x,Pen\n"),
                      .accounts = files.write("a.csv", "account,name\na,Ann\n"),
                      .columns = {{"product", "ART"}}};
  const Dataset data = read_dataset(source);
  EXPECT_EQ(data.name(ProductIndex{0}), "Pen");
  EXPECT_EQ(data.name(AccountIndex{0}), "Ann");
}

TEST(Reader, ReadsWords) {
  for (const auto& [word, expected] : std::vector<std::pair<std::string, bool>>{{"1", true},
                                                                                {"0", false},
                                                                                {"TRUE", true},
                                                                                {"False", false},
                                                                                {"yes", true},
                                                                                {"No", false},
                                                                                {"Ja", true},
                                                                                {"nein", false},
                                                                                {"", true}}) {
    const TempFiles files;
    files.write("purchases.csv", purchase_lines);
    files.write("products.csv", "product_id,sellable\np," + word + "\n");
    EXPECT_EQ(read_dataset(files.directory()).product(ProductIndex{0}).sellable, expected) << word;
  }
}

TEST(Reader, ReadsTheExampleData) {
  const Dataset data = read_dataset(std::filesystem::path(UPCROSS_EXAMPLE_DATA) / "online-retail");
  EXPECT_GT(data.purchases().size(), 100000U);
  EXPECT_GT(data.left_out()[LeftOutReason::no_account], 0U);
}

}  // namespace
}  // namespace upcross
