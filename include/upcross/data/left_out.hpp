#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace upcross {

/// Why a purchase line, or a part of its quantity, does not count.
enum class LeftOutReason : std::uint8_t {
  no_account,               ///< the account is empty
  no_product,               ///< the product is empty
  zero_quantity,            ///< nothing was bought
  negative_price,           ///< an adjustment, not a sale
  not_before_as_of,         ///< on or after the day the question is asked
  returned,                 ///< a purchase that a later return took back whole
  return_line,              ///< a return: it was netted against earlier purchases
  return_without_purchase,  ///< a return with nothing (left) to take back
  zero_price,               ///< given away: owned, but no sign of demand
  suspected_non_good,       ///< postage, fees, samples, manual lines
  duplicate_across_files,   ///< the same line in another export of an overlapping time
  cancelled,                ///< ordered, but nothing came of it
  sum_of_lines,             ///< the product is "Summe", "Total" or the like
};
inline constexpr std::size_t left_out_reasons = 13;

/// The reason in a few words, e.g. "no account". A string literal.
std::string_view to_string(LeftOutReason reason);

/// How many lines were left out for each reason.
class LeftOut {
 public:
  std::uint64_t& operator[](LeftOutReason reason) {
    return lines_[static_cast<std::size_t>(reason)];
  }
  std::uint64_t operator[](LeftOutReason reason) const {
    return lines_[static_cast<std::size_t>(reason)];
  }

  /// Lines per reason, added up.
  friend LeftOut operator+(LeftOut a, const LeftOut& b) {
    for (std::size_t i = 0; i < left_out_reasons; ++i) a.lines_[i] += b.lines_[i];
    return a;
  }

 private:
  std::array<std::uint64_t, left_out_reasons> lines_{};
};

}  // namespace upcross
