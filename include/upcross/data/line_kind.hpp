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

/// What a text says that stands in the `column` document_type, order_status or cancelled under this
/// header:
///
/// - document_type: lines of a "Gutschrift", "Credit Memo", "Stornorechnung", "Refund" are returns,
///   those of a "Stornierte Rechnung", a draft or an offer are cancelled; under SHKZG and
///   Soll/Haben "H" and "X" are returns, under Belegart and the like "G2", "GS" and "GU", under a
///   mark such as is_return a yes;
/// - order_status: "storniert", "voided", "Closed Lost" are cancelled, and so is what did not stay
///   sold, "returned" or "refunded"; what was so in part is a purchase;
/// - cancelled: a yes, the word for it and a day are cancelled; a count ("Returned: 3") is not.
///
/// Only texts all of whose words are of this kind tell something: "Return valve", "Refund rejected"
/// and "nicht storniert" are purchases, as is all else. Capitals do not count. O(length).
LineKind line_kind(std::string_view column, std::string_view header, std::string_view text);

/// Whether such a text holds for further lines of the order that tell none, as in exports where the
/// first line alone tells what holds for all: words and days do, but neither marks nor what became
/// of an item.
bool holds_for_order(std::string_view column, std::string_view header, std::string_view text);

/// Whether the id of a product is a word for the sum of lines, as reports have it below them:
/// "Summe", "Gesamtergebnis", "Total". O(1).
bool is_word_for_sum(std::string_view product);

/// Whether a text says of a product or account that it is blocked: a yes, or a word such as
/// "gesperrt", "inactive", "discontinued".
bool says_blocked(std::string_view text);

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

/// How the total of a line compares with quantity x price, rounding apart.
enum class LineTotal : std::uint8_t {
  not_told,
  equal,
  lower,  ///< as after a discount of at most 70 %, or with a price for 10, 100, 1,000 or 10,000
  other,  ///< higher, or too low to be of the line
};

/// How many lines compare so.
struct LineTotals {
  std::uint64_t equal = 0;
  std::uint64_t lower = 0;
  std::uint64_t other = 0;

  void add(LineTotal total) noexcept {
    equal += total == LineTotal::equal ? 1 : 0;
    lower += total == LineTotal::lower ? 1 : 0;
    other += total == LineTotal::other ? 1 : 0;
  }
  friend LineTotals operator+(const LineTotals& a, const LineTotals& b) noexcept {
    return {a.equal + b.equal, a.lower + b.lower, a.other + b.other};
  }
};

/// A line as `Purchase` wants it.
struct SettledLine {
  double quantity;    ///< negative = a return
  double unit_price;  ///< what was paid for a piece
  LineTotal total;
  bool is_cancelled;
};

/// Quantity and price of a line. A return has a negative quantity and a price without sign; so has
/// a line whose total is negative and whose price, if it tells one, is not. A cancelled line with a
/// negative quantity takes back, so it is a return. The price is that of the total where no other
/// is told or the total is lower; another total has taxes in it or is that of the whole order, so
/// the price counts. O(1).
SettledLine settled(const LineAmounts& amounts, LineKind kind = LineKind::purchase);

}  // namespace upcross
