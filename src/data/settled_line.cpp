#include <algorithm>
#include <array>
#include <cmath>

#include <upcross/data/line_kind.hpp>

namespace upcross {
namespace {

/// Whether so much less than quantity x price can be what was paid for the line.
bool is_discounted(double total, double product) {
  constexpr double least_share = 0.3;
  constexpr double rounding = 0.006;
  if (total >= least_share * product) return true;
  return std::ranges::any_of(std::array{1e1, 1e2, 1e3, 1e4}, [&](double pieces) {
    return std::abs(total - product / pieces) <= rounding;
  });
}

LineTotal compared(double total, double quantity, double unit_price) {
  if (quantity == 0.0 || !is_known(total) || !is_known(unit_price)) return LineTotal::not_told;
  const double pieces = std::abs(quantity);
  const double product = pieces * unit_price;
  constexpr double cent = 0.0051;  // half of one, to which totals are rounded
  if (total < product - cent) {
    return total > 0.0 && is_discounted(total, product) ? LineTotal::lower : LineTotal::other;
  }
  const double rounding = cent * (1.0 + pieces);  // the price is rounded as well
  return total > product + rounding ? LineTotal::other : LineTotal::equal;
}

}  // namespace

SettledLine settled(const LineAmounts& amounts, LineKind kind) {
  double quantity = amounts.quantity;
  double unit_price = amounts.unit_price;
  double total = amounts.line_total;
  const bool takes_back = quantity < 0.0 || (total < 0.0 && !(unit_price <= 0.0));
  if (kind == LineKind::goods_return || takes_back) quantity = -std::abs(quantity);
  if (quantity < 0.0) {
    total = std::abs(total);
    if (kind == LineKind::goods_return) unit_price = std::abs(unit_price);
  }
  const bool is_cancelled = kind == LineKind::cancelled && !takes_back;
  const LineTotal compares =
      is_cancelled ? LineTotal::not_told : compared(total, quantity, unit_price);
  if (quantity != 0.0 && (compares == LineTotal::lower || !is_known(unit_price))) {
    unit_price = total / std::abs(quantity);
  }
  return {quantity, unit_price, compares, is_cancelled};
}

}  // namespace upcross
