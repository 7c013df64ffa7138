#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <upcross/core/date.hpp>

namespace upcross {

/// A column of texts as the codes of a dictionary, the way data frames factorize one.
struct TextColumn {
  static constexpr std::uint32_t none = 0xffffffff;  ///< the code of a line that tells no text

  std::span<const std::uint32_t> codes = {};     ///< of each line: its place in `texts`, or none
  std::span<const std::string_view> texts = {};  ///< may repeat, and hold texts of no line
};

/// Purchase lines as columns of equal length; the members mean what they do in `Purchase`, and so
/// does an optional column that is empty. They need only live during the call that takes them.
struct PurchaseColumns {
  TextColumn account;
  TextColumn product;
  std::span<const Time> time;
  std::span<const double> quantity = {};
  std::span<const double> unit_price = {};
  TextColumn order = {};
  std::span<const double> unit_cost = {};
  TextColumn account_name = {};
  TextColumn product_name = {};
  std::span<const std::uint8_t> is_cancelled = {};  ///< 0 or 1

  std::size_t size() const noexcept { return time.size(); }
};

}  // namespace upcross
