#pragma once

#include <string_view>

#include "data/number_text.hpp"

namespace upcross::detail {

/// Reads a size: a number, or a number and a unit as in "750 ml", "0,75 l" and "6 Blatt". Litres,
/// kilograms and metres with their multiples become ml, g and mm, so that sizes compare; other
/// units count as 1. A text without number, such as "M" or "10 x 20", is unknown (NaN), no fault.
NumberText parse_measure(std::string_view text, DecimalSign sign);

/// The number of a size, to find out how the file writes numbers; empty if there is none.
std::string_view number_of_measure(std::string_view text);

}  // namespace upcross::detail
