#pragma once

#include <string>
#include <string_view>

namespace upcross::detail {

/// A date with the name of a month as DD.MM.YYYY or DD.MM.YY, what follows the year unchanged:
/// "31. Januar 2021" and "Jan 31, 2021 8:26" become "31.1.2021" and "31.1.2021 8:26". English and
/// German names, whole or their first three letters or more. Empty for any other text.
std::string with_month_number(std::string_view text);

}  // namespace upcross::detail
