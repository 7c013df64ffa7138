#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include <upcross/data/columns.hpp>
#include <upcross/data/line_kind.hpp>

#include "data/date_text.hpp"
#include "data/text.hpp"

namespace upcross {
namespace {

using std::string_view;
using Words = std::span<const string_view>;

constexpr auto words_of_return = std::to_array<string_view>({"gutschriften",
                                                             "rechnungskorrektur",
                                                             "korrekturrechnung",
                                                             "storno",
                                                             "stornorechnung",
                                                             "stornobeleg",
                                                             "retoure",
                                                             "retouren",
                                                             "rücksendung",
                                                             "ruecksendung",
                                                             "rückgabe",
                                                             "rueckgabe",
                                                             "rücknahme",
                                                             "ruecknahme",
                                                             "return",
                                                             "returns",
                                                             "refund",
                                                             "refunds",
                                                             "creditmemo",
                                                             "creditnote",
                                                             "memo",
                                                             "note",
                                                             "avoir"});
constexpr auto words_of_undone = std::to_array<string_view>(
    {"returned", "refunded", "erstattet", "zurückgesendet", "retourniert"});
constexpr auto words_of_cancelled = std::to_array<string_view>(
    {"storniert", "stornierte", "stornierter", "cancelled", "canceled",       "annulliert",
     "void",      "voided",     "abgebrochen", "failed",    "fehlgeschlagen", "rejected",
     "abgelehnt", "declined",   "abandoned",   "verloren",  "lost",           "draft",
     "entwurf",   "quote",      "quotation",   "angebot",   "offerte"});
constexpr auto words_of_refusal =
    std::to_array<string_view>({"rejected", "abgelehnt", "declined", "denied"});
constexpr auto words_of_part =
    std::to_array<string_view>({"partial", "partially", "partly", "teilweise"});
constexpr string_view ending_of_return = "gutschrift";
constexpr auto words_beside = std::to_array<string_view>(
    {"sales",  "credit",  "posted",   "customer", "order",    "invoice",    "payment",
     "goods",  "receipt", "document", "full",     "fully",    "closed",     "by",
     "seller", "and",     "und",      "zu",       "rechnung", "bestellung", "auftrag",
     "beleg",  "zahlung", "vom",      "kunden",   "kunde",    "nr"});
constexpr auto words_of_yes = std::to_array<string_view>(
    {"x", "y", "yes", "j", "ja", "true", "wahr", "t", "storniert", "cancelled", "canceled"});
constexpr auto words_of_blocked = std::to_array<string_view>(
    {"x", "y", "yes", "j", "ja", "true", "wahr", "t", "all", "blocked", "gesperrt", "inactive",
     "inaktiv", "discontinued", "archived", "obsolete", "auslauf"});

constexpr auto debit_headers = std::to_array<string_view>(
    {"shkzg", "soll/haben", "soll/haben_kennzeichen", "soll/haben_kennz", "s/h", "s/h_kennz"});
constexpr auto code_headers =
    std::to_array<string_view>({"belegart", "belegtyp", "dokumenttyp", "document_type", "doc_type",
                                "sales_doc_type", "fkart", "fakturaart", "auart", "vart"});
constexpr auto mark_headers = std::to_array<string_view>({"is_return", "retoure"});

bool is_among(string_view word, Words words) {
  return std::ranges::find(words, word) != words.end();
}

bool any_of(const std::vector<string_view>& text, Words words) {
  return std::ranges::any_of(text, [&](string_view word) { return is_among(word, words); });
}

/// The words of a text in small letters: what lies between signs and digits.
std::vector<string_view> words_in(string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c & 0x80) != 0; };
  std::vector<string_view> words;
  while (!text.empty()) {
    const auto size =
        static_cast<std::size_t>(std::ranges::find_if_not(text, is_letter) - text.begin());
    if (size > 0) words.push_back(text.substr(0, size));
    text.remove_prefix(std::min(text.size(), size + 1));
  }
  return words;
}

bool is_of_return(string_view word) {
  return is_among(word, words_of_return) || word.ends_with(ending_of_return);
}

