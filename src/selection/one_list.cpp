#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include <upcross/selection/one_list.hpp>

namespace upcross {
namespace {

using Rows = std::span<Recommendation>;

/// The first row after those that are like the first.
template <class Alike>
std::size_t end_of(Rows rows, Alike alike) {
  const auto other = std::ranges::find_if_not(
      rows, [&](const Recommendation& row) { return alike(row, rows.front()); });
  return static_cast<std::size_t>(other - rows.begin());
}

/// The values of the rows of one kind, none larger than that of the row before it.
void append_values(std::vector<double>& result, Rows kind, const Trade& trade,
                   std::span<const double> amounts) {
  constexpr double cent = 0.01;
  const auto value = [&](const Recommendation& row) {
    if (trade.gamma == 0.0) return row.probability;
    const double amount = amounts[position(row.product)];
    return row.probability *
           std::pow(is_known(amount) ? std::max(amount, cent) : cent, trade.gamma);
  };
  const auto known = std::ranges::find_if(
      kind, [](const Recommendation& row) { return is_known(row.probability); });
  double lowest = known == kind.end() ? -1.0 : value(*known);
  for (const Recommendation& row : kind) {
    if (is_known(row.probability)) lowest = std::min(lowest, value(row));
    result.push_back(lowest);
  }
}

/// The rows of one account, those of each kind side by side.
void put_in_order(Rows rows, const Trade& trade, std::span<const double> amounts) {
  std::vector<double> values;
  while (values.size() < rows.size()) {
    const Rows left = rows.subspan(values.size());
    const auto of_kind = [](const auto& a, const auto& b) { return a.kind == b.kind; };
    append_values(values, left.first(end_of(left, of_kind)), trade, amounts);
  }
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t i) { return values[i]; });
  std::vector<Recommendation> sorted;
  for (const std::size_t i : order) sorted.push_back(std::move(rows[i]));
  for (std::size_t i = 0; i < sorted.size(); ++i) sorted[i].rank = i + 1;
  std::ranges::move(sorted, rows.begin());
}

}  // namespace

Recommendations in_one_list(const Trade& trade, std::span<const double> amounts,
                            Recommendations offers) {
  for (Rows left = offers.rows; !left.empty();) {
    const auto of_account = [](const auto& a, const auto& b) { return a.account == b.account; };
    const std::size_t size = end_of(left, of_account);
    put_in_order(left.first(size), trade, amounts);
    left = left.subspan(size);
  }
  return offers;
}

}  // namespace upcross
