#include <algorithm>
#include <cmath>
#include <optional>

#include <upcross/core/money.hpp>
#include <upcross/selection/calibration.hpp>

#include "selection/outcome_regression.hpp"

namespace upcross {
namespace {

using Periods = std::vector<std::vector<Outcome>>;

constexpr std::size_t last_place = 20;  ///< of those that the calibration is fitted to
constexpr std::size_t least_purchases = 20;
constexpr double deviations_of_band = 1.4;  ///< five in six periods lie within

/// Periods in which offers were bought so much less often than in another are of another market.
constexpr double least_share_of_best = 0.1;

/// What came of some offers, each counting as often as it weighs.
struct Sums {
  double offered = 0.0;
  double bought = 0.0;
  double later = 0.0;
  std::size_t purchases = 0;  ///< bought or bought later; each counts once

  explicit Sums(const Outcomes& periods) {
    for (const auto* period : periods) {
      for (const Outcome& one : *period) {
        offered += one.weight;
        bought += one.bought ? one.weight : 0.0;
        later += one.bought_later ? one.weight : 0.0;
        purchases += one.bought || one.bought_later;
      }
    }
  }
};

/// One flag per period: whether its market is that of the others.
std::vector<bool> comparable(const Periods& periods) {
  std::vector<double> rates;
  for (const auto& period : periods) {
    const Sums sums({&period});
    rates.push_back(sums.offered > 0.0 ? sums.bought / sums.offered : 0.0);
  }
  const double best = rates.empty() ? 0.0 : std::ranges::max(rates);
  std::vector<bool> result;
  for (const double rate : rates) result.push_back(rate >= least_share_of_best * best);
  return result;
}

Outcomes those(const Periods& periods, const std::vector<bool>& wanted) {
  Outcomes result;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    if (wanted[i]) result.push_back(&periods[i]);
  }
  return result;
}

std::size_t purchases_in(const std::vector<Outcome>& period) {
  return static_cast<std::size_t>(std::ranges::count_if(period, &Outcome::bought));
}

double expected_in(const std::vector<Outcome>& period, const PurchaseOdds& odds) {
  double sum = 0.0;
  for (const Outcome& one : period) sum += one.weight * logistic(odds.logarithm(one.features));
  return sum;
}

/// The logarithm of what was bought in a period beside what the others foretell, nothing if there
/// are no others; periods of another market miss by the most that counts.
std::optional<double> missed(const Periods& periods, std::vector<bool> comparable,
                             std::size_t period) {
  constexpr double most = 0.5;
  if (!comparable[period]) return most;
  comparable[period] = false;
  const Outcomes others = those(periods, comparable);
  if (others.empty()) return {};
  const double expected = expected_in(periods[period], fit_odds(others));
  const double seen = Sums({&periods[period]}).bought;
  return std::clamp(std::log((seen + 0.5) / (expected + 0.5)), -most, most);
}

/// The deviation of the logarithm of a period's level from what the others foretell, older periods
/// counting half as much as the next.
double drift(const Periods& periods, const std::vector<bool>& comparable) {
  constexpr double usual = 0.16;
  constexpr double periods_of_it = 8.0;
  double square = periods_of_it * usual * usual;
  double weight = periods_of_it;
  double count = 0.0;
  double purchases = 0.0;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    if (comparable[i]) {
      count += 1.0;
      purchases += static_cast<double>(purchases_in(periods[i]));
    }
    if (const auto by = missed(periods, comparable, i)) {
      const double counts = std::exp2(-static_cast<double>(i));
      square += counts * *by * *by;
      weight += counts;
    }
  }
  return std::sqrt(square / weight + count / purchases);
}

/// With g times as much bought in two periods as in one, log2(g): 1 where purchases come evenly,
/// less where those who were going to buy have soon bought. The usual one counts as much as 40
/// purchases.
double growth(const Outcomes& earlier) {
  constexpr double usual = 0.85;
  constexpr double purchases_of_it = 40.0;
  const Sums sums(earlier);
  if (sums.purchases == 0) return usual;
  const double each = (sums.bought + sums.later) / static_cast<double>(sums.purchases);
  const double bought = sums.bought + purchases_of_it * each;
  const double later = sums.later + purchases_of_it * each * (std::exp2(usual) - 1.0);
  return std::clamp(std::log2(1.0 + later / bought), 0.4, 1.0);
}

}  // namespace

Calibration Calibration::fit(const std::vector<std::vector<Outcome>>& periods, int period_days,
                             int horizon_days) {
  const std::vector<bool> kept = comparable(periods);
  Outcomes fitted_to = those(periods, kept);
  std::size_t purchases = 0;
  for (const auto* period : fitted_to) purchases += purchases_in(*period);
  if (purchases < least_purchases) return {};
  Parts parts{.is_fitted = true, .odds = fit_odds(fitted_to)};
  parts.high = std::exp(deviations_of_band * drift(periods, kept));
  parts.low = 1.0 / parts.high;
  std::erase(fitted_to, &periods.front());  // nothing is known of what was bought after it
  parts.periods_in_horizon =
      std::pow(static_cast<double>(horizon_days) / period_days, growth(fitted_to));
  return Calibration(parts);
}

Calibration::Estimate Calibration::estimate(const OfferFeatures& one) const {
  if (!is_fitted()) return {};
  const double p = logistic(parts_.odds.logarithm(one));
  const auto within_horizon = [&](double probability) {
    const double clamped = std::clamp(probability, 0.0, 0.999);
    return 1.0 - std::pow(1.0 - clamped, parts_.periods_in_horizon);
  };
  const double width = std::exp(std::hypot(std::log(parts_.high), 0.5 * one.back()));
  return {within_horizon(p), within_horizon(p / width), within_horizon(p * width)};
}

Recommendations with_probabilities(Recommendations offers, const OfferDescriber& describer,
                                   const Calibration& calibration, const AffinityOf& affinity) {
  if (!calibration.is_fitted()) return offers;
  std::size_t place = 0;
  for (std::size_t i = 0; i < offers.rows.size(); ++i) {
    Recommendation& row = offers.rows[i];
    if (i == 0 || offers.rows[i - 1].account != row.account) place = 0;
    const bool is_of_cross_sell = row.kind == Kind::cross_sell;
    if (is_of_cross_sell) ++place;
    if (!describer.knows(row.account, row.product)) continue;
    const double score = is_of_cross_sell ? row.score : affinity(row.account, row.product);
    const std::size_t rank = is_of_cross_sell ? place : last_place;
    const auto [probability, low, high] =
        calibration.estimate(describer.features(row.account, row.product, score, rank));
    row.probability = probability;
    row.probability_low = low;
    row.probability_high = high;
    row.expected_revenue = in_cents(probability * row.order_value);
    row.expected_margin = in_cents(probability * row.order_margin);
  }
  return offers;
}

}  // namespace upcross
