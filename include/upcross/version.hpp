#pragma once

#include <string_view>

namespace upcross {

/// Version of the library, "major.minor.patch" (semantic versioning; the build reads it from here).
inline constexpr std::string_view version = "0.1.0";

}  // namespace upcross
