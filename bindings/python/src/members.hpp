#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>

#include <upcross/data/master_data.hpp>

/// A column of the catalogue or the account list and the member that holds it.
template <class Row>
struct Member {
  const char* name;
  std::variant<std::string Row::*, double Row::*, bool Row::*, std::optional<upcross::Day> Row::*>
      place;
};

inline constexpr Member<upcross::Product> product_members[] = {
    {"name", &upcross::Product::name},
    {"category", &upcross::Product::category},
    {"subcategory", &upcross::Product::subcategory},
    {"family", &upcross::Product::family},
    {"tier", &upcross::Product::tier},
    {"size", &upcross::Product::size},
    {"pack", &upcross::Product::pack},
    {"brand", &upcross::Product::brand},
    {"list_price", &upcross::Product::list_price},
    {"cost", &upcross::Product::cost},
    {"sellable", &upcross::Product::sellable},
    {"valid_from", &upcross::Product::valid_from},
    {"valid_to", &upcross::Product::valid_to},
    {"replaced_by", &upcross::Product::replaced_by},
    {"minimum_quantity", &upcross::Product::minimum_quantity},
    {"is_listed", &upcross::Product::is_listed}};

inline constexpr Member<upcross::Account> account_members[] = {
    {"name", &upcross::Account::name},       {"parent_id", &upcross::Account::parent_id},
    {"segment", &upcross::Account::segment}, {"industry", &upcross::Account::industry},
    {"region", &upcross::Account::region},   {"size", &upcross::Account::size},
    {"owner", &upcross::Account::owner},     {"key_account", &upcross::Account::key_account},
    {"status", &upcross::Account::status},   {"is_listed", &upcross::Account::is_listed}};

inline std::span<const Member<upcross::Product>> members(const upcross::Product*) {
  return product_members;
}
inline std::span<const Member<upcross::Account>> members(const upcross::Account*) {
  return account_members;
}
