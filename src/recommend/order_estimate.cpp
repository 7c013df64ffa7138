#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include <upcross/core/money.hpp>
#include <upcross/core/statistics.hpp>
#include <upcross/recommend/order_estimate.hpp>

namespace upcross {
namespace {

constexpr std::size_t latest_lines = 15;
constexpr double shrinkage_lines = 5.0;

/// The lines that stand, grouped by product; within a product in the order of the columns.
struct LinesByProduct {
  std::vector<std::size_t> starts;
  std::vector<std::size_t> lines;

  LinesByProduct(const Dataset& data, const NetPurchases& net) : starts(data.product_count() + 1) {
    const std::vector<ProductIndex>& product = data.purchases().product;
    const auto stands = [&](std::size_t i) {
      return net.quantity[i] > 0.0 && data.purchases().unit_price[i] != 0.0;
    };
    for (std::size_t i = 0; i < product.size(); ++i) starts[position(product[i]) + 1] += stands(i);
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    lines.resize(starts.back());
    std::vector<std::size_t> next(starts.begin(), starts.end() - 1);
    for (std::size_t i = 0; i < product.size(); ++i) {
      if (stands(i)) lines[next[position(product[i])]++] = i;
    }
  }

  std::span<std::size_t> of(std::size_t product) {
    return std::span(lines).subspan(starts[product], starts[product + 1] - starts[product]);
  }
};

double median_of(std::span<const std::size_t> lines, const std::vector<double>& column) {
  std::vector<double> values;
  for (const std::size_t i : lines) {
    if (is_known(column[i])) values.push_back(column[i]);
  }
  return median(std::move(values));
}

/// The lines with the latest days; of equal times, those that come last.
std::span<const std::size_t> latest(std::span<std::size_t> lines, const std::vector<Time>& time) {
  const std::size_t count = std::min(latest_lines, lines.size());
  std::ranges::partial_sort(
      lines, lines.begin() + static_cast<std::ptrdiff_t>(count),
      [&](std::size_t a, std::size_t b) { return time[a] != time[b] ? time[a] > time[b] : a > b; });
  return lines.first(count);
}

double known_or(double value, double fallback) { return is_known(value) ? value : fallback; }

}  // namespace

OrderEstimator::OrderEstimator(const Dataset& data, const NetPurchases& net)
    : products_(data.product_count()), account_scale_(data.account_count(), 1.0) {
  const Purchases& lines = data.purchases();
  LinesByProduct grouped(data, net);
  for (std::size_t p = 0; p < products_.size(); ++p) {
    const Product& told = data.product(static_cast<ProductIndex>(p));
    const std::span<std::size_t> own = grouped.of(p);
    ProductHabit& habit = products_[p];
    habit.quantity = median_of(own, net.quantity);
    habit.whole_pieces = std::ranges::all_of(
        own, [&](std::size_t i) { return net.quantity[i] == std::floor(net.quantity[i]); });
    habit.minimum_quantity = known_or(told.minimum_quantity, habit.whole_pieces ? 1.0 : 0.0);
    const std::span<const std::size_t> recent = latest(own, lines.time);
    habit.unit_price = known_or(median_of(recent, lines.unit_price), told.list_price);
    habit.unit_cost = told.cost;
    if (!lines.unit_cost.empty()) {
      habit.unit_cost = known_or(median_of(recent, lines.unit_cost), told.cost);
    }
  }
  for (std::size_t a = 0; a < account_scale_.size(); ++a) {
    const LineRange own = lines_of(lines, static_cast<AccountIndex>(a));
    std::vector<double> ratios;
    for (std::size_t i = own.begin; i < own.end; ++i) {
      const double usual = products_[position(lines.product[i])].quantity;
      if (net.quantity[i] > 0.0 && usual > 0.0) ratios.push_back(std::log(net.quantity[i] / usual));
    }
    const double count = static_cast<double>(ratios.size());
    if (count == 0.0) continue;
    account_scale_[a] = std::exp(median(std::move(ratios)) * count / (count + shrinkage_lines));
  }
}

OrderEstimate OrderEstimator::estimate(AccountIndex account, ProductIndex product) const {
  const ProductHabit& habit = products_[position(product)];
  double quantity = habit.quantity * account_scale_[position(account)];
  if (habit.whole_pieces) quantity = std::round(quantity);
  quantity = std::max(quantity, habit.minimum_quantity);
  return {quantity, habit.unit_price, in_cents(quantity * habit.unit_price),
          in_cents(quantity * (habit.unit_price - habit.unit_cost))};
}

}  // namespace upcross
