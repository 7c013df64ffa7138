#include "recommend/quantity_taste.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <upcross/core/parallel_for.hpp>

namespace upcross {
namespace {

constexpr double smoothing_orders = 20.0;

}  // namespace

QuantityTaste::QuantityTaste(const NetPurchases& net, const StandingLines& standing,
                             std::span<const std::size_t> account_pairs, const Execution& execution)
    : by_account_(account_pairs.size() - 1),
      orders_(account_pairs.size() - 1),
      all_orders_(static_cast<double>(standing.pair_count())) {
  parallel_for(execution, by_account_.size(), [&](std::size_t a, unsigned) {
    Counts own;
    for (std::size_t pair = account_pairs[a]; pair < account_pairs[a + 1]; ++pair) {
      own.emplace_back(net.quantity[standing.first_of_pair(pair)], 1.0);
    }
    orders_[a] = static_cast<double>(own.size());
    by_account_[a] = counts(std::move(own));
  });
  std::unordered_map<double, double> all;  // accounts are many, quantities few
  for (const Counts& own : by_account_) {
    for (const auto& [quantity, orders] : own) all[quantity] += orders;
  }
  all_.assign(all.begin(), all.end());
  std::ranges::sort(all_);
}

double QuantityTaste::share(double quantity) const {
  return count_of(all_, quantity) / all_orders_;
}

double QuantityTaste::log_lift(AccountIndex account, double quantity, double share) const {
  const double own = count_of(by_account_[position(account)], quantity);
  const double orders = orders_[position(account)];
  return std::log((own + smoothing_orders * share) / ((orders + smoothing_orders) * share));
}

/// Those of equal quantity as one.
QuantityTaste::Counts QuantityTaste::counts(Counts quantities) {
  std::ranges::sort(quantities);
  std::size_t kept = 0;
  for (const auto& [quantity, orders] : quantities) {
    if (kept == 0 || quantities[kept - 1].first != quantity) {
      quantities[kept++] = {quantity, orders};
    } else {
      quantities[kept - 1].second += orders;
    }
  }
  quantities.resize(kept);
  return quantities;
}

double QuantityTaste::count_of(const Counts& counts, double quantity) {
  const auto found =
      std::ranges::lower_bound(counts, quantity, {}, [](const auto& one) { return one.first; });
  return found != counts.end() && found->first == quantity ? found->second : 0.0;
}

}  // namespace upcross
