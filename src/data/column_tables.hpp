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

/// A column of the catalogue or the account list and the member that takes its cells; the id column
/// has none.
template <class Row>
struct MemberColumn {
  ColumnSpec spec;
  std::variant<std::monostate, std::string Row::*, double Row::*, bool Row::*,
               std::optional<Day> Row::*, PriceUnit>
      member{};
  double smallest = -largest_number;  ///< of a numeric member
  bool is_measure = false;            ///< a number that may have a unit
};

std::span<const MemberColumn<Product>> product_member_columns();
std::span<const MemberColumn<Account>> account_member_columns();

inline constexpr std::string_view account_id_aliases[] = {
    "customer_id",    "customer_no",      "customer_number", "client_id",     "account_no",
    "account_nr",     "account_number",   "user_id",         "kunden_id",     "kunden_nr",
    "kundennr",       "kunden_nummer",    "kundennummer",    "kd_nr",         "kdnr",
    "kd_nummer",      "debitor_nr",       "debitornr",       "debitoren_nr",  "debitorennr",
    "debitornummer",  "debitorennummer",  "customer_code",   "kunnr",         "sell_to_customer_no",
    "debitorenkonto", "kundenkonto",      "kunag",           "customer_user", "customer/reference",
    "verk_an_deb_nr", "customer_user_id", "buyer_id"};
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
                                                          "order_lines/product/internal_reference"};
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
    "preiseinheit",  "preiseinh",  "peinh",      "kpein",    "pe",
    "preis_einheit", "preismenge", "preisbasis", "epein",    "konditionspreiseinheit",
    "preis_pro",     "preis_per",  "preis_je",   "price_per"};

/// Numbers under headers that mean something else where one of the aliases is there.
inline constexpr std::string_view account_numbers[] = {
    "kunde_id", "kunde_nr",  "kunden_code", "kundencode",  "cust_no",
    "cust_nr",  "cust_id",   "customer_nr", "customer_#",  "deb_nr",
    "debnr",    "client_no", "client_nr",   "client_code", "code_client"};
inline constexpr std::string_view product_numbers[] = {
    "artikel_code", "artikelcode", "art_code",   "item_code",   "item_#",         "item_nr",
    "produkt_code", "produktcode", "product_no", "product_nr",  "product_number", "product_#",
    "mat_nr",       "part_no",     "part_nr",    "part_number", "teilenummer",    "variant_sku"};

/// Words that mean a number in one file and a name in another.
inline constexpr std::string_view account_words[] = {
    "account", "customer",     "client",           "kunde", "debitor", "sold_to_party",
    "sold_to", "auftraggeber", "existing_customer"};
inline constexpr std::string_view product_words[] = {"product",  "item",    "artikel",
                                                     "material", "produkt", "article"};
inline constexpr std::string_view email_words[] = {"customer_email", "buyer_email", "email",
                                                   "e_mail"};

template <std::size_t... N>
constexpr auto joined(const std::string_view (&... lists)[N]) {
  std::array<std::string_view, (N + ...)> all;
  auto end = all.begin();
  ((end = std::copy(std::begin(lists), std::end(lists), end)), ...);
  return all;
}

/// Who has no number is told by its mail address or its name.
inline constexpr auto account_id_fallbacks =
    joined(account_numbers, account_words, email_words, account_name_aliases);

/// Of a list of products or accounts it is theirs; of purchases it may be of anything.
inline constexpr std::string_view bare_numbers[] = {"no", "nr", "number", "nummer"};
inline constexpr auto listed_account_id_fallbacks =
    joined(account_numbers, account_words, bare_numbers, email_words, account_name_aliases);
inline constexpr auto product_id_fallbacks = joined(product_numbers, product_words);
inline constexpr auto listed_product_id_fallbacks =
    joined(product_numbers, product_words, bare_numbers);

/// Beside a number, such a word is a name.
inline constexpr auto account_name_fallbacks = joined(account_name_aliases, account_words);
inline constexpr auto product_name_fallbacks = joined(product_name_aliases, product_words);

inline constexpr ColumnSpec account_id_column{"account_id", account_id_aliases, true,
                                              ColumnType::text, account_id_fallbacks};
inline constexpr ColumnSpec product_id_column{
    "product_id",     product_id_aliases,   true,
    ColumnType::text, product_id_fallbacks, product_name_aliases};

}  // namespace upcross::detail
