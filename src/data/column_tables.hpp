#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <upcross/core/date.hpp>
#include <upcross/data/columns.hpp>
#include <upcross/data/master_data.hpp>

namespace upcross::detail {

/// Magnitudes beyond these are mistyped or a column of something else.
inline constexpr double largest_quantity = 1e9;
inline constexpr double largest_number = 1e12;

/// Marks the column that tells for how many pieces the amounts of a product hold, which stand
/// before it in the table: a row is read in the order of the table.
struct PriceUnit {};

/// Marks the column that tells what is not sold, whatever the column `sellable` before it says.
struct Blocked {};

/// A column of the catalogue or the account list and the member that takes its cells; the id column
/// has none.
template <class Row>
struct MemberColumn {
  ColumnSpec spec;
  std::variant<std::monostate, std::string Row::*, double Row::*, bool Row::*,
               std::optional<Day> Row::*, PriceUnit, Blocked>
      member{};
  double smallest = -largest_number;  ///< of a numeric member
  bool is_measure = false;            ///< a number that may have a unit
};

std::span<const MemberColumn<Product>> product_member_columns();
std::span<const MemberColumn<Account>> account_member_columns();

inline constexpr std::string_view account_id_aliases[] = {"customer_id",
                                                          "customer_no",
                                                          "customer_number",
                                                          "client_id",
                                                          "account_no",
                                                          "account_nr",
                                                          "account_number",
                                                          "user_id",
                                                          "kunden_id",
                                                          "kunden_nr",
                                                          "kundennr",
                                                          "kunden_nummer",
                                                          "kundennummer",
                                                          "kd_nr",
                                                          "kdnr",
                                                          "kd_nummer",
                                                          "debitor_nr",
                                                          "debitornr",
                                                          "debitoren_nr",
                                                          "debitorennr",
                                                          "debitornummer",
                                                          "debitorennummer",
                                                          "customer_code",
                                                          "kunnr",
                                                          "sell_to_customer_no",
                                                          "debitorenkonto",
                                                          "kundenkonto",
                                                          "kunag",
                                                          "customer_user",
                                                          "customer/reference",
                                                          "verk_an_deb_nr",
                                                          "customer_user_id",
                                                          "buyer_id",
                                                          "bill_to_customer_no",
                                                          "sold_to_pt",
                                                          "auftraggeb",
                                                          "orderaccount",
                                                          "card_code",
                                                          "oxuserid",
                                                          "kunden_/lieferantennr",
                                                          "buyer_username"};
inline constexpr std::string_view account_name_aliases[] = {
    "account_name",    "customer_name",
    "client_name",     "company",
    "company_name",    "firma",
    "firmenname",      "kundenname",
    "kunden_name",     "sell_to_customer_name",
    "verk_an_name",    "name_1",
    "billing_company", "company_(billing)",
    "billing_name",    "buyer_name"};
inline constexpr std::string_view product_id_aliases[] = {"sku",
                                                          "stock_code",
                                                          "item_id",
                                                          "item_no",
                                                          "item_number",
                                                          "product_code",
                                                          "artikel_id",
                                                          "artikel_nr",
                                                          "artikelnr",
                                                          "art_nr",
                                                          "artnr",
                                                          "artikel_nummer",
                                                          "artikelnummer",
                                                          "material_nr",
                                                          "materialnr",
                                                          "materialnummer",
                                                          "produkt_id",
                                                          "produkt_nr",
                                                          "produktnr",
                                                          "produktnummer",
                                                          "lineitem_sku",
                                                          "item_sku",
                                                          "product_sku",
                                                          "material_number",
                                                          "matnr",
                                                          "articleordernumber",
                                                          "article_order_number",
                                                          "article_number",
                                                          "article_no",
                                                          "order_lines/product/internal_reference",
                                                          "itemid"};
inline constexpr std::string_view product_name_aliases[] = {"product_name",
                                                            "item_name",
                                                            "title",
                                                            "description",
                                                            "product_description",
                                                            "bezeichnung",
                                                            "artikelname",
                                                            "produktname",
                                                            "artikelbezeichnung",
                                                            "produktbezeichnung",
                                                            "bezeichnung1",
                                                            "kurztext",
                                                            "maktx",
                                                            "arktx",
                                                            "product_variant",
                                                            "lineitem_name",
                                                            "article_name",
                                                            "item_description",
                                                            "materialkurztext",
                                                            "beschreibung",
                                                            "bezeichnung_1",
                                                            "positionsname",
                                                            "order_lines/product"};

inline constexpr std::string_view price_unit_aliases[] = {
    "preiseinheit",  "preiseinh",           "peinh",      "kpein",     "pe",
    "preis_einheit", "preismenge",          "preisbasis", "epein",     "konditionspreiseinheit",
    "preis_pro",     "preis_per",           "preis_je",   "price_per", "preis_einh",
    "pricing_unit",  "price_unit_quantity", "pro",        "per",       "je"};

/// Words for a number in headers that are made of words.
inline constexpr std::string_view order_number_words[] = {"no",     "nr", "num", "number",
                                                          "nummer", "id", "#"};
inline constexpr std::string_view account_number_words[] = {"no",     "nr", "num", "number",
                                                            "nummer", "id", "#",   "code"};
inline constexpr std::string_view product_number_words[] = {"no", "nr", "num",  "number", "nummer",
                                                            "id", "#",  "code", "sku"};

/// Words for an account or a product in headers of its number, e.g. "Inventory Item Code".
inline constexpr std::string_view account_things[] = {"customer",
                                                      "cust",
                                                      "client",
                                                      "kunde",
                                                      "kunden",
                                                      "deb",
                                                      "debitor",
                                                      "debitoren",
                                                      "buyer",
                                                      "bp",
                                                      "gp",
                                                      "debtor",
                                                      "geschäftspartner",
                                                      "geschaeftspartner"};
inline constexpr std::string_view product_things[] = {
    "product",  "produkt", "prod", "item",  "article",   "artikel", "art",
    "material", "mat",     "part", "teile", "inventory", "variant"};

/// Numbers of products beside which another may stand.
inline constexpr std::string_view product_numbers[] = {
    "custom_sku", "custom_label", "internal_reference", "ean",
    "gtin",       "pzn",          "oxartnum",           "product/service"};

/// Words that mean a number in one file and a name in another.
inline constexpr std::string_view account_words[] = {
    "account",           "customer",      "client",     "kunde",
    "debitor",           "sold_to_party", "sold_to",    "auftraggeber",
    "existing_customer", "source_no",     "herkunftsnr"};
inline constexpr std::string_view product_words[] = {"product",  "item",    "artikel",
                                                     "material", "produkt", "article"};
inline constexpr std::string_view email_words[] = {
    "customer_email", "buyer_email", "email", "e_mail", "email_(billing)", "billing_email"};

template <std::size_t... N>
constexpr auto joined(const std::string_view (&... lists)[N]) {
  std::array<std::string_view, (N + ...)> all;
  auto end = all.begin();
  ((end = std::copy(std::begin(lists), std::end(lists), end)), ...);
  return all;
}

/// Who has no number is told by its mail address or its name.
inline constexpr auto account_id_fallbacks =
    joined(account_words, email_words, account_name_aliases);

/// Of a list of products or accounts it is theirs; of purchases it may be of anything.
inline constexpr std::string_view bare_numbers[] = {"no", "nr", "number", "nummer"};
inline constexpr auto listed_account_id_fallbacks =
    joined(account_words, bare_numbers, email_words, account_name_aliases);
inline constexpr auto product_id_fallbacks = joined(product_numbers, product_words);
inline constexpr auto listed_product_id_fallbacks =
    joined(product_numbers, product_words, bare_numbers);

/// Beside a number, such a word is a name.
inline constexpr auto account_name_fallbacks = joined(account_name_aliases, account_words);
inline constexpr auto product_name_fallbacks = joined(product_name_aliases, product_words);

inline constexpr ColumnSpec account_id_column{.name = "account_id",
                                              .aliases = account_id_aliases,
                                              .required = true,
                                              .fallbacks = account_id_fallbacks,
                                              .things = account_things,
                                              .number_words = account_number_words};
inline constexpr ColumnSpec product_id_column{.name = "product_id",
                                              .aliases = product_id_aliases,
                                              .required = true,
                                              .fallbacks = product_id_fallbacks,
                                              .names = product_name_aliases,
                                              .things = product_things,
                                              .number_words = product_number_words};

}  // namespace upcross::detail
