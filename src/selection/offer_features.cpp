#include <algorithm>
#include <cmath>

#include <upcross/model/popularity.hpp>
#include <upcross/selection/calibration.hpp>

namespace upcross {
namespace {

constexpr double half_life_days = 28.0;
constexpr std::int64_t window_days = 60;
constexpr double month_days = 30.0;

std::array<double, 4> account_features(std::span<const Bought> bought, Day as_of) {
  double is_new = 0.0;
  double lately = 0.0;
  std::int64_t since_last = 3650;
  std::int64_t since_first = 1;
  for (const Bought& one : bought) {
    const std::int64_t age = (as_of - one.first).count();
    const std::int64_t idle = (as_of - one.last).count();
    is_new += age <= window_days ? 1.0 : 0.0;
    lately += idle <= window_days ? 1.0 : 0.0;
    since_last = std::min(since_last, idle);
    since_first = std::max(since_first, age);
  }
  const double months = std::max(static_cast<double>(since_first) / month_days, 1.0);
  return {std::log1p(is_new), std::log1p(lately), std::log1p(static_cast<double>(since_last)),
          std::log1p(static_cast<double>(bought.size()) / months)};
}

}  // namespace

OfferDescriber::OfferDescriber(const History& history, std::size_t products)
    : history_(history), recent_(products), trend_(products), has_buyers_(products) {
  const std::vector<double> all = popularity(history, products);
  const std::vector<double> recent = popularity(history, products, half_life_days);
  double accounts = 1.0;
  double sum_all = 1.0;
  double sum_recent = 1.0;
  for (std::size_t a = 0; a < history.account_count(); ++a) {
    account_.push_back(account_features(history.of(a), history.as_of()));
    accounts += history.of(a).empty() ? 0.0 : 1.0;
  }
  for (std::size_t p = 0; p < products; ++p) {
    sum_all += all[p];
    sum_recent += recent[p];
  }
  for (std::size_t p = 0; p < products; ++p) {
    has_buyers_[p] = all[p] > 0.0;
    recent_[p] = std::log((recent[p] + 0.1) / accounts);
    trend_[p] = std::log((recent[p] * sum_all / sum_recent + 5.0) / (all[p] + 5.0));
  }
}

OfferFeatures OfferDescriber::features(AccountIndex account, ProductIndex product, double score,
                                       std::size_t rank) const {
  const auto& [is_new, lately, since_last, per_month] = account_[position(account)];
  return {1.0,
          std::log(std::max(score, 1e-4)),
          std::log(static_cast<double>(rank)),
          recent_[position(product)],
          trend_[position(product)],
          is_new,
          lately,
          since_last,
          per_month};
}

}  // namespace upcross
