#include <cmath>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/data/line_kind.hpp>

namespace upcross {
namespace {

LineKind of_document(std::string_view text, std::string_view header = "Type") {
  return line_kind("document_type", header, text);
}

TEST(LineKind, OfADocumentIsToldByItsName) {
  for (const char* text :
       {"Gutschrift", "GUTSCHRIFT (Storno)", "Verkaufsgutschrift", "Retoure", "R\u00dcCKSENDUNG",
        "Posted Sales Credit Memo", "CreditMemo", "Credit Note", "Refund", "Partial refund",
        "Stornorechnung", "Gutschrift zu Rechnung 4711"}) {
    EXPECT_EQ(of_document(text), LineKind::goods_return) << text;
  }
  for (const char* text : {"storniert", "Canceled", "draft", "Angebot", "Voided"}) {
    EXPECT_EQ(of_document(text), LineKind::cancelled) << text;
  }
  for (const char* text :
       {"", "Rechnung", "RE", "S", "Invoice", "Credit card", "Delivery note", "nicht storniert",
        "Sonderangebot", "Hardware", "Returning", "Return valve", "Non-refundable",
        "Noise cancellation", "Stornoschutz", "R\u00fcckgaberecht", "Refund rejected"}) {
    EXPECT_EQ(of_document(text), LineKind::purchase) << text;
  }
}

TEST(LineKind, OfACodeIsToldUnderItsHeaderOnly) {
  for (const char* header : {"SHKZG", "Soll/Haben-Kennz.", "S/H"}) {
    EXPECT_EQ(of_document("H", header), LineKind::goods_return) << header;
    EXPECT_EQ(of_document("S", header), LineKind::purchase) << header;
  }
  EXPECT_EQ(of_document("GS", "Belegart"), LineKind::goods_return);
  for (const char* text : {"true", "1", "Ja", "X"}) {
    EXPECT_EQ(of_document(text, "is_return"), LineKind::goods_return) << text;
  }
  for (const char* text : {"H", "X", "GS", "G2", "1", "true"}) {
    EXPECT_EQ(of_document(text), LineKind::purchase) << text;
    EXPECT_EQ(line_kind("order_status", "Status", text), LineKind::purchase) << text;
  }
}

TEST(LineKind, OfWhatCameBackByItsStatusIsCancelled) {
  const auto of_status = [](std::string_view text) {
    return line_kind("order_status", "Status", text);
  };
  for (const char* text : {"returned", "Refunded", "Retoure", "voided", "Closed Lost", "failed",
                           "storniert vom Kunden", "cancelled & refunded", "rejected"}) {
    EXPECT_EQ(of_status(text), LineKind::cancelled) << text;
  }
  for (const char* text :
       {"", "paid", "Closed Won", "partially_refunded", "processing", "teilstorniert",
        "Teilretoure", "Refund rejected", "Return window closed", "Not returned"}) {
    EXPECT_EQ(of_status(text), LineKind::purchase) << text;
  }
}

TEST(LineKind, OfAMarkIsCancelledWhereItSaysYesOrADay) {
  const auto of_mark = [](std::string_view text, std::string_view header = "Storniert") {
    return line_kind("cancelled", header, text);
  };
  for (const char* text : {"X", "1", "1.0", "ja", "true", "WAHR", "2024-01-05", "20240105",
                           "9.1.24", "1/13/2024 10:22", "2024-03-07 09:14:02 +0100",
                           "2024-03-07T09:14:02Z", "2024-03-07 09:14:02 UTC"}) {
    EXPECT_EQ(of_mark(text), LineKind::cancelled) << text;
  }
  for (const char* text :
       {"", " ", "0", "nein", "False", "FALSCH", "NA", "NaT", "n/a", "-", "0.0", "OK",
        "Not Returned", "0000-00-00 00:00:00", "1753-01-01", "1900-01-01 00:00:00", "3"}) {
    EXPECT_EQ(of_mark(text), LineKind::purchase) << text;
  }
  EXPECT_EQ(of_mark("1", "Returned"), LineKind::purchase);  // of so many pieces
  EXPECT_EQ(of_mark("Yes", "Returned"), LineKind::cancelled);
}

TEST(LineKind, OfFurtherLinesOfAnOrderIsThatOfAWordOrADay) {
  EXPECT_TRUE(holds_for_order("order_status", "Financial Status", "voided"));
  EXPECT_TRUE(holds_for_order("cancelled", "Cancelled at", "2024-03-07 09:14:02 +0100"));
  EXPECT_FALSE(holds_for_order("order_status", "Item Status", "returned"));
  for (const char* text : {"X", "1", "TRUE"}) {
    EXPECT_FALSE(holds_for_order("cancelled", "FKSTO", text)) << text;
  }
}

TEST(LineKind, OfAProductThatIsBlockedIsToldByAYesOrAWord) {
  for (const char* text : {"1", "X", "Ja", "Gesperrt", "discontinued"}) {
    EXPECT_TRUE(says_blocked(text)) << text;
  }
  for (const char* text : {"", "0", "Nein", "FALSCH", "NA", "aktiv", "31.12.2099"}) {
    EXPECT_FALSE(says_blocked(text)) << text;
  }
}

TEST(SettledLine, TakesTheSignOfItsKindAndOfItsTotal) {
  struct Case {
    LineAmounts told;
    LineKind kind;
    double quantity;
    double price;
  };
  const auto purchase = LineKind::purchase;
  const auto goods_return = LineKind::goods_return;
  const std::vector<Case> cases = {
      {{2.0, 5.0}, purchase, 2.0, 5.0},         {{2.0, 5.0}, goods_return, -2.0, 5.0},
      {{-2.0, 5.0}, goods_return, -2.0, 5.0},   {{2.0, -5.0}, goods_return, -2.0, 5.0},
      {{2.0, 5.0, -10.0}, purchase, -2.0, 5.0}, {{2.0, unknown, -10.0}, purchase, -2.0, 5.0},
      {{2.0, -5.0, -10.0}, purchase, 2.0, -5.0}};
  for (const auto& [told, kind, quantity, price] : cases) {
    const SettledLine line = settled(told, kind);
    EXPECT_EQ(line.quantity, quantity) << told.quantity << ' ' << told.unit_price;
    EXPECT_EQ(line.unit_price, price) << told.quantity << ' ' << told.unit_price;
  }
}

TEST(SettledLine, CostsWhatWasPaidAfterADiscountAndNotTheTotalOfMore) {
  EXPECT_EQ(settled({4.0, 10.0, 30.0}).unit_price, 7.5);
  EXPECT_EQ(settled({4.0, 10.0, 30.0}).total, LineTotal::lower);
  EXPECT_EQ(settled({4.0, 10.0, 47.6}).unit_price, 10.0);
  EXPECT_EQ(settled({4.0, 10.0, 47.6}).total, LineTotal::other);
  EXPECT_EQ(settled({4.0, 10.0, 0.0}).unit_price, 10.0);
  EXPECT_EQ(settled({4.0, 10.0, 5.0}).total, LineTotal::other);  // a commission, say
  EXPECT_EQ(settled({4.0, 10.0, 0.4}).unit_price, 0.1);          // the price is for 100
  EXPECT_EQ(settled({0.0, 10.0, 5.0}).unit_price, 10.0);
  EXPECT_TRUE(std::isnan(settled({0.0, unknown, 5.0}).unit_price));
}

TEST(SettledLine, TakesBackWhereItIsCancelledAndNegative) {
  EXPECT_TRUE(settled({2.0, 5.0}, LineKind::cancelled).is_cancelled);
  const SettledLine line = settled({-2.0, 5.0}, LineKind::cancelled);
  EXPECT_FALSE(line.is_cancelled);
  EXPECT_EQ(line.quantity, -2.0);
}

TEST(SettledLine, TakesCentsForRounding) {
  EXPECT_EQ(settled({3.0, 0.335, 1.01}).total, LineTotal::equal);
  EXPECT_EQ(settled({1000.0, 0.13, 134.5}).total, LineTotal::equal);
  EXPECT_EQ(settled({1000.0, 0.02, 15.0}).unit_price, 0.015);
  EXPECT_EQ(settled({2.0, unknown, 5.0}).total, LineTotal::not_told);
}

}  // namespace
}  // namespace upcross
