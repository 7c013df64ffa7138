#pragma once

#include <string>
#include <string_view>

namespace upcross::detail {

/// What is wrong with a text that is not UTF-8, and what helps.
inline constexpr std::string_view not_utf8 =
    "is not valid UTF-8; if the file is in Windows-1252, give --encoding cp1252";

/// The text without the ASCII white space around it.
std::string_view trimmed(std::string_view text);

/// Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7).
bool is_utf8(std::string_view text);

/// The text with ASCII letters and the German umlauts small.
std::string lowered(std::string_view text);

/// What is wrong with an account, product or order id, e.g. "is not valid UTF-8"; empty if nothing.
std::string_view id_fault(std::string_view id);

/// The text in quotes for a message: at most 40 bytes of it, control bytes and bytes that are not
/// UTF-8 escaped.
std::string in_quotes(std::string_view text);

}  // namespace upcross::detail
