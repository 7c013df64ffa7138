#pragma once

#include <string>
#include <string_view>

namespace upcross::detail {

/// The currency symbol that the text begins or ends with, e.g. "€" or "Fr."; empty if none does.
std::string_view currency_symbol_in_front(std::string_view text);
std::string_view currency_symbol_behind(std::string_view text);

/// The code of a currency, whatever the spelling: "EUR" of "€", "euro" and "eur". Of other texts
/// the capitals.
std::string currency_code(std::string_view spelling);

/// The currency that a header in the form of `normalized_header` ends with, as it is there: "eur"
/// of "preis_eur"; empty if none does.
std::string_view currency_of_name(std::string_view normalized);

}  // namespace upcross::detail
