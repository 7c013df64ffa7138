#pragma once

#include <optional>
#include <string>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/data/purchases.hpp>

namespace upcross {

/// What the catalogue tells about a product. Empty text, `unknown` numbers and absent days are not
/// told. An `unknown` product of the purchases has only defaults.
struct Product {
  std::string name = {};
  std::string category = {};
  std::string subcategory = {};
  std::string family = {};  ///< products that cover the same need
  double tier = unknown;    ///< place on the family's ladder
  double size = unknown;    ///< comparable units in one piece, e.g. millilitres
  double pack = unknown;    ///< pieces in a pack
  std::string brand = {};
  double list_price = unknown;
  double cost = unknown;
  bool sellable = true;
  std::optional<Day> valid_from = {};  ///< first day it can be sold
  std::optional<Day> valid_to = {};    ///< last day it can be sold
  std::string replaced_by = {};        ///< id of the product that takes its place
  double minimum_quantity = unknown;
  bool is_listed = false;  ///< in the catalogue; `DatasetBuilder::add_product` sets it

  /// Whether it can be sold on `day`.
  bool sellable_on(Day day) const {
    return sellable && (!valid_from || *valid_from <= day) && (!valid_to || day <= *valid_to);
  }
};

/// What is known about an account beside its purchases. Empty text is not told.
struct Account {
  std::string name = {};
  std::string parent_id = {};  ///< the group that the site belongs to
  std::string segment = {};
  std::string industry = {};
  std::string region = {};
  std::string size = {};
  std::string owner = {};  ///< the account manager
  bool key_account = false;
  std::string status = {};
  bool is_listed = false;  ///< in the account list; `DatasetBuilder::add_account` sets it
};

}  // namespace upcross
