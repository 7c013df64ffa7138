#pragma once

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

/// A column of the catalogue or the account list and the member that takes its cells; the id column
/// has none.
template <class Row>
struct MemberColumn {
  ColumnSpec spec;
  std::variant<std::monostate, std::string Row::*, double Row::*, bool Row::*,
               std::optional<Day> Row::*>
      member{};
  double smallest = -largest_number;  ///< of a numeric member
  bool is_measure = false;            ///< a number that may have a unit
};

std::span<const MemberColumn<Product>> product_member_columns();
std::span<const MemberColumn<Account>> account_member_columns();

inline constexpr std::string_view account_id_aliases[] = {
    "customer_id",    "customer_no",   "customer_number",
    "customer",       "client_id",     "client",
    "account",        "account_no",    "account_nr",
    "account_number", "user_id",       "kunde",
    "kunden_id",      "kunden_nr",     "kundennr",
    "kunden_nummer",  "kundennummer",  "kd_nr",
    "kdnr",           "kd_nummer",     "debitor",
    "debitor_nr",     "debitornr",     "debitoren_nr",
    "debitorennr",    "debitornummer", "debitorennummer",
    "customer_code",  "auftraggeber",  "sold_to",
    "sold_to_party",  "kunnr",         "sell_to_customer_no",
    "debitorenkonto", "kundenkonto"};
inline constexpr std::string_view account_id_fallbacks[] = {"customer_email", "email", "e_mail",
                                                            "buyer_email"};
inline constexpr std::string_view product_id_aliases[] = {
    "sku",           "stock_code",      "item_id",
    "item",          "item_no",         "item_number",
    "product",       "product_code",    "artikel",
    "artikel_id",    "artikel_nr",      "artikelnr",
    "art_nr",        "artnr",           "artikel_nummer",
    "artikelnummer", "material",        "material_nr",
    "materialnr",    "materialnummer",  "produkt",
    "produkt_id",    "produkt_nr",      "produktnr",
    "produktnummer", "lineitem_sku",    "item_sku",
    "product_sku",   "material_number", "matnr"};

inline constexpr ColumnSpec account_id_column{"account_id", account_id_aliases, true,
                                              ColumnType::text, account_id_fallbacks};
inline constexpr ColumnSpec product_id_column{"product_id", product_id_aliases, true};

}  // namespace upcross::detail
