#pragma once

#include <optional>
#include <string>

namespace upcross {

/// How the bytes of a file stand for characters. A byte order mark (UTF-8 or UTF-16) overrides it;
/// a file that is valid UTF-8, and not ASCII, in its first MiB is never read as cp1252.
enum class Encoding { utf8, cp1252 };

/// How files write fields, numbers and dates. What is not given is found for each file from its
/// first MiB, where the file leaves no doubt; cells that stay in doubt are refused.
struct TextFormat {
  std::optional<char> delimiter = {};  ///< else that of comma, semicolon, tab, bar that fits
  std::optional<char> decimal = {};    ///< '.' or ','; the other one may group thousands
  /// Day, month and year as in "dd.mm.yyyy", "mm/dd/yy" or "yyyymmdd"; ISO dates are read as well.
  /// Else ISO, dd.mm.yyyy, yyyymmdd, yyyy/mm/dd, and dd/mm/yyyy or mm/dd/yyyy where a day above 12
  /// tells which. A time HH:MM[:SS] [AM|PM] may follow.
  std::string date_format = {};
  Encoding encoding = Encoding::utf8;
};

/// Throws invalid_argument, naming the member, for what is none of the above.
void validate(const TextFormat& format);

}  // namespace upcross
