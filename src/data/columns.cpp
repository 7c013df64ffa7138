#include <upcross/data/columns.hpp>

#include "data/column_tables.hpp"

namespace upcross {
namespace {

constexpr std::string_view timestamp_aliases[] = {
    "order_date", "invoice_date", "purchase_date",  "date",         "datetime",
    "time",       "order_time",   "datum",          "bestelldatum", "auftragsdatum",
    "kaufdatum",  "belegdatum",   "rechnungsdatum", "zeitstempel"};
constexpr std::string_view quantity_aliases[] = {"qty",    "order_qty",  "order_quantity", "menge",
                                                 "anzahl", "stueckzahl", "stückzahl"};
constexpr std::string_view unit_price_aliases[] = {"price",       "preis",      "einzelpreis",
                                                   "stueckpreis", "stückpreis", "verkaufspreis"};
constexpr std::string_view order_id_aliases[] = {
    "order",          "order_no",   "order_nr",      "order_number",   "invoice",
    "invoice_id",     "invoice_no", "invoice_nr",    "invoice_number", "receipt_id",
    "transaction_id", "beleg",      "beleg_id",      "beleg_nr",       "belegnr",
    "belegnummer",    "auftrag",    "auftrags_id",   "auftrags_nr",    "auftragsnummer",
    "bestellung",     "bestell_nr", "bestellnummer", "rechnung",       "rechnungs_nr",
    "rechnungsnummer"};
constexpr std::string_view unit_cost_aliases[] = {"cost",        "kosten",         "stueckkosten",
                                                  "stückkosten", "einstandspreis", "einkaufspreis"};

constexpr ColumnSpec purchase_specs[] = {detail::account_id_column,
                                         detail::product_id_column,
                                         {"timestamp", timestamp_aliases, true},
                                         {"quantity", quantity_aliases},
                                         {"unit_price", unit_price_aliases},
                                         {"order_id", order_id_aliases},
                                         {"unit_cost", unit_cost_aliases}};

bool is_lower(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_separator(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == '-' || c == '.' || c == '_';
}

/// Whether a word of CamelCase begins at `i`: the C of "stockCode" and of "SKUCode".
bool begins_word(std::string_view text, std::size_t i) {
  if (i == 0 || !is_upper(text[i])) return false;
  const bool lower_follows = i + 1 < text.size() && is_lower(text[i + 1]);
  return is_lower(text[i - 1]) || (is_upper(text[i - 1]) && lower_follows);
}

}  // namespace

std::span<const ColumnSpec> purchase_columns() { return purchase_specs; }

std::string normalized_header(std::string_view header) {
  std::string result;
  bool gap = false;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const char c = header[i];
    gap = gap || is_separator(c) || begins_word(header, i);
    if (is_separator(c)) continue;
    if (gap && !result.empty()) result += '_';
    gap = false;
    result += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

}  // namespace upcross
