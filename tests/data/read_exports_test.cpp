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

TEST(ReadExports, GiveTheLinesOfAnOrderWhatItsFirstLineTells) {
  const std::string header =
      "Order Reference,Order Date,Customer,Order Lines/Product/Internal Reference,"
      "Order Lines/Quantity,Order Lines/Unit Price\n";
  const Dataset data = read(header +
                            "S1,2022-03-01,Acme,A,1,9.5\n"
                            ",,,B,2,4.5\n"
                            ",,,,,\n"
                            "S2,2022-03-02,Best,A,1,9.5\n"
                            ",,,C,1,1.5\n");
  const Purchases& lines = data.purchases();
  ASSERT_EQ(lines.size(), 4U);
  const auto buyer_of = [&](std::string_view product) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if ((*data.product_ids())[lines.product[i]] == product) {
        return (*data.account_ids())[lines.account[i]];
      }
    }
    return std::string_view();
  };
  EXPECT_EQ(buyer_of("B"), "Acme");
  EXPECT_EQ(buyer_of("C"), "Best");
  EXPECT_EQ(data.left_out()[LeftOutReason::no_account], 1U);
}

TEST(ReadExports, DoNotGuessTheAccountOfALineThatTellsItsDayOrNoOrder) {
  EXPECT_EQ(read("order_id,date,customer_id,sku\n1,2022-03-01,a,p\n,2022-03-02,,q\n")
                .left_out()[LeftOutReason::no_account],
            1U);
  EXPECT_EQ(
      read("date,customer_id,sku\n2022-03-01,a,p\n,,q\n").left_out()[LeftOutReason::no_account],
      1U);
}

TEST(ReadExports, DoNotGiveTheLinesOfOneOrderToTheAccountOfAnother) {
  for (const char* head : {"S2,2022-03-02,,A", "S2,2022-03-02,Best,", "S2,,,", ",2022-03-02,,A"}) {
    const Dataset data =
        read("Order,Date,Customer,SKU\nS1,2022-03-01,Acme,A\n" + std::string(head) + "\n,,,B\n");
    EXPECT_EQ(data.purchases().size(), 1U) << head;
  }
  const TempFiles files;
  const std::string faulty =
      "Order,Date,Customer,SKU\nS1,2022-03-01,Acme,A\nS2,2022-03-02,\xff,A\n,,,B\n";
  const Dataset kept = read_dataset(
      Source{.purchases = {files.write("purchases.csv", faulty)}, .keep_bad_lines = true});
  EXPECT_EQ(kept.bad_lines().size(), 1U);
  EXPECT_EQ(kept.purchases().size(), 1U);
}

TEST(ReadExports, TakeTheWordsOfProgramsForNothingAsNoId) {
  for (const std::string word : {"NULL", "null", "nan", "NaN", "<NA>", "#N/A", "#NV", "\\N"}) {
    const Dataset data = read("customer_id,sku,date,qty,price\n7,A,2022-03-01,1,2.55\n" + word +
                              ",A,2022-03-02,1,2.55\n");
    EXPECT_EQ(data.account_count(), 1U) << word;
    EXPECT_EQ(data.left_out()[LeftOutReason::no_account], 1U) << word;
  }
  EXPECT_EQ(read("customer_id,sku,date\nNancy,A,2022-03-01\n").account_count(), 1U);
}

TEST(ReadExports, CountPiecesThatHaveTheirUnitBesideThem) {
  for (const std::string cell : {"10", "10 Stk", "10 Stk.", "10 ST", "10 pcs"}) {
    EXPECT_EQ(
        read("Kunde;Artikel;Datum;Menge\n7;9;2021-01-02;" + cell + "\n").purchases().quantity[0],
        10.0)
        << cell;
  }
}

TEST(ReadExports, TakeTheCurrencyFromTheHeaderOfThePrice) {
  struct Case {
    std::string header;
    std::string currency;
  };
  for (const auto& [header, currency] : std::vector<Case>{{"Price (USD)", "USD"},
                                                          {"Preis CHF", "CHF"},
                                                          {"price_usd", "USD"},
                                                          {"Preis in \u20ac", "EUR"},
                                                          {"Preis", ""},
                                                          {"Line Amount (GBP)", "GBP"}}) {
    const Dataset data = read("Kunde;Artikel;Datum;" + header + "\n7;9;2021-01-02;2,50\n");
    EXPECT_EQ(data.currency(), currency) << header;
    EXPECT_EQ(data.purchases().unit_price[0], 2.5) << header;
  }
  EXPECT_THROW(read("Kunde;Artikel;Datum;Preis (EUR);Waehrung\n7;9;2021-01-02;2,50;USD\n"), Error);
}

TEST(ReadExports, ReadPricesWithTheSignsOfOtherCurrencies) {
  struct Case {
    std::string cell;
    std::string currency;
  };
  for (const auto& [cell, currency] : std::vector<Case>{{"3,55 z\u0142", "PLN"},
                                                        {"3,55 K\u010d", "CZK"},
                                                        {"Fr. 3,55", "CHF"},
                                                        {"SFr. 3,55", "CHF"},
                                                        {"3,55 \u20ac/Stk", "EUR"},
                                                        {"3,55 EUR/Stk", "EUR"}}) {
    const Dataset data = read("Kunde;Artikel;Datum;Preis\n7;9;2021-01-02;" + cell + "\n");
    EXPECT_EQ(data.purchases().unit_price[0], 3.55) << cell;
    EXPECT_EQ(data.currency(), currency) << cell;
  }
}

