#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/core/ids.hpp>

namespace upcross {

/// A number that the data do not tell (a price, a cost, a size). Test with `is_known`.
inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

inline bool is_known(double value) noexcept { return !std::isnan(value); }

/// One order line as a host hands it over; the texts need only live during the call.
struct Purchase {
  std::string_view account;
  std::string_view product;
  Time time{};
  double quantity = 1.0;        ///< pieces; negative = a return; finite
  double unit_price = unknown;  ///< in the data set's one currency; 0 = given away
  std::string_view order = {};  ///< empty = unknown
  double unit_cost = unknown;   ///< in the same currency
  /// Names as the line tells them, for accounts and products whose master data tell none: those of
  /// the latest line count. Empty = not told.
  std::string_view account_name = {};
  std::string_view product_name = {};
  bool is_cancelled = false;  ///< ordered, but nothing came of it
};

/// All order lines as columns of equal length N, sorted by account, product, time, order, quantity,
/// price, cost: the same lines in any order give the same columns.
struct Purchases {
  std::vector<AccountIndex> account;
  std::vector<ProductIndex> product;
  std::vector<Time> time;
  std::vector<double> quantity;    ///< pieces, never 0; negative = a return
  std::vector<double> unit_price;  ///< >= 0, or unknown
  std::vector<OrderIndex> order;   ///< equal numbers = the same order; 0 = unknown
  std::vector<double> unit_cost;   ///< unknown where not given; empty if no line has one

  std::size_t size() const noexcept { return account.size(); }
};

/// Consecutive lines [begin, end) of the purchases.
struct LineRange {
  std::size_t begin;
  std::size_t end;
};

/// The lines of an account. O(log N).
inline LineRange lines_of(const Purchases& lines, AccountIndex account) {
  const auto start = lines.account.begin();
  const auto [first, last] = std::equal_range(start, lines.account.end(), account);
  return {static_cast<std::size_t>(first - start), static_cast<std::size_t>(last - start)};
}

/// The lines of an account with a product, in the order of time. O(log N).
inline LineRange lines_of(const Purchases& lines, AccountIndex account, ProductIndex product) {
  const LineRange all = lines_of(lines, account);
  const auto at = [&](std::size_t i) {
    return lines.product.begin() + static_cast<std::ptrdiff_t>(i);
  };
  const auto [first, last] = std::equal_range(at(all.begin), at(all.end), product);
  return {static_cast<std::size_t>(first - at(0)), static_cast<std::size_t>(last - at(0))};
}

}  // namespace upcross
