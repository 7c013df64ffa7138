#pragma once

#include <span>
#include <string>
#include <string_view>

namespace upcross::detail {

/// A header in the form of `normalized_header` and the unit behind it, as in "Preis (EUR)",
/// "Einzelpreis in €", "price_usd", "Menge [Stk]" and "Einzelpreis (netto)"; views of it.
struct HeaderParts {
  std::string_view name;
  std::string_view unit;  ///< "eur", "€", "stk", "netto"; empty if there is none
};

HeaderParts header_parts(std::string_view normalized);

/// The currency in the unit of a header as it came: "USD" of "Price (USD)"; empty if none is told.
std::string currency_of_header(std::string_view header);

/// Whether a name is made of words for a thing and words for a number, with one of each at least,
/// as "inventory_item_code" and "itemcode" are of "inventory", "item" and "code".
bool is_number_of(std::string_view name, std::span<const std::string_view> things,
                  std::span<const std::string_view> numbers);

}  // namespace upcross::detail
