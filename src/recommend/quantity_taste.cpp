#include "recommend/quantity_taste.hpp"

#include <algorithm>
#include <cmath>

namespace upcross {
namespace {

constexpr double smoothing_orders = 20.0;

}  // namespace

QuantityTaste::QuantityTaste(const Dataset& data, const NetPurchases& net,
                             std::span<const std::size_t> firsts)
    : by_account_(data.account_count()),
      orders_(data.account_count()),
      all_orders_(static_cast<double>(firsts.size())) {
  std::vector<double> all;
  std::vector<double> own;
  for (std::size_t n = 0; n < firsts.size(); ++n) {
    const AccountIndex account = data.purchases().account[firsts[n]];
    own.push_back(net.quantity[firsts[n]]);
    all.push_back(net.quantity[firsts[n]]);
    const bool more = n + 1 < firsts.size() && data.purchases().account[firsts[n + 1]] == account;
    if (more) continue;
    orders_[position(account)] = static_cast<double>(own.size());
    by_account_[position(account)] = counts(std::exchange(own, {}));
  }
  all_ = counts(std::move(all));
}

double QuantityTaste::log_lift(AccountIndex account, double quantity) const {
  const double share = count_of(all_, quantity) / all_orders_;
  const double own = count_of(by_account_[position(account)], quantity);
  const double orders = orders_[position(account)];
  return std::log((own + smoothing_orders * share) / ((orders + smoothing_orders) * share));
}

QuantityTaste::Counts QuantityTaste::counts(std::vector<double> quantities) {
  std::ranges::sort(quantities);
  Counts result;
  for (const double quantity : quantities) {
    if (result.empty() || result.back().first != quantity) result.emplace_back(quantity, 0.0);
    result.back().second += 1.0;
  }
  return result;
}

double QuantityTaste::count_of(const Counts& counts, double quantity) {
  const auto found =
      std::ranges::lower_bound(counts, quantity, {}, [](const auto& one) { return one.first; });
  return found != counts.end() && found->first == quantity ? found->second : 0.0;
}

}  // namespace upcross
