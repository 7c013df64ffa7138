#include <cmath>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/data/line_kind.hpp>

namespace upcross {
namespace {

TEST(LineKind, OfADocumentIsToldByItsName) {
  for (const char* text : {"Gutschrift", "GUTSCHRIFT (Storno)", "Verkaufsgutschrift", "Retoure",
                           "R\u00dcCKSENDUNG", "Posted Sales Credit Memo", "CreditMemo",
                           "Credit Note", "Refund", "Stornorechnung", "H", "X", " GS "}) {
    EXPECT_EQ(kind_of_document(text), LineKind::goods_return) << text;
  }
  for (const char* text : {"storniert", "Canceled", "draft", "Angebot", "Voided"}) {
    EXPECT_EQ(kind_of_document(text), LineKind::cancelled) << text;
  }
  for (const char* text : {"", "Rechnung", "RE", "S", "Invoice", "Credit card", "nicht storniert",
                           "Sonderangebot", "Partial refund", "Hardware"}) {
    EXPECT_EQ(kind_of_document(text), LineKind::purchase) << text;
  }
}

TEST(LineKind, OfWhatCameBackByItsStatusIsCancelled) {
  for (const char* text : {"returned", "refunded", "Retoure", "voided", "Closed Lost", "failed"}) {
    EXPECT_EQ(kind_of_status(text), LineKind::cancelled) << text;
  }
  for (const char* text : {"", "paid", "Closed Won", "partially_refunded", "processing"}) {
    EXPECT_EQ(kind_of_status(text), LineKind::purchase) << text;
  }
}

TEST(LineKind, OfAMarkIsCancelledUnlessItSaysNo) {
  for (const char* text : {"X", "1", "ja", "true", "2024-01-05", "20240105"}) {
    EXPECT_EQ(kind_of_mark(text), LineKind::cancelled) << text;
  }
  for (const char* text : {"", " ", "0", "nein", "False", "-", "0.0", "0000-00-00 00:00:00", "3"}) {
    EXPECT_EQ(kind_of_mark(text), LineKind::purchase) << text;
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
  EXPECT_EQ(settled({4.0, 10.0, 47.6}).total, LineTotal::higher);
  EXPECT_EQ(settled({4.0, 10.0, 0.0}).unit_price, 10.0);
  EXPECT_EQ(settled({0.0, 10.0, 5.0}).unit_price, 10.0);
  EXPECT_TRUE(std::isnan(settled({0.0, unknown, 5.0}).unit_price));
}

TEST(SettledLine, TakesCentsForRounding) {
  EXPECT_EQ(settled({3.0, 0.335, 1.01}).total, LineTotal::equal);
  EXPECT_EQ(settled({1000.0, 0.13, 134.5}).total, LineTotal::equal);
  EXPECT_EQ(settled({1000.0, 0.02, 15.0}).unit_price, 0.015);
  EXPECT_EQ(settled({2.0, unknown, 5.0}).total, LineTotal::not_told);
}

}  // namespace
}  // namespace upcross
