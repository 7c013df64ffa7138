#include <array>
#include <cstddef>

#include <upcross/data/columns.hpp>

#include "data/column_tables.hpp"

namespace upcross {
namespace {

using std::string_view;

constexpr string_view category_aliases[] = {"product_category", "item_category", "kategorie",
                                            "warengruppe", "artikelgruppe"};
constexpr string_view subcategory_aliases[] = {"sub_category", "product_subcategory",
                                               "unterkategorie", "unterwarengruppe", "untergruppe"};
constexpr string_view family_aliases[] = {"product_family", "familie", "produktfamilie",
                                          "artikelfamilie"};
constexpr string_view tier_aliases[] = {"stufe"};
constexpr string_view product_size_aliases[] = {"product_size", "groesse", "größe", "inhalt"};
constexpr string_view pack_aliases[] = {"pack_size",          "units_per_pack",  "packgroesse",
                                        "packgröße",          "packungsgroesse", "packungsgröße",
                                        "verpackungseinheit", "gebinde"};
constexpr string_view brand_aliases[] = {"brand_name", "marke"};
constexpr string_view list_price_aliases[] = {"price", "unit_price",  "catalog_price", "preis",
                                              "uvp",   "listenpreis", "katalogpreis"};
constexpr string_view list_price_fallbacks[] = {
    "vk_preis",   "verkaufspreis", "vk_netto",      "vk",          "sales_price", "variant_price",
    "vk_preis_1", "std_vk_netto",  "regular_price", "preis_netto", "nettopreis"};
constexpr string_view cost_aliases[] = {"unit_cost", "standard_cost", "kosten", "einstandspreis",
                                        "einkaufspreis"};
constexpr string_view cost_fallbacks[] = {"ek_preis", "ek_netto", "ek", "cost_per_item", "stprs"};
constexpr string_view sellable_aliases[] = {"is_sellable", "active", "is_active", "aktiv",
                                            "verkaufbar"};
constexpr string_view sellable_fallbacks[] = {"can_be_sold", "for_sale", "published"};
constexpr string_view blocked_fallbacks[] = {
    "sales_blocked",    "is_blocked",        "gesperrt",       "verkaufssperre", "discontinued",
    "is_discontinued",  "archived",          "inactive",       "inaktiv",        "obsolete",
    "auslauf",          "auslaufartikel",    "lvorm",          "lövm",           "loevm",
    "löschkennzeichen", "loeschkennzeichen", "löschvormerkung"};
constexpr string_view valid_from_aliases[] = {"start_date", "available_from", "gueltig_ab",
                                              "gültig_ab",  "gueltig_von",    "gültig_von"};
constexpr string_view valid_to_aliases[] = {"end_date",        "valid_until", "available_to",
                                            "available_until", "gueltig_bis", "gültig_bis"};
constexpr string_view replaced_by_aliases[] = {"successor",      "successor_id", "replacement",
                                               "replacement_id", "nachfolger",   "nachfolgeartikel",
                                               "ersatzartikel"};
constexpr string_view minimum_quantity_aliases[] = {
    "min_quantity", "min_qty",      "minimum_order_quantity",
    "moq",          "mindestmenge", "mindestbestellmenge"};

constexpr string_view parent_id_aliases[] = {"parent",  "parent_account", "parent_account_id",
                                             "konzern", "konzern_id",     "muttergesellschaft"};
constexpr string_view segment_aliases[] = {"customer_segment", "account_segment", "kundensegment"};
constexpr string_view industry_aliases[] = {"sector", "branche"};
constexpr string_view region_aliases[] = {"territory", "gebiet", "verkaufsgebiet"};
constexpr string_view account_size_aliases[] = {
    "company_size", "account_size", "groesse", "größe", "unternehmensgroesse", "unternehmensgröße"};
constexpr string_view owner_aliases[] = {"account_manager", "account_owner",  "sales_rep",
                                         "betreuer",        "kundenbetreuer", "vertreter"};
constexpr string_view key_account_aliases[] = {"is_key_account", "grosskunde", "großkunde",
                                               "schluesselkunde", "schlüsselkunde"};
constexpr string_view status_aliases[] = {"account_status", "customer_status", "kundenstatus"};

constexpr ColumnSpec listed(ColumnSpec column, std::span<const string_view> fallbacks) {
  column.fallbacks = fallbacks;
  return column;
}

constexpr detail::MemberColumn<Product> product_table[] = {
    {.spec = listed(detail::product_id_column, detail::listed_product_id_fallbacks)},
    {{"name", detail::product_name_aliases, false, ColumnType::text, detail::product_words},
     &Product::name},
    {{"category", category_aliases}, &Product::category},
    {{"subcategory", subcategory_aliases}, &Product::subcategory},
    {{"family", family_aliases}, &Product::family},
    {{"tier", tier_aliases}, &Product::tier},
    {{"size", product_size_aliases}, &Product::size, 0.0, true},
    {{"pack", pack_aliases}, &Product::pack, 0.0},
    {{"brand", brand_aliases}, &Product::brand},
    {listed({"list_price", list_price_aliases}, list_price_fallbacks), &Product::list_price, 0.0},
    {listed({"cost", cost_aliases}, cost_fallbacks), &Product::cost},
    {{"price_unit", detail::price_unit_aliases, false, ColumnType::number}, detail::PriceUnit{}},
    {listed({"sellable", sellable_aliases}, sellable_fallbacks), &Product::sellable},
    {listed({"blocked", {}}, blocked_fallbacks), detail::Blocked{}},
    {{"valid_from", valid_from_aliases}, &Product::valid_from},
    {{"valid_to", valid_to_aliases}, &Product::valid_to},
    {{"replaced_by", replaced_by_aliases}, &Product::replaced_by},
    {{"minimum_quantity", minimum_quantity_aliases}, &Product::minimum_quantity, 0.0}};

constexpr detail::MemberColumn<Account> account_table[] = {
    {.spec = listed(detail::account_id_column, detail::listed_account_id_fallbacks)},
    {{"name", detail::account_name_aliases, false, ColumnType::text, detail::account_words},
     &Account::name},
    {{"parent_id", parent_id_aliases}, &Account::parent_id},
    {{"segment", segment_aliases}, &Account::segment},
    {{"industry", industry_aliases}, &Account::industry},
    {{"region", region_aliases}, &Account::region},
    {{"size", account_size_aliases}, &Account::size},
    {{"owner", owner_aliases}, &Account::owner},
    {{"key_account", key_account_aliases}, &Account::key_account},
    {{"status", status_aliases}, &Account::status}};

template <class Row, std::size_t N>
constexpr std::array<ColumnSpec, N> specs_of(const detail::MemberColumn<Row> (&table)[N]) {
  std::array<ColumnSpec, N> specs;
  for (std::size_t i = 0; i < N; ++i) {
    specs[i] = table[i].spec;
    if (std::holds_alternative<double Row::*>(table[i].member)) {
      specs[i].type = ColumnType::number;
    } else if (std::holds_alternative<std::optional<Day> Row::*>(table[i].member)) {
      specs[i].type = ColumnType::date;
    }
  }
  return specs;
}

constexpr auto product_specs = specs_of(product_table);
constexpr auto account_specs = specs_of(account_table);

}  // namespace

std::span<const ColumnSpec> product_columns() { return product_specs; }
std::span<const ColumnSpec> account_columns() { return account_specs; }

namespace detail {
std::span<const MemberColumn<Product>> product_member_columns() { return product_table; }
std::span<const MemberColumn<Account>> account_member_columns() { return account_table; }
}  // namespace detail

}  // namespace upcross
