#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <upcross/data/purchases.hpp>

namespace upcross {

/// What an order line is in the words of the system that it comes from.
enum class LineKind : std::uint8_t {
  purchase,
  goods_return,  ///< takes back an earlier purchase, e.g. a line of a credit note
  cancelled,     ///< ordered, but nothing came of it or all was undone: it does not count
};

/// What the text of a column `document_type` says of the line: "Gutschrift", "Credit Memo",
/// "Stornorechnung", "Refund", "H" (Haben) and "X" (SAP's SHKZG) are returns; "storniert", "draft",
/// "Angebot" are cancelled; all others, and none, are purchases. Capitals do not count. O(length).
LineKind kind_of_document(std::string_view text);

/// The same of a column `order_status`, which tells what became of the line itself: what its words
/// call a return ("returned", "refunded") did not stay sold, so it is cancelled, as are
/// "storniert", "voided", "Closed Lost". What was refunded in part is a purchase.
LineKind kind_of_status(std::string_view text);

/// The same of a column `cancelled`, which holds a mark or the day: cancelled, unless the text is
/// empty, a no ("0", "false", "nein", "-"), a day of zeros or a number other than 1.
LineKind kind_of_mark(std::string_view text);

/// How many lines say this under a header.
struct LineWord {
  std::string header;
  std::string text;
  LineKind kind;
  std::uint64_t lines;
};

/// The numbers of a line as exports tell them.
struct LineAmounts {
  double quantity = 1.0;        ///< negative = a return
  double unit_price = unknown;  ///< before discounts
  double line_total = unknown;  ///< what is paid for the line
};

/// How what was paid for a line compares with quantity x price, rounding apart.
enum class LineTotal : std::uint8_t { not_told, equal, lower, higher };

/// How many lines compare so.
struct LineTotals {
  std::uint64_t equal = 0;
  std::uint64_t lower = 0;
  std::uint64_t higher = 0;

  void add(LineTotal total) noexcept {
    equal += total == LineTotal::equal ? 1 : 0;
    lower += total == LineTotal::lower ? 1 : 0;
    higher += total == LineTotal::higher ? 1 : 0;
  }
  friend LineTotals operator+(const LineTotals& a, const LineTotals& b) noexcept {
    return {a.equal + b.equal, a.lower + b.lower, a.higher + b.higher};
  }
};

/// A line as `Purchase` wants it.
struct SettledLine {
  double quantity;    ///< negative = a return
  double unit_price;  ///< what was paid for a piece
  LineTotal total;
};

/// Quantity and price of a line. A return has a negative quantity and a price without sign; so has
/// a line whose total is negative and whose price, if it tells one, is not. The price is that of
/// the total where no other is told, and where the total is positive and lower than quantity x
/// price, as after a discount or where the price is for several pieces; a higher one has taxes in
/// it or is that of the whole order, so the price counts. O(1).
SettledLine settled(const LineAmounts& amounts, LineKind kind = LineKind::purchase);

}  // namespace upcross
