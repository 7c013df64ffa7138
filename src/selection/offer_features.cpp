#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <upcross/model/popularity.hpp>
#include <upcross/selection/calibration.hpp>

namespace upcross {
namespace {

constexpr double half_life_days = 28.0;
constexpr std::int64_t short_days = 28;
constexpr std::int64_t window_days = 60;
constexpr std::int64_t quarter_days = 90;
constexpr std::int64_t long_days = 120;
constexpr double month_days = 30.0;
constexpr std::int64_t never = 3650;
constexpr double young_days = 90.0;  ///< up to which ages count

double count_within(std::span<const std::int64_t> ages, std::int64_t days) {
  return static_cast<double>(
      std::ranges::count_if(ages, [&](std::int64_t age) { return age <= days; }));
}

constexpr std::size_t silence = 6;         ///< its place among the habits
constexpr std::size_t products_begin = 3;  ///< among the features
constexpr std::size_t newness = 4;

std::array<double, 8> habits(std::span<const Bought> bought, Day as_of) {
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> last;
  for (const Bought& one : bought) {
    first.push_back((as_of - one.first).count());
    last.push_back((as_of - one.last).count());
  }
  std::vector<std::int64_t> visits = first;
  visits.insert(visits.end(), last.begin(), last.end());
  std::ranges::sort(visits);
  visits.erase(std::ranges::unique(visits).begin(), visits.end());
  const double age =
      visits.empty() ? 1.0 : static_cast<double>(std::max<std::int64_t>(visits.back(), 1));
  const double months = std::max(age / month_days, 1.0);
  const double long_months = std::min(age, static_cast<double>(long_days)) / month_days;
  return {std::log1p(count_within(first, window_days)),
          std::log1p(count_within(first, long_days) / long_months),
          std::log1p(static_cast<double>(bought.size()) / months),
          std::log1p(count_within(last, window_days)),
          std::log1p(count_within(visits, window_days)),
          std::log1p(static_cast<double>(visits.size()) / months),
          std::log1p(static_cast<double>(visits.empty() ? never : visits.front())),
          std::log1p(std::min(age, young_days))};
}

/// What the features of products are made of.
struct Market {
  Market(const History& history, std::size_t products)
      : all(popularity(history, products)),
        recent(popularity(history, products, half_life_days)),
        new_short(products),
        age(products) {
    for (const Bought& one : history.all()) {
      const std::size_t p = position(one.product);
      const std::int64_t days = (history.as_of() - one.first).count();
      new_short[p] += days <= short_days ? 1.0 : 0.0;
      age[p] = std::max(age[p], static_cast<double>(days));
    }
    for (std::size_t a = 0; a < history.account_count(); ++a) {
      accounts += history.of(a).empty() ? 0.0 : 1.0;
    }
    for (std::size_t p = 0; p < products; ++p) {
      sum_all += all[p];
      sum_recent += recent[p];
    }
  }

  /// All but the last: how often the product is offered.
  std::array<double, 4> features(std::size_t p) const {
    return {std::log((recent[p] * sum_all / sum_recent + 5.0) / (all[p] + 5.0)),
            std::log((new_short[p] + 0.5) / accounts), std::log1p(std::min(age[p], young_days)),
            0.0};
  }

  /// The mean logarithm of the share of accounts that bought what this one bought first of late, or
  /// ever if that is nothing.
  double taste(std::span<const Bought> bought, Day as_of) const {
    double late = 0.0, ever = 0.0, count = 0.0;
    for (const Bought& one : bought) {
      const double share = std::log(all[position(one.product)] / accounts);
      const bool is_late = (as_of - one.first).count() <= quarter_days;
      late += is_late ? share : 0.0;
      count += is_late ? 1.0 : 0.0;
      ever += share;
    }
    if (count > 0.0) return late / count;
    return bought.empty() ? 0.0 : ever / static_cast<double>(bought.size());
  }

  std::vector<double> all, recent, new_short, age;
  double accounts = 1.0;
  double sum_all = 1.0;
  double sum_recent = 1.0;
};

constexpr std::size_t places = 20;

/// First purchases in a period by accounts that had bought before.
struct FirstPurchases {
  double products = 0.0;
  double accounts = 0.0;