TEST(ReadExports, PreferTheDateToATimeOfDay) {
  const Dataset data = read("Date,Time,customer_id,sku\n2022-03-01,10:15,7,A\n");
  EXPECT_EQ(data.default_as_of(), Day(parse_iso_day("2022-03-02").value()));
}

TEST(ReadExports, FindNumbersUnderTheHeadersOfManySystems) {
  for (const char* header : {"Kunde-ID", "Cust. No.", "Cust ID", "Customer #", "Kunde Nr.",
                             "Deb.-Nr.", "Client no", "Code client"}) {
    const Dataset data = read(std::string(header) +
                              ";Kunde;Artikelnr;Datum\nK1;M;A;2021-01-02\nK2;M;A;2021-01-02\n");
    EXPECT_EQ(data.account_count(), 2U) << header;
    EXPECT_EQ(data.name(first_account), "M") << header;
  }
  for (const char* header :
       {"Art.-Code", "Item Code", "Item #", "Produktcode", "Mat.-Nr.", "Part No.", "Variant SKU"}) {
    const Dataset data = read("Kundennr;" + std::string(header) +
                              ";Artikel;Datum\n7;A;Nail;2021-01-02\n7;B;Nail;2021-01-02\n");
    EXPECT_EQ(data.product_count(), 2U) << header;
  }
}

TEST(ReadExports, FindNumbersThatAreMadeOfTheWordsForThem) {
  for (const char* header :
       {"Kundennummer (SAP)", "Bill-to Customer No.", "Geschaeftspartner Nr", "id_customer"}) {
    const Dataset data = read(std::string(header) + ";Artikelnr;Datum\nA;B;2021-01-02\n");
    EXPECT_EQ((*data.account_ids())[first_account], "A") << header;
  }
  for (const char* header : {"InventoryItemCode", "Custom SKU", "Artikelcode"}) {
    const Dataset data =
        read("Kundennr;" + std::string(header) + ";Description;Datum\nA;B;Nail;2021-01-02\n");
    EXPECT_EQ((*data.product_ids())[first_product], "B") << header;
    EXPECT_EQ(data.name(first_product), "Nail");
  }
  EXPECT_THROW(read("Kundengruppennr;Artikelnr;Datum\nA;B;2021-01-02\n"), Error);
  const Dataset ledger = read(
      "Customer;Account Code;Item Code;Part No;Date\nAcme;200;A;1;2021-01-02\n"
      "Beta;200;A;2;2021-01-02\n");
  EXPECT_EQ(ledger.account_count(), 2U);
  EXPECT_EQ(ledger.product_count(), 1U);
  for (const char* header : {"Sale ID", "INVOICEID", "id_order"}) {
    const Dataset data =
        read(std::string(header) + ";Kundennr;Artikelnr;Datum\n1;A;B;2021-01-02\n");
    EXPECT_NE(data.purchases().order[0], OrderIndex{0}) << header;
  }
}

TEST(ReadExports, DoNotOfferWhatTheCatalogueBlocks) {
  const TempFiles files;
  const auto purchases = files.write("p.csv", "Kunde;Artikel;Datum\n7;A;2021-01-02\n");
  for (const char* header : {"Gesperrt", "Blocked", "LVORM", "Discontinued", "Auslaufartikel"}) {
    const Dataset data = read_dataset(
        Source{.purchases = {purchases},
               .products = files.write("c.csv", "Artikelnr;Aktiv;" + std::string(header) +
                                                    ";Farbe\nA;Y;;\nB;Y;X;\nC;N;nein;\nD;;Ja;\n")});
    const auto sellable = [&](unsigned i) { return data.product(ProductIndex{i}).sellable; };
    EXPECT_TRUE(sellable(0) && !sellable(1) && !sellable(2) && !sellable(3)) << header;
    EXPECT_EQ(data.unused_headers(Table::products)[0], "Farbe");
    EXPECT_TRUE(data.unused_headers().empty());
  }
}

TEST(ReadExports, RefuseALetterForAPriceUnitThatMayBeAMeasure) {
  EXPECT_EQ(read("Kunde;Artikel;Datum;Menge;Preis;PE\n7;A;2021-01-02;2;2,50;%\n")
                .purchases()
                .unit_price[0],
            0.025);
  for (const std::string letter : {"M", "T", "h"}) {
    EXPECT_THROW(read("Kunde;Artikel;Datum;Menge;Preis;PE\n7;A;2021-01-02;2;2,50;" + letter + "\n"),
                 Error);
  }
}

TEST(ReadExports, FindPriceAndCostOfTheCatalogueUnderUsualHeaders) {
  for (const std::string headers : {"VK;EK", "VK-Preis;EK-Preis", "VK netto;EK netto",
                                    "Sales Price;EK", "Variant Price;Cost per item"}) {
    const TempFiles files;
    const Dataset data = read_dataset(
        {.purchases = {files.write("purchases.csv",
                                   "Kunde;Artikel;Datum\n"
                                   "7;A;02.01.2021\n")},
         .products = files.write("products.csv", "Artikelnr;" + headers + "\nA;2,50;1,10\n")});
    EXPECT_EQ(data.product(first_product).list_price, 2.5) << headers;
    EXPECT_EQ(data.product(first_product).cost, 1.1) << headers;
  }
}

}  // namespace
}  // namespace upcross
