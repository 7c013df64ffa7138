#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/data/read.hpp>

#include "support/read_text.hpp"

namespace upcross {
namespace {

using test::first_account;
using test::first_product;
using test::read;
using test::TempFiles;

TEST(ReadColumns, TellNumbersFromNames) {
  struct Case {
    std::string content;
    std::string account;
    std::string account_name;
    std::string product;
    std::string product_name;
  };
  const std::vector<Case> cases = {
      {"Kundennr;Kunde;Artikelnr;Artikel;Datum\n7;M\u00fcller;9;Schraube;2021-01-02\n", "7",
       "M\u00fcller", "9", "Schraube"},
      {"Kunde;Artikel;Datum;Kundenname\n7;9;2021-01-02;M\u00fcller\n", "7", "M\u00fcller", "9",
       "9"},
      {"Customer No.,Customer,Item No.,Description,Date\n7,Miller,9,Screw,2021-01-02\n", "7",
       "Miller", "9", "Screw"},
      {"Customer,Product,Date\n7,9,2021-01-02\n", "7", "7", "9", "9"},
      {"Account Name,Product Name,Date\nMiller,Screw,2021-01-02\n", "Miller", "Miller", "Screw",
       "Screw"},
      {"Email,Company,Lineitem sku,Lineitem name,Date\nm@x.de,Miller,9,Screw,2021-01-02\n",
       "m@x.de", "Miller", "9", "Screw"},
      {"account,kunde,sku,date\n7,Miller,9,2021-01-02\n", "7", "Miller", "9", "9"}};
  for (const Case& one : cases) {
    SCOPED_TRACE(one.content);
    const Dataset data = read(one.content);
    EXPECT_EQ((*data.account_ids())[first_account], one.account);
    EXPECT_EQ(data.name(first_account), one.account_name);
    EXPECT_EQ((*data.product_ids())[first_product], one.product);
    EXPECT_EQ(data.name(first_product), one.product_name);
  }
}

TEST(ReadColumns, NameByTheLatestLineWhatTheMasterDataDoNot) {
  const TempFiles files;
  const std::string header = "account_id,account_name,product_id,product_name,date\n";
  const Dataset data = read_dataset(
      Source{.purchases = {files.write("purchases.csv", header + "a,Old,p,Zinc,2021-01-02\n"
                                                                 "a,New,p,Iron,2021-01-03\n"
                                                                 "a,Mew,p,,2021-01-03\n"
                                                                 "a,,q,Lead,2021-01-04\n")},
             .products = files.write("products.csv", "product_id,name\np,\nq,Copper\n")});
  EXPECT_EQ(data.name(first_account), "Mew");  // of two that day the first in byte order
  EXPECT_EQ(data.name(first_product), "Iron");
  EXPECT_EQ(data.name(ProductIndex{1}), "Copper");
  EXPECT_TRUE(data.product(first_product).is_listed);
  EXPECT_FALSE(data.account(first_account).is_listed);
}

TEST(ReadColumns, DivideThePriceByThePiecesItIsFor) {
  struct Case {
    std::string unit;
    double price;
  };
  const std::vector<Case> cases = {
      {"1", 250.0}, {"100", 2.5},  {"100 ST", 2.5}, {"1.000", 0.25}, {"", 250.0},
      {"0", 250.0}, {"ST", 250.0}, {"C", 2.5},      {"je 100", 2.5}, {"pro 100 ST", 2.5}};
  for (const char* header :
       {"Preiseinheit", "price_unit", "PEINH", "PE", "Preis-Einheit", "EPEIN"}) {
    for (const auto& [unit, price] : cases) {
      const Dataset data = read("Kunde;Material;Datum;Menge;Nettopreis;" + std::string(header) +
                                "\n7;9;02.01.2021;5;250,00;" + unit + "\n");
      EXPECT_EQ(data.purchases().unit_price[0], price) << unit;
    }
  }
}

TEST(ReadColumns, DivideTheAmountsOfTheCatalogueByThePiecesThatTheyAreFor) {
  const TempFiles files;
  const Dataset data = read_dataset({.purchases = {files.write("purchases.csv",
                                                               "Kunde;Artikel;Datum\n"
                                                               "7;nail;02.01.2021\n")},
                                     .products = files.write("products.csv",
                                                             "Artikelnr;Preis;Kosten;Preiseinheit\n"
                                                             "nail;12,50;5,00;100 ST\n"
                                                             "saw;12,50;5,00;\n"
                                                             "tie;;;100\n")});
  const Product& nail = data.product(first_product);
  EXPECT_EQ(nail.list_price, 0.125);
  EXPECT_EQ(nail.cost, 0.05);
  const Product& saw = data.product(ProductIndex{1});
  EXPECT_EQ(saw.list_price, 12.5);
  EXPECT_EQ(saw.cost, 5.0);
  EXPECT_FALSE(is_known(data.product(ProductIndex{2}).list_price));
}

TEST(ReadColumns, DivideTheTotalOfALineThatHasNoPriceByItsQuantity) {
  struct Case {
    std::string line;
    double price;
  };
  const std::vector<Case> cases = {{"4;;10", 2.5},   {"4;3;15", 3.0}, {"4;3;10", 2.5},
                                   {"4;3;n/a", 3.0}, {"4;3;0", 3.0},  {"-4;;-10", 2.5},
                                   {"-4;;10", 2.5},  {"4;;0", 0.0}};
  for (const auto& [line, price] : cases) {
    const Dataset data =
        read("Kunde;Artikel;Datum;Menge;Preis;Gesamtpreis\n7;9;02.01.2021;" + line + "\n");
    EXPECT_EQ(data.purchases().unit_price[0], price) << line;
  }
  const Dataset data = read("Kunde;Artikel;Datum;Menge;Gesamtpreis\n7;9;02.01.2021;4;-10\n");
  EXPECT_EQ(data.purchases().quantity[0], -4.0);
  EXPECT_EQ(data.purchases().unit_price[0], 2.5);
}

TEST(ReadColumns, KeepTheHeadersThatTheyDoNotUse) {
  const Dataset data = read("Kunde;Artikel;Datum;Warenwert netto;;Rabatt\n7;9;02.01.2021;1;;2\n");
  const auto unused = data.unused_headers();
  EXPECT_EQ(std::vector<std::string>(unused.begin(), unused.end()),
            (std::vector<std::string>{"Warenwert netto", "Rabatt"}));
}

}  // namespace
}  // namespace upcross
