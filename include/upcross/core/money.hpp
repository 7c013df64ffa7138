#pragma once

#include <cmath>

namespace upcross {

/// An amount rounded to cents, half away from zero; unknown stays unknown.
inline double in_cents(double amount) noexcept { return std::round(amount * 100.0) / 100.0; }

}  // namespace upcross
