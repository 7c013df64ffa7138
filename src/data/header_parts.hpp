#pragma once

#include <string>
#include <string_view>

namespace upcross::detail {

/// A header in the form of `normalized_header` and the unit behind it, as in "Preis (EUR)",
/// "Einzelpreis in €", "price_usd" and "Menge [Stk]"; views of it.
struct HeaderParts {
  std::string_view name;
  std::string_view unit;  ///< "eur", "€", "stk"; empty if there is none
};

HeaderParts header_parts(std::string_view normalized);

/// The currency in the unit of a header as it came: "USD" of "Price (USD)"; empty if none is told.
std::string currency_of_header(std::string_view header);

}  // namespace upcross::detail
