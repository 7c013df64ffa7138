#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/error.hpp>
#include <upcross/data/read.hpp>

#include "support/temp_files.hpp"

namespace upcross {
namespace {

using test::TempFiles;

Dataset read(std::string_view content, const TextFormat& format = {}) {
  const TempFiles files;
  return read_dataset(
      Source{.purchases = {files.write("purchases.csv", content)}, .format = format});
}

/// Little-endian UTF-16 of a text whose characters are below U+0100, with byte order mark.
std::string utf16(std::string_view latin1) {
  std::string text = "\xff\xfe";
  for (const char c : latin1) text += {c, '\0'};
  return text;
}

/// Each export says: K\xfc 7 bought -12 of 007 for 1234.5 on 1 February 2011, order B1.
struct Export {
  std::string name;
  std::string content;
  TextFormat format = {};
};

const TextFormat windows = {.encoding = Encoding::cp1252};

const std::vector<Export> exports = {
    {"plain",
     "account_id,product_id,timestamp,quantity,unit_price,order_id\n"
     "K\u00fc 7,007,2011-02-01,-12,1234.50,B1\n"},
    {"German Excel",
     "sep=;\r\nKundennr.;Artikelnr.;Belegdatum;Menge;Einzelpreis;Belegnr.\r\n"
     "K\xfc 7;007;01.02.2011;-12;1.234,50 \x80;B1\r\n;;;;;\r\n",
     windows},
    {"titles above",
     "Umsatzliste;;;;;\nvom 02.02.2011\n\nKunde;Artikel;Datum;Menge;Preis;Beleg\n"
     "K\u00fc 7;007;1.2.2011;-12;1.234,50;B1\n"},
    {"SAP",
     "Debitor;Material;Fakturadatum;Fakturamenge;Nettopreis;Faktura;\r\n"
     "K\u00fc 7;007;20110201;12-;1.234,50;B1;\r\n"},
    {"SAP with short header",
     "Debitor;Material;Fakturadatum;Fakturamenge;Nettopreis;Faktura\r\n"
     "K\u00fc 7;007;20110201;12-;1.234,50;B1;\r\n\r\n"},
    {"Excel Unicode text", utf16("Kunde\tArtikel\tDatum\tMenge\tPreis\tBeleg\r\n"
                                 "K\xfc 7\t007\t01.02.2011\t-12\t1234,5\tB1\r\n")},
    {"everything quoted",
     "\xef\xbb\xbf\"KundenNr\";\"ArtikelNr\";\"Datum\";\"Menge\";\"Preis\";"
     "\"Beleg\"\r\n\"K\u00fc 7\";\"007\";\"01.02.2011\";\"-12,000\";"
     "\"1.234,50\";\"B1\"\r\n"},
    {"shop",
     "Name,Email,Created at,Lineitem quantity,Lineitem price,Lineitem sku,Order number\n"
     "#1,K\u00fc 7,2011-02-01 00:00:00 +0000,-12,1234.50,\"=\"\"007\"\"\",B1\n"},
    {"American",
     "Customer No.|Item No.|Date|Qty|Price|Order\n"
     "K\u00fc 7|007|02/01/2011|-12|$1,234.50|B1\n||02/13/2011|||\n"},
    {"old Macintosh",
     "Kunde;Artikel;Datum;Menge;Preis;Beleg\r"
     "K\u00fc 7;007;1. Februar 2011;-12;1.234,50;B1\r"},
    {"SAP list",
     "Tabelle: VBRP\r\n--------\r\n|MANDT|VBELN|FKDAT     |KUNAG |MATNR|FKIMG  |NETWR      |\r\n"
     "|-----|-----|----------|------|-----|-------|-----------|\r\n"
     "|100  |B1   |01.02.2011|K\u00fc 7  |007  |12,000-|14.814,00- |\r\n--------\r\n"},
    {"Odoo",
     "Order Reference,Order Date,Customer,Customer/Reference,Order Lines/Product,"
     "Order Lines/Product/Internal Reference,Order Lines/Quantity,Order Lines/Unit Price\n"
     "B1,2011-02-01 00:00:00,M\u00fcller,K\u00fc 7,[007] Screw,007,-12,1234.5\n"},
    {"WooCommerce",
     "Order Number,Order Date,Customer User,Company (Billing),SKU,Item Name,"
     "Quantity (- Refund),Item Cost\nB1,2011-02-01 00:00,K\u00fc "
     "7,M\u00fcller,007,Screw,-12,1234.50\n"},
    {"another WooCommerce",
     "Order ID,Order Date,Customer User ID,Product SKU,Product Name,Quantity,Item Cost\n"
     "B1,2011-02-01 00:00,K\u00fc 7,007,Screw,-12,1234.50\n"},
    {"Shopware",
     "orderNumber;customerNumber;articleOrderNumber;articleName;orderTime;quantity;price\n"
     "B1;K\u00fc 7;007;Screw;2011-02-01 00:00:00;-12;1234.50\n"},
    {"marketplace",
     "order-id\tpurchase-date\tbuyer-id\tsku\tproduct-name\tquantity-purchased\tprice\n"
     "B1\t2011-02-01T00:00:00+00:00\tK\u00fc 7\t007\tScrew\t-12\t1234.50\n"},
    {"Oracle",
     "CUSTOMER_NUMBER,ITEM_NUMBER,ORDERED_DATE,ORDERED_QUANTITY,UNIT_SELLING_PRICE,ORDER_NUMBER\n"
     "K\u00fc 7,007,01-FEB-11,-12,1234.50,B1\n"},
    {"given formats",
     "Kunde,Artikel,Datum,Menge,Preis,Beleg\n"
     "K\u00fc 7,007,01/02/11,-12,\"1.234,5\",B1\n",
     {.delimiter = ',', .decimal = ',', .date_format = "dd/mm/yy"}}};

TEST(Formats, AreFoundFromTheFile) {
  for (const Export& one : exports) {
    SCOPED_TRACE(one.name);
    const Dataset data = read(one.content, one.format);
    const Purchases& lines = data.purchases();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ((*data.account_ids())[AccountIndex{0}], "K\u00fc 7");
    EXPECT_EQ((*data.product_ids())[ProductIndex{0}], "007");
    EXPECT_EQ(lines.time[0], parse_iso_time("2011-02-01"));
    EXPECT_EQ(lines.quantity[0], -12.0);
    EXPECT_EQ(lines.unit_price[0], 1234.5);
    EXPECT_EQ(lines.order[0], OrderIndex{1});
  }
}

const std::string header = "kunde;artikel;datum;menge;preis\n";

std::string message_of(const std::string& lines, const TextFormat& format = {}) {
  try {
    read(header + lines, format);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Formats, AreRefusedWhereTheFileLeavesADoubt) {
  struct Case {
    std::string lines;
    std::string message;
    TextFormat format = {};
  };
  const std::vector<Case> cases = {
      {"a;p;03/04/2011;1;2\n",
       "purchases.csv:2, column 'datum': '03/04/2011' is undecidable, since no other date tells "
       "whether the day or the month comes first; give --date-format dd/mm/yyyy or mm/dd/yyyy"},
      {"a;p;13/04/2011;1;2\na;p;04/13/2011;1;2\n", ":2, column 'datum': '13/04/2011' is undecid"},
      {"a;p;01/02/11;1;2\n", "'01/02/11' has a year of two digits"},
      {"a;p;2011-01-01;1;1.234\n",
       "column 'preis': '1.234' is undecidable, since no other number tells whether it has a "
       "fraction or thousands; give --decimal . or --decimal ,"},
      {"a;p;2011-01-01;1;1,5\na;p;2011-01-01;1;2.5\na;p;2011-01-01;1;1.500\n",
       "purchases.csv:4, column 'preis': '1.500' is undecidable"},
      {"a;p;2011-01-01;1;1,5\na;p;2011-01-01;1;12.34\n", "nothing was thrown"},
      {"a;p;2011-01-01;1;12.34\n",
       "'12.34' is not a number; expected digits with a decimal comma",
       {.decimal = ','}},
      {"a;p;01.02.2011;1;1\n",
       "is not a date; expected an existing day in the given --date-format",
       {.date_format = "mm/dd/yyyy"}}};
  for (const auto& [lines, message, format] : cases) {
    EXPECT_NE(message_of(lines, format).find(message), std::string::npos)
        << message_of(lines, format);
  }
}

TEST(Formats, AreThoseOfTheFirstPartOfALongFile) {
  std::string lines = "a;p;31/01/2011;1;1,5\n";
  for (int i = 0; i < 100000; ++i) lines += "a;p;01/02/2011;1;1.000\n";
  EXPECT_EQ(read(header + lines).purchases().unit_price.back(), 1000.0);
  const std::string contradicted = message_of(lines + "a;p;01/31/2011;1;1\n");
  EXPECT_NE(contradicted.find(":100003, column 'datum': '01/31/2011' is not a date"),
            std::string::npos)
      << contradicted;
}

TEST(Formats, AreCheckedBeforeAnyFileIsRead) {
  for (const TextFormat& format : {TextFormat{.delimiter = '"'}, TextFormat{.delimiter = 'x'},
                                   TextFormat{.decimal = ';'}, TextFormat{.date_format = "%Y"}}) {
    try {
      read_dataset(Source{.purchases = {"none"}, .format = format});
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
    }
  }
}

TEST(Formats, Cp1252IsForTheFilesThatAreNotInUtf8) {
  const TempFiles files;
  const Dataset data = read_dataset(
      Source{.purchases = {files.write("p.csv", "account,sku,date\nSpa\xdf\x93,\x80,2021-01-02\n"),
                           files.write("q.csv", "account,sku,date\nM\u00fc,p,2021-01-02\n"),
                           files.write("r.csv",
                                       "\xef\xbb\xbf"
                                       "account,sku,date\n\u00e4,p,2021-01-02\n")},
             .format = {.encoding = Encoding::cp1252}});
  EXPECT_EQ(*data.account_ids(), AccountIds({"M\u00fc", "Spa\u00df\u201c", "\u00e4"}));
  EXPECT_EQ(*data.product_ids(), ProductIds({"p", "\u20ac"}));
}

TEST(Formats, OfUtf16KeepEveryCharacter) {
  const std::string text = "kunde,artikel,datum\n";
  std::string wide = utf16(text).substr(2);
  wide += std::string("\x3d\xd8\x00\xde,\0p\0,\0", 10) + utf16("2011-01-01\n").substr(2);
  std::string big_endian = wide;
  for (std::size_t i = 0; i + 1 < wide.size(); i += 2) std::swap(big_endian[i], big_endian[i + 1]);
  for (const std::string& content : {"\xff\xfe" + wide, "\xfe\xff" + big_endian}) {
    EXPECT_EQ((*read(content).account_ids())[AccountIndex{0}], "\U0001f600");
  }
}

}  // namespace
}  // namespace upcross
