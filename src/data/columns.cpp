#include <upcross/data/columns.hpp>

#include "data/column_tables.hpp"
#include "data/text.hpp"

namespace upcross {
namespace {

constexpr std::string_view timestamp_aliases[] = {
    "order_date",     "invoice_date",     "purchase_date",
    "date",           "datetime",         "order_time",
    "datum",          "bestelldatum",     "auftragsdatum",
    "kaufdatum",      "belegdatum",       "rechnungsdatum",
    "zeitstempel",    "fakturadatum",     "beleg_datum",
    "faktura_datum",  "bestell_datum",    "rechnungs_datum",
    "auftrags_datum", "created_at",       "billing_date",
    "document_date",  "transaction_date", "fkdat",
    "ordered_date",   "bestellzeit",      "bestellzeitpunkt",
    "re_datum",       "rg_datum"};
constexpr std::string_view timestamp_fallbacks[] = {
    "time",           "posting_date",  "date_created",  "created_on",  "close_date",
    "erstelldatum",   "erstellt_am",   "buchungsdatum", "lieferdatum", "audat",
    "budat",          "sale_date",     "sold_date",     "created",     "orderdate",
    "invoicedate",    "verkaufsdatum", "rech_datum",    "belegdat",    "buch_dat",
    "leistungsdatum", "ship_date",     "date_add",      "date_utc",    "created_utc",
    "completed_time", "completed_at",  "oxorderdate"};
constexpr std::string_view quantity_aliases[] = {"qty",
                                                 "order_qty",
                                                 "order_quantity",
                                                 "menge",
                                                 "anzahl",
                                                 "stueckzahl",
                                                 "stückzahl",
                                                 "bestellmenge",
                                                 "auftragsmenge",
                                                 "fakturamenge",
                                                 "lineitem_quantity",
                                                 "fkimg",
                                                 "qty_ordered",
                                                 "quantity_ordered",
                                                 "quantity_purchased",
                                                 "billed_quantity",
                                                 "ordered_quantity",
                                                 "quantity_(_refund)",
                                                 "fakt_menge",
                                                 "order_lines/quantity",
                                                 "fakturierte_menge",
                                                 "anz"};
constexpr std::string_view quantity_fallbacks[] = {
    "liefermenge",  "stueck",           "stück",      "stk",
    "units",        "kwmeng",           "mng",        "mge",
    "menge_in_st",  "rechnungsmenge",   "units_sold", "quantity_sold",
    "qty_invoiced", "quantité",         "quantite",   "product_quantity",
    "qty_shipped",  "shipped_quantity", "gel_menge",  "menge_in_erfassme",
    "absatz",       "stueckzahlen",     "oxamount"};
constexpr std::string_view unit_price_aliases[] = {"price",
                                                   "preis",
                                                   "einzelpreis",
                                                   "stueckpreis",
                                                   "stückpreis",
                                                   "verkaufspreis",
                                                   "vk_preis",
                                                   "e_preis",
                                                   "nettopreis",
                                                   "netto_preis",
                                                   "einzelpreis_netto",
                                                   "nettoeinzelpreis",
                                                   "netto_einzelpreis",
                                                   "preis_netto",
                                                   "net_price",
                                                   "lineitem_price",
                                                   "netpr",
                                                   "vk_netto",
                                                   "unit_selling_price",
                                                   "sales_price",
                                                   "price_per_unit",
                                                   "item_cost",
                                                   "order_lines/unit_price"};
constexpr std::string_view unit_price_fallbacks[] = {"unit_price_excl_vat",
                                                     "unit_price_excl_tax",
                                                     "price_excl_vat",
                                                     "vk_netto",
                                                     "vk",
                                                     "preis_nach_rabatt",
                                                     "preis/stk",
                                                     "unit_price_net",
                                                     "item_rate",
                                                     "unitamount",
                                                     "unit_amount",
                                                     "stk_preis",
                                                     "salesprice",
                                                     "oxnprice",
                                                     "unit_price_tax_excl"};
constexpr std::string_view line_total_fallbacks[] = {"row_total",
                                                     "line_amount",
                                                     "total_price",
                                                     "gesamtpreis",
                                                     "gesamtpreis_netto",
                                                     "zeilenbetrag",
                                                     "nettobetrag",
                                                     "netto_betrag",
                                                     "nettowert",
                                                     "netwr",
                                                     "positionswert",
                                                     "order_line_subtotal",
                                                     "extended_amount",
                                                     "extended_price",
                                                     "summe_netto",
                                                     "umsatz_netto",
                                                     "umsatz",
                                                     "umsatz_(ohne_soll/haben_kz)",
                                                     "sales_value",
                                                     "revenue",
                                                     "sales",
                                                     "line_amount_excl_vat",
                                                     "line_amount_excl_tax",
                                                     "lineamount",
                                                     "line_price",
                                                     "net_sales",
                                                     "nettoumsatz",
                                                     "zeilensumme",
                                                     "g_preis",
                                                     "total_price_tax_excl",
                                                     "betrag_in_hauswährung",
                                                     "betrag_in_hauswaehrung",
                                                     "total_w/_discount"};
constexpr std::string_view order_id_aliases[] = {
    "order",           "order_no",   "order_nr",      "order_number",   "invoice",
    "invoice_id",      "invoice_no", "invoice_nr",    "invoice_number", "receipt_id",
    "transaction_id",  "beleg",      "beleg_id",      "beleg_nr",       "belegnr",
    "belegnummer",     "auftrag",    "auftrags_id",   "auftrags_nr",    "auftragsnummer",
    "bestellung",      "bestell_nr", "bestellnummer", "rechnung",       "rechnungs_nr",
    "rechnungsnummer", "bestellnr",  "auftragsnr",    "rechnungsnr",    "auftrag_nr",
    "rechnung_nr",     "faktura",    "faktura_nr",    "fakturanr",      "fakturanummer",
    "verkaufsbeleg",   "vbeln",      "increment_id",  "sales_document", "billing_document",
    "order_name",      "order_#",    "invoice_#",     "document_no",    "amazon_order_id",
    "order_reference", "oxordernr"};
constexpr std::string_view order_things[] = {
    "order",   "sale",     "sales",    "invoice",   "receipt",    "bon",     "document", "beleg",
    "auftrag", "auftrags", "rechnung", "rechnungs", "bestellung", "bestell", "faktura"};
constexpr std::string_view unit_cost_aliases[] = {"cost",        "kosten",         "stueckkosten",
                                                  "stückkosten", "einstandspreis", "einkaufspreis",
                                                  "ek_preis",    "ek_netto"};

constexpr std::string_view currency_aliases[] = {"currency_code",
                                                 "waehrung",
                                                 "whg",
                                                 "whrg",
                                                 "curr",
                                                 "currency_iso_code",
                                                 "order_currency_code",
                                                 "total_price_currency",
                                                 "währung",
                                                 "waehrungscode",
                                                 "währungscode",
                                                 "waehrungsschluessel",
                                                 "währungsschlüssel",
                                                 "belegwaehrung",
                                                 "belegwährung",
                                                 "wkz",
                                                 "waers",
                                                 "waerk",
                                                 "document_currency",
                                                 "transaction_currency",
                                                 "currencycode"};

constexpr std::string_view document_type_fallbacks[] = {"shkzg",
                                                        "soll/haben_kennzeichen",
                                                        "soll/haben_kennz",
                                                        "soll/haben",
                                                        "s/h_kennz",
                                                        "s/h",
                                                        "is_return",
                                                        "retoure",
                                                        "belegart",
                                                        "sales_doc_type",
                                                        "doc_type",
                                                        "belegtyp",
                                                        "dokumenttyp",
                                                        "fakturaart",
                                                        "fkart",
                                                        "auart",
                                                        "vart",
                                                        "billing_type",
                                                        "vorgangsart",
                                                        "postenart",
                                                        "transaction_type",
                                                        "event_type",
                                                        "entry_type",
                                                        "order_type",
                                                        "auftragsart",
                                                        "vorgang",
                                                        "type",
                                                        "typ"};
constexpr std::string_view order_status_fallbacks[] = {
    "financial_status", "payment_status", "zahlungsstatus", "auftragsstatus", "bestellstatus",
    "belegstatus",      "item_status",    "status",         "stage"};
constexpr std::string_view cancelled_fallbacks[] = {
    "canceled",  "is_cancelled", "is_canceled", "cancelled_at",      "canceled_at",
    "storniert", "storniert_am", "storno",      "storno_kz",         "fksto",
    "returned",  "is_returned",  "stornokennz", "stornokennzeichen", "oxstorno"};

constexpr auto number = ColumnType::number;
constexpr auto date = ColumnType::date;
constexpr ColumnSpec purchase_specs[] = {
    detail::account_id_column,
    detail::product_id_column,
    {"timestamp", timestamp_aliases, true, date, timestamp_fallbacks},
    {"quantity", quantity_aliases, false, number, quantity_fallbacks},
    {"unit_price", unit_price_aliases, false, number, unit_price_fallbacks},
    {.name = "order_id",
     .aliases = order_id_aliases,
     .things = order_things,
     .number_words = detail::order_number_words},
    {"unit_cost", unit_cost_aliases, false, number},
    {"currency", currency_aliases},
    {"price_unit", detail::price_unit_aliases, false, number},
    {"line_total", {}, false, number, line_total_fallbacks},
    {"account_name", {}, false, ColumnType::text, detail::account_name_fallbacks},
    {"product_name", {}, false, ColumnType::text, detail::product_name_fallbacks},
    {"document_type", {}, false, ColumnType::text, document_type_fallbacks},
    {"order_status", {}, false, ColumnType::text, order_status_fallbacks},
    {"cancelled", {}, false, ColumnType::text, cancelled_fallbacks}};

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
    result += c;
  }
  return detail::lowered(result);
}

}  // namespace upcross
