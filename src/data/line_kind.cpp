#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include <upcross/data/line_kind.hpp>

#include "data/text.hpp"

namespace upcross {
namespace {

using std::string_view;

constexpr auto beginnings_of_no = std::to_array<string_view>({"not ", "nicht ", "no ", "kein"});
constexpr auto parts_of_some = std::to_array<string_view>({"partial", "partly", "teilweise"});
constexpr auto parts_of_cancelled =
    std::to_array<string_view>({"stornier", "cancelled", "canceled", "annull", "voided",
                                "abgebrochen", "failed", "fehlgeschlagen", "rejected", "abgelehnt",
                                "declined", "abandoned", "verloren", "refunded", "erstattet"});
constexpr auto words_of_cancelled =
    std::to_array<string_view>({"void", "lost", "closed lost", "draft", "entwurf", "quote",
                                "quotation", "angebot", "offerte", "returned"});
constexpr auto parts_of_return = std::to_array<string_view>(
    {"gutschrift", "rechnungskorrektur", "storno", "cancellation", "retour", "rücksend",
     "ruecksend", "rückgabe", "rueckgabe", "rücknahme", "ruecknahme", "return", "refund",
     "credit memo", "credit_memo", "creditmemo", "credit note", "credit_note", "creditnote"});
constexpr auto words_of_return =
    std::to_array<string_view>({"h", "haben", "x", "g2", "s1", "dg", "gs", "gu", "cn", "avoir"});
constexpr auto words_of_no =
    std::to_array<string_view>({"no", "n", "nein", "non", "false", "f", "-", "none", "null"});

bool is_among(string_view text, std::span<const string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

bool has_one_of(string_view text, std::span<const string_view> parts) {
  return std::ranges::any_of(parts, [&](string_view part) { return text.find(part) != text.npos; });
}

bool is_made_of(string_view text, string_view signs) {
  return text.find_first_not_of(signs) == text.npos;
}

LineTotal compared(double total, double quantity, double unit_price) {
  if (!is_known(total) || !is_known(unit_price)) return LineTotal::not_told;
  const double pieces = std::abs(quantity);
  const double product = pieces * unit_price;
  constexpr double cent = 0.0051;  // half of one, to which totals are rounded
  if (total < product - cent) return LineTotal::lower;
  const double rounding = cent * (1.0 + pieces);  // the price is rounded as well
  return total > product + rounding ? LineTotal::higher : LineTotal::equal;
}

}  // namespace

LineKind kind_of_document(string_view text) {
  const std::string word = detail::lowered(detail::trimmed(text));
  const auto begins = [&](string_view beginning) { return word.starts_with(beginning); };
  if (std::ranges::any_of(beginnings_of_no, begins) || has_one_of(word, parts_of_some)) {
    return LineKind::purchase;
  }
  if (has_one_of(word, parts_of_cancelled) || is_among(word, words_of_cancelled)) {
    return LineKind::cancelled;
  }
  const bool is_return = has_one_of(word, parts_of_return) || is_among(word, words_of_return);
  return is_return ? LineKind::goods_return : LineKind::purchase;
}

LineKind kind_of_status(string_view text) {
  const LineKind kind = kind_of_document(text);
  return kind == LineKind::goods_return ? LineKind::cancelled : kind;
}

LineKind kind_of_mark(string_view text) {
  const std::string word = detail::lowered(detail::trimmed(text));
  const bool is_no = is_among(word, words_of_no) || is_made_of(word, "0-:./ ");
  const bool is_count = is_made_of(word, "0123456789.,") && word.size() < 8 && word != "1";
  return is_no || is_count ? LineKind::purchase : LineKind::cancelled;
}

SettledLine settled(const LineAmounts& amounts, LineKind kind) {
  double quantity = amounts.quantity;
  double unit_price = amounts.unit_price;
  double total = amounts.line_total;
  const bool takes_back = total < 0.0 && !(unit_price <= 0.0);
  if (kind == LineKind::goods_return || takes_back) quantity = -std::abs(quantity);
  if (quantity < 0.0) {
    total = std::abs(total);
    if (kind == LineKind::goods_return) unit_price = std::abs(unit_price);
  }
  const LineTotal compares = compared(total, quantity, unit_price);
  const bool is_discounted = compares == LineTotal::lower && total > 0.0;
  if (quantity != 0.0 && (is_discounted || !is_known(unit_price))) {
    unit_price = total / std::abs(quantity);
  }
  return {quantity, unit_price, compares};
}

}  // namespace upcross