/// A note or a memo is one of a credit only.
bool is_return(const std::vector<string_view>& words) {
  const bool is_note = is_among("note", words) || is_among("memo", words);
  return std::ranges::any_of(words, is_of_return) && (!is_note || is_among("credit", words));
}

/// Nothing but known words, so that no other thing is meant.
bool is_of_documents(const std::vector<string_view>& words) {
  return std::ranges::all_of(words, [](string_view word) {
    return is_of_return(word) || is_among(word, words_of_cancelled) ||
           is_among(word, words_of_undone) || is_among(word, words_of_part) ||
           is_among(word, words_beside);
  });
}

LineKind kind_of_document(const std::vector<string_view>& words) {
  if (!is_of_documents(words)) return LineKind::purchase;
  const bool takes_back = is_return(words) || any_of(words, words_of_undone);
  if (takes_back && any_of(words, words_of_refusal)) return LineKind::purchase;
  if (any_of(words, words_of_cancelled)) return LineKind::cancelled;
  return takes_back ? LineKind::goods_return : LineKind::purchase;
}

LineKind kind_of_status(const std::vector<string_view>& words) {
  const LineKind kind = kind_of_document(words);
  const bool is_part =
      any_of(words, words_of_part) ||
      std::ranges::any_of(words, [](string_view word) { return word.starts_with("teil"); });
  return kind == LineKind::purchase || is_part ? LineKind::purchase : LineKind::cancelled;
}

bool is_one(string_view text) { return text == "1" || text == "1.0"; }

/// Codes that mean the same under some headers only.
bool is_code_of_return(string_view header, string_view word) {
  if (is_among(header, debit_headers)) return word == "h" || word == "haben" || word == "x";
  if (is_among(header, mark_headers)) return is_one(word) || is_among(word, words_of_yes);
  return is_among(header, code_headers) && (word == "g2" || word == "gs" || word == "gu");
}

/// A day, but none of the first of calendars, which stand for no day.
bool is_day(string_view text) {
  constexpr Day first{std::chrono::year{1902} / 1 / 1};
  const auto is_in = [&](detail::DateOrder order) {
    const std::optional<Time> time = detail::parse_time(text, {.order = order});
    return time && *time >= first;
  };
  return is_in(detail::DateOrder::day_first) || is_in(detail::DateOrder::month_first);
}

LineKind kind_of_mark(string_view header, string_view text) {
  const std::string word = detail::lowered(text);
  const bool may_count_pieces = header == "returned";
  const bool is_marked = is_among(word, words_of_yes) || is_among(word, words_of_undone) ||
                         (is_one(word) && !may_count_pieces) || is_day(text);
  return is_marked ? LineKind::cancelled : LineKind::purchase;
}

}  // namespace

LineKind line_kind(string_view column, string_view header, string_view text) {
  const std::string name = normalized_header(header);
  if (column == "cancelled") return kind_of_mark(name, detail::trimmed(text));
  const std::string small = detail::lowered(detail::trimmed(text));
  if (column == "order_status") return kind_of_status(words_in(small));
  if (is_code_of_return(name, small)) return LineKind::goods_return;
  return kind_of_document(words_in(small));
}

bool holds_for_order(string_view column, string_view header, string_view text) {
  constexpr std::size_t shortest_word = 4;
  if (column == "cancelled") return is_day(detail::trimmed(text));
  return detail::trimmed(text).size() >= shortest_word &&
         normalized_header(header) != "item_status";
}

bool is_word_for_sum(string_view id) {
  constexpr auto words = std::to_array<string_view>(
      {"summe", "summen", "gesamt", "gesamtsumme", "gesamtergebnis", "ergebnis", "zwischensumme",
       "endsumme", "total", "totals", "subtotal", "sub-total", "grand total", "total général"});
  constexpr std::size_t longest = 16;
  constexpr string_view initials = "SGEZTsgezt";  // asked for every line, so told quickly
  if (id.empty() || id.size() > longest || initials.find(id.front()) == initials.npos) return false;
  return std::ranges::find(words, detail::lowered(id)) != words.end();
}

bool says_blocked(string_view text) {
  const std::string small = detail::lowered(detail::trimmed(text));
  return is_one(small) || is_among(small, words_of_blocked);
}

}  // namespace upcross
