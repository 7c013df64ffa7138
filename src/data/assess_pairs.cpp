#include <algorithm>

#include <upcross/core/statistics.hpp>

#include "data/assess_parts.hpp"

namespace upcross::detail {
namespace {

constexpr std::size_t regular_days = 3;

Day day_of(const Purchases& lines, std::size_t line) {
  return std::chrono::floor<std::chrono::days>(lines.time[line]);
}

/// The purchases of an account with a product.
struct Pair {
  AccountIndex account;
  ProductIndex product;
  std::size_t days = 0;  ///< different days of purchase
  Day first = {};
  Day last = {};
  bool varied = false;  ///< more than one quantity

  bool regular() const { return days >= regular_days; }

  /// Whether it has been silent, up to `day`, for over twice its mean gap.
  bool silent_until(Day day) const {
    return (day - last) * static_cast<std::int64_t>(days - 1) > 2 * (last - first);
  }
};

Pair pair_of(const Purchases& lines, LineRange range) {
  Pair pair{lines.account[range.begin], lines.product[range.begin]};
  double quantity = 0.0;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (lines.quantity[i] < 0.0) continue;
    const Day day = day_of(lines, i);
    if (pair.days == 0) {
      pair.first = day;
      quantity = lines.quantity[i];
    }
    pair.days += pair.days == 0 || day != pair.last;
    pair.last = day;
    pair.varied = pair.varied || lines.quantity[i] != quantity;
  }
  return pair;
}

/// By account, then by product.
std::vector<Pair> bought_pairs(const Purchases& lines) {
  std::vector<Pair> pairs;
  for (std::size_t begin = 0, end = 0; begin < lines.size(); begin = end) {
    while (end < lines.size() && lines.account[end] == lines.account[begin] &&
           lines.product[end] == lines.product[begin]) {
      ++end;
    }
    const Pair pair = pair_of(lines, {begin, end});
    if (pair.days > 0) pairs.push_back(pair);
  }
  return pairs;
}

std::size_t count(const std::vector<bool>& flags) {
  return static_cast<std::size_t>(std::ranges::count(flags, true));
}

ProductsByAccount products_by_account(const std::vector<Pair>& pairs) {
  ProductsByAccount bought;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i == 0 || pairs[i].account != pairs[i - 1].account) bought.emplace_back();
    bought.back().push_back(static_cast<std::uint32_t>(pairs[i].product));
  }
  return bought;
}

/// 0 if there is none.
double median_size(const ProductsByAccount& bought) {
  std::vector<double> sizes;
  for (const auto& row : bought) sizes.push_back(static_cast<double>(row.size()));
  return sizes.empty() ? 0.0 : median(std::move(sizes));
}

std::vector<Day> last_days(const std::vector<Pair>& pairs, std::size_t accounts) {
  std::vector<Day> last(accounts, Day::min());
  for (const Pair& pair : pairs) {
    Day& day = last[position(pair.account)];
    day = std::max(day, pair.last);
  }
  return last;
}

}  // namespace

std::vector<bool> bought_products(const Dataset& data) {
  const Purchases& lines = data.purchases();
  std::vector<bool> flags(data.product_count());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines.quantity[i] > 0.0) flags[position(lines.product[i])] = true;
  }
  return flags;
}

std::vector<bool> buying_accounts(const Dataset& data) {
  const Purchases& lines = data.purchases();
  std::vector<bool> flags(data.account_count());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines.quantity[i] > 0.0) flags[position(lines.account[i])] = true;
  }
  return flags;
}

AssessedPairs assess_pairs(const Dataset& data) {
  const std::vector<Pair> pairs = bought_pairs(data.purchases());
  const ProductsByAccount bought = products_by_account(pairs);
  const std::vector<Day> last = last_days(pairs, data.account_count());
  AssessedPairs result{.accounts = count(buying_accounts(data)),
                       .products = count(bought_products(data)),
                       .pairs = pairs.size(),
                       .products_per_account = median_size(bought),
                       .beyond_chance = beyond_chance(bought, data.product_count())};
  for (const Pair& pair : pairs) {
    result.purchases += pair.days;
    if (!pair.regular()) continue;
    ++result.regular;
    result.regular_and_varied += pair.varied;
    result.regular_and_silent += pair.silent_until(last[position(pair.account)]);
  }
  if (pairs.empty()) return result;
  const auto size = static_cast<double>(pairs.size());
  result.density =
      size / (static_cast<double>(result.accounts) * static_cast<double>(result.products));
  result.repeat_share = 1.0 - size / static_cast<double>(result.purchases);
  return result;
}

}  // namespace upcross::detail
