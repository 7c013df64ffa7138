#include <algorithm>
#include <array>
#include <tuple>

#include <upcross/core/error.hpp>

#include "data/assess_parts.hpp"

namespace upcross::detail {
namespace {

bool same(double a, double b) { return a == b || (!is_known(a) && !is_known(b)); }

bool equal_lines(const Purchases& lines, std::size_t i, std::size_t j) {
  return lines.account[i] == lines.account[j] && lines.product[i] == lines.product[j] &&
         lines.time[i] == lines.time[j] && lines.order[i] == lines.order[j] &&
         lines.quantity[i] == lines.quantity[j] && same(lines.unit_price[i], lines.unit_price[j]) &&
         (lines.unit_cost.empty() || same(lines.unit_cost[i], lines.unit_cost[j]));
}

std::size_t different_orders(std::vector<OrderIndex> orders) {
  std::erase(orders, OrderIndex{0});
  std::ranges::sort(orders);
  return static_cast<std::size_t>(std::unique(orders.begin(), orders.end()) - orders.begin());
}

bool has_default_as_of(const Dataset& data) {
  try {
    data.default_as_of();
    return true;
  } catch (const Error&) {
    return false;
  }
}

Concentration concentration(std::vector<double> amounts) {
  std::erase_if(amounts, [](double amount) { return amount <= 0.0; });
  if (amounts.empty()) return {};
  std::ranges::sort(amounts);
  const std::size_t n = amounts.size();
  double sum = 0.0;
  double weighted = 0.0;  // by rank, from 1
  double top = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += amounts[i];
    weighted += static_cast<double>(i + 1) * amounts[i];
    if (i >= n - (n + 9) / 10) top += amounts[i];
  }
  const auto count = static_cast<double>(n);
  return {top / sum, (2.0 * weighted / sum - count - 1.0) / count};
}

}  // namespace

AssessedLines assess_lines(const Dataset& data) {
  const Purchases& lines = data.purchases();
  AssessedLines result{.all = lines.size()};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    result.returns += lines.quantity[i] < 0.0;
    result.gifts += lines.quantity[i] > 0.0 && lines.unit_price[i] == 0.0;
    result.duplicates += i > 0 && equal_lines(lines, i - 1, i);
  }
  result.orders = different_orders(lines.order);
  if (lines.size() > 0) {
    const auto [first, last] = std::ranges::minmax(lines.time);
    result.first_day = std::chrono::floor<std::chrono::days>(first);
    result.last_day = std::chrono::floor<std::chrono::days>(last);
  }
  result.has_default_as_of = has_default_as_of(data);
  return result;
}

AssessedBaskets assess_baskets(const Purchases& lines) {
  using Entry = std::tuple<AccountIndex, OrderIndex, Day, ProductIndex>;
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines.quantity[i] < 0.0) continue;
    const bool has_order = lines.order[i] != OrderIndex{0};
    const Day day = has_order ? Day{} : std::chrono::floor<std::chrono::days>(lines.time[i]);
    entries.emplace_back(lines.account[i], lines.order[i], day, lines.product[i]);
  }
  std::ranges::sort(entries);
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());

  const auto basket = [](const Entry& entry) {
    return std::tuple(std::get<0>(entry), std::get<1>(entry), std::get<2>(entry));
  };
  AssessedBaskets result;
  for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
    while (end < entries.size() && basket(entries[end]) == basket(entries[begin])) ++end;
    ++result.all;
    result.mixed += end - begin > 1;
  }
  return result;
}

AssessedRevenue assess_revenue(const Dataset& data) {
  const Purchases& lines = data.purchases();
  std::vector<double> by_account(data.account_count());
  std::vector<double> by_product(data.product_count());
  double total = unknown;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!is_known(lines.unit_price[i])) continue;
    const double amount = lines.quantity[i] * lines.unit_price[i];
    total = is_known(total) ? total + amount : amount;
    by_account[position(lines.account[i])] += amount;
    by_product[position(lines.product[i])] += amount;
  }
  return {total, concentration(std::move(by_account)), concentration(std::move(by_product))};
}

}  // namespace upcross::detail
