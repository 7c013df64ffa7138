#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/data/read.hpp>

#include "support/read_text.hpp"

namespace upcross {
namespace {

using test::first_account;
using test::read;

TEST(ReadLines, TakeCreditNotesForReturnsAndLeaveOutWhatWasCancelled) {
  const Dataset data = read(
      "Kunde;Artikel;Datum;Menge;Preis;Belegart;Status;Storno\n"
      "7;A;2024-01-02;5;2.55;Rechnung;offen;\n"
      "7;A;2024-01-09;2;2.55;Gutschrift;offen;nein\n"
      "7;A;2024-01-10;9;2.55;Rechnung;storniert;\n"
      "7;A;2024-01-11;9;2.55;Rechnung;offen;X\n");
  EXPECT_EQ(data.purchases().quantity, (std::vector{5.0, -2.0}));
  EXPECT_EQ(data.left_out()[LeftOutReason::cancelled], 2U);
  EXPECT_EQ(data.line_words().size(), 6U);
}

TEST(ReadLines, GiveTheStatusOfAnOrderToItsFurtherLines) {
  const Dataset data = read(
      "Order,Email,Date,SKU,Financial Status\n"
      "1,a@x.de,2024-01-02,A,voided\n"
      "1,a@x.de,2024-01-02,B,\n"
      "2,a@x.de,2024-01-03,B,\n"
      "3,a@x.de,2024-01-04,C,paid\n");
  EXPECT_EQ(data.left_out()[LeftOutReason::cancelled], 2U);
  EXPECT_EQ(data.purchases().size(), 2U);
}

TEST(ReadLines, LeaveAMarkToItsLine) {
  const Dataset data =
      read("Order,Email,Date,SKU,FKSTO\n1,a@x.de,2024-01-02,A,X\n1,a@x.de,2024-01-02,B,\n");
  EXPECT_EQ(data.left_out()[LeftOutReason::cancelled], 1U);
}

TEST(ReadLines, TakeTheNameOfAShopifyOrderForItsNumber) {
  const Dataset data = read(
      "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,"
      "Cancelled at\n"
      "#1001,a@x.de,refunded,2024-03-05 09:14:02 +0100,1,Nail,A,2024-03-07 09:14:02 +0100\n"
      "#1001,a@x.de,,2024-03-05 09:14:02 +0100,2,Saw,B,\n"
      "#1002,a@x.de,paid,2024-03-08 09:14:02 +0100,3,Saw,B,\n");
  EXPECT_EQ(data.left_out()[LeftOutReason::cancelled], 2U);
  EXPECT_EQ(data.purchases().quantity, std::vector{3.0});
  EXPECT_TRUE(data.account(first_account).name.empty());
}

TEST(ReadLines, LeaveOutSumsAndHeadersOnFurtherPages) {
  const Dataset data = read(
      "Kunde;Artikel;Datum;Menge\n7;A;2021-01-02;3\n7;Summe;;3\n"
      "Kunde;Artikel;Datum;Menge\n8;B;2021-01-03;1\n;Gesamtergebnis;2021-01-03;4\n");
  EXPECT_EQ(data.purchases().size(), 2U);
  EXPECT_EQ(data.left_out()[LeftOutReason::sum_of_lines], 1U);
  EXPECT_EQ(data.left_out()[LeftOutReason::no_account], 1U);
}

TEST(ReadLines, TellTheStatusOfAnOrderWhoseFirstLineTellsAllOrHasNoProduct) {
  const Dataset grouped = read(
      "Order;Customer;Date;SKU;Status\n1;7;2024-01-02;A;cancelled\n;;;B;\n2;8;2024-01-02;C;\n");
  EXPECT_EQ(grouped.left_out()[LeftOutReason::cancelled], 2U);
  const Dataset custom = read(
      "Order,Email,Date,SKU,Financial Status\n1,a@x.de,2024-01-02,,voided\n"
      "1,a@x.de,2024-01-02,B,\n2,a@x.de,2024-01-03,B,\n");
  EXPECT_EQ(custom.left_out()[LeftOutReason::cancelled], 1U);
  EXPECT_EQ(custom.left_out()[LeftOutReason::no_product], 1U);
}

TEST(ReadLines, TakeBackWhatACancelledLineWithANegativeQuantityTells) {
  const Dataset data = read(
      "Order,Customer,Date,SKU,Qty,Cancelled\n1,7,2024-01-02,A,3,\nC2,7,2024-01-03,A,-3,True\n");
  EXPECT_EQ(data.purchases().quantity, (std::vector{3.0, -3.0}));
}

TEST(ReadLines, CountNoTotalInAnotherCurrencyOrOfUnknownQuantity) {
  EXPECT_EQ(
      read("Kunde;Artikel;Datum;Menge;Preis (CHF);Line Amount (EUR)\n7;A;2024-01-02;2;10;18\n")
          .purchases()
          .unit_price[0],
      10.0);
  EXPECT_EQ(read("Kunde;Artikel;Datum;Preis;Gesamtpreis\n7;A;2024-01-02;10;9\n")
                .purchases()
                .unit_price[0],
            10.0);
}

TEST(ReadLines, TellAllWordsOfReturnsHoweverManyWordsThereAre) {
  std::string text = "Kunde;Artikel;Datum;Belegart\n";
  for (int i = 0; i < 120; ++i) text += "7;A;2024-01-02;W" + std::to_string(i) + "\n";
  const Dataset data = read(text + "7;A;2024-01-03;Gutschrift\n");
  const auto is_return = [](const LineWord& word) { return word.kind == LineKind::goods_return; };
  EXPECT_EQ(std::ranges::count_if(data.line_words(), is_return), 1);
}

}  // namespace
}  // namespace upcross
