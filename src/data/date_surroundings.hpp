#pragma once

#include <string_view>

namespace upcross::detail {

/// A date without the weekday in front, English or German, as in "Mo, 3.1.2024", and without a zone
/// or "Uhr" behind; a view of it.
std::string_view without_surroundings(std::string_view date);

}  // namespace upcross::detail