  FirstPurchases(const History& history, Day begin, int days) {
    const Day end = begin + std::chrono::days(days);
    for (std::size_t a = 0; a < history.account_count(); ++a) {
      const std::span<const Bought> bought = history.of(a);
      const auto was_known = [&](const Bought& one) { return one.first < begin; };
      if (std::ranges::none_of(bought, was_known)) continue;
      const auto count = std::ranges::count_if(
          bought, [&](const Bought& one) { return one.first >= begin && one.first < end; });
      products += static_cast<double>(count);
      accounts += count > 0 ? 1.0 : 0.0;
    }
  }
};

/// Of each account a number, less the mean of the accounts that have bought something.
template <class Number>
std::vector<double> beside_others(const History& history, Number number) {
  std::vector<double> result(history.account_count());
  double sum = 0.0, accounts = 0.0;
  for (std::size_t a = 0; a < result.size(); ++a) {
    result[a] = number(a);
    if (history.of(a).empty()) continue;
    sum += result[a];
    accounts += 1.0;
  }
  for (double& one : result) one -= accounts > 0.0 ? sum / accounts : 0.0;
  return result;
}

/// The share of the products that were bought on more than one day.
double reordered(std::span<const Bought> bought) {
  const auto again = [](const Bought& one) { return one.last > one.first; };
  const auto count = static_cast<double>(std::ranges::count_if(bought, again));
  return count / static_cast<double>(std::max<std::size_t>(bought.size(), 1));
}

double log_score(double score) { return std::log(std::max(score, 1e-4)); }

}  // namespace

OfferContext offer_context(std::span<const std::vector<ScoredProduct>> lists,
                           std::span<const double> weights, std::size_t products, int days) {
  OfferContext result{.days = days};
  if (lists.empty()) return result;
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  const double half = 0.5 * total / static_cast<double>(lists.size());
  std::vector<double> offered(products, half);
  double count = 0.0;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (const auto& [product, score] :
         std::span(lists[i]).first(std::min(places, lists[i].size()))) {
      result.score_level += weights[i] * log_score(static_cast<double>(score));
      count += weights[i];
      offered[position(product)] += weights[i];
    }
  }
  if (count > 0.0) result.score_level /= count;
  for (double& sum : offered) sum = std::log(sum / (total + half));
  result.log_offered = std::move(offered);
  return result;
}

double season(const History& history, int days) {
  constexpr int year = 364;  // whole weeks
  constexpr double least_accounts = 20.0;
  constexpr double usual_variance = 0.1;
  const Day then = history.as_of() - std::chrono::days(year);
  const FirstPurchases after(history, then, days);
  const FirstPurchases before(history, then - std::chrono::days(days), days);
  if (days > year || std::min(before.accounts, after.accounts) < least_accounts) return 0.0;
  const double by_chance = 1.0 / before.accounts + 1.0 / after.accounts;
  return std::log(after.products / before.products) * usual_variance / (usual_variance + by_chance);
}

OfferDescriber::OfferDescriber(const History& history, std::size_t products,
                               const OfferContext& context)
    : history_(history),
      score_level_(context.score_level),
      season_(season(history, context.days)),
      has_buyers_(products) {
  const Market market(history, products);
  for (std::size_t p = 0; p < products; ++p) {
    has_buyers_[p] = market.all[p] > 0.0;
    product_.push_back(market.features(p));
    product_.back().back() = context.log_offered.empty() ? 0.0 : context.log_offered[p];
  }
  for (std::size_t a = 0; a < history.account_count(); ++a) {
    const std::span<const Bought> bought = history.of(a);
    std::ranges::copy(habits(bought, history.as_of()), account_.emplace_back().begin());
    account_.back()[8] = market.taste(bought, history.as_of());
    account_.back()[9] = reordered(bought);
  }
  breadth_ = beside_others(history, [&](std::size_t a) {
    return std::log1p(static_cast<double>(history.of(a).size()));
  });
  silence_ = beside_others(history, [&](std::size_t a) { return account_[a][silence]; });
  newness_level_ = usual_newness(context.log_offered);
}

double OfferDescriber::usual_newness(const std::vector<double>& log_offered) const {
  double sum = 0.0, offers = 0.0;
  for (std::size_t p = 0; p < log_offered.size(); ++p) {
    const double share = std::exp(log_offered[p]);
    sum += share * product_[p][newness - products_begin];
    offers += share;
  }
  return offers > 0.0 ? sum / offers : 0.0;
}

OfferFeatures OfferDescriber::features(AccountIndex account, ProductIndex product, double score,
                                       std::size_t rank) const {
  OfferFeatures result{1.0, log_score(score) - score_level_, std::log(static_cast<double>(rank))};
  const auto behind =
      std::ranges::copy(product_[position(product)], result.begin() + products_begin).out;
  const auto products = std::ranges::copy(account_[position(account)], behind).out;
  products[0] = result[1] * breadth_[position(account)];
  products[1] = (result[newness] - newness_level_) * silence_[position(account)];
  result.back() = season_;
  return result;
}

}  // namespace upcross
