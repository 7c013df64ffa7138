#include "recommend/standing_lines.hpp"

#include <numeric>

#include "core/large_pages.hpp"

namespace upcross {

StandingLines standing_lines(const Dataset& data, const NetPurchases& net) {
  const Purchases& lines = data.purchases();
  StandingLines result;
  detail::reserve_large_pages(result.lines, lines.size());
  detail::reserve_large_pages(result.pairs, lines.size() + 1);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (net.quantity[i] <= 0.0 || lines.unit_price[i] == 0.0) continue;
    const bool again = !result.lines.empty() &&
                       lines.account[result.lines.back()] == lines.account[i] &&
                       lines.product[result.lines.back()] == lines.product[i];
    if (!again) result.pairs.push_back(result.lines.size());
    result.lines.push_back(i);
  }
  result.pairs.push_back(result.lines.size());
  return result;
}

std::vector<std::size_t> pairs_by_account(const Dataset& data, const StandingLines& standing) {
  std::vector<std::size_t> starts(data.account_count() + 1);
  for (std::size_t pair = 0; pair < standing.pair_count(); ++pair) {
    ++starts[position(data.purchases().account[standing.first_of_pair(pair)]) + 1];
  }
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  return starts;
}

}  // namespace upcross
