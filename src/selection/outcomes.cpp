#include "selection/outcomes.hpp"

#include <algorithm>
#include <cmath>

#include <upcross/recommend/usual_order.hpp>

namespace upcross {
namespace {

constexpr std::size_t places = 20;

/// What an account paid for a product in the period; 0 if it did not buy it.
double paid(SparseRows::Row wanted, ProductIndex product) {
  const auto at = std::ranges::lower_bound(wanted.indexes, position(product));
  if (at == wanted.indexes.end() || *at != position(product)) return 0.0;
  return static_cast<double>(wanted.values[static_cast<std::size_t>(at - wanted.indexes.begin())]);
}

std::vector<double> weights_of(const HeldOut& period) {
  std::vector<double> result(period.accounts.size(), period.other_weight);
  std::fill_n(result.begin(), period.wanting, period.wanting_weight);
  return result;
}

OfferDescriber describer_of(const HeldOut& period, const RankedLists& offers) {
  const std::size_t products = period.split.eligible.size();
  return {period.split.history, products,
          offer_context(offers, weights_of(period), products, period.split.horizon_days)};
}

/// Prices the offers of a held-out period with what was known before it.
class PeriodPricer {
 public:
  PeriodPricer(const Dataset& data, const HeldOut& period, const RankedLists& offers,
               const Calibration& calibration, Objective objective)
      : period_(period),
        calibration_(calibration),
        describer_(describer_of(period, offers)),
        usual_(usual_orders(data, net_of_returns(data, period.split.cut))),
        amounts_(objective == Objective::margin ? usual_.margin : usual_.value) {}

  PricedList list(AccountIndex account, std::span<const ScoredProduct> offers) const {
    const SparseRows::Row wanted = period_.split.wanted.row(position(account));
    PricedList result{{}, wanted.size()};
    for (std::size_t r = 0; r < offers.size(); ++r) {
      const auto [product, score] = offers[r];
      const OfferFeatures features =
          describer_.features(account, product, static_cast<double>(score), r + 1);
      const double amount = amounts_[position(product)];
      const double share = amount / usual_.value[position(product)];  // of margin, or 1
      const double spent = paid(wanted, product);
      result.offers.push_back({calibration_.estimate(features).probability, amount,
                               is_known(share) ? spent * share : 0.0, spent > 0.0});
    }
    return result;
  }

 private:
  const HeldOut& period_;
  const Calibration& calibration_;
  OfferDescriber describer_;
  UsualOrders usual_;
  const std::vector<double>& amounts_;
};

}  // namespace

std::vector<RankedLists> held_out_offers(const std::vector<HeldOut>& periods,
                                         const Mixture& mixture, const Execution& execution) {
  std::vector<RankedLists> result;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    result.push_back(ranked(periods, i, mixture, 0, periods[i].accounts.size(),
                            competing_offers(places), execution));
    execution.throw_if_stopped("tuning");
  }
  return result;
}

Calibration calibrate(const std::vector<HeldOut>& periods, const std::vector<RankedLists>& offers,
                      const TuneOptions& options) {
  std::vector<std::vector<Outcome>> outcomes(periods.size());
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const HeldOut& period = periods[i];
    const OfferDescriber describer = describer_of(period, offers[i]);
    const std::vector<double> weights = weights_of(period);
    for (std::size_t j = 0; j < offers[i].size(); ++j) {
      const AccountIndex account = period.accounts[j];
      const double weight = std::exp2(-static_cast<double>(i)) * weights[j];  // older count less
      for (std::size_t r = 0; r < std::min(places, offers[i][j].size()); ++r) {
        const auto [product, score] = offers[i][j][r];
        const auto was_bought = [&](const HeldOut& one) {
          return paid(one.split.wanted.row(position(account)), product) > 0.0;
        };
        const bool now = was_bought(period);
        outcomes[i].push_back(
            {.features = describer.features(account, product, static_cast<double>(score), r + 1),
             .bought = now,
             .bought_later = !now && i > 0 && was_bought(periods[i - 1]),
             .weight = weight});
      }
    }
  }
  const int days = periods.empty() ? 1 : periods.front().split.horizon_days;
  return Calibration::fit(outcomes, days, options.horizon_days);
}

Trade trade(const Dataset& data, const std::vector<HeldOut>& periods,
            const std::vector<RankedLists>& offers, const Calibration& calibration,
            const ObjectiveOptions& options) {
  if (options.objective == Objective::probability || !calibration.is_fitted()) {
    return {.objective = options.objective};
  }
  std::vector<std::vector<PricedList>> lists;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const PeriodPricer pricer(data, periods[i], offers[i], calibration, options.objective);
    std::vector<PricedList>& period = lists.emplace_back();
    for (std::size_t j = 0; j < periods[i].wanting; ++j) {
      period.push_back(pricer.list(periods[i].accounts[j], offers[i][j]));
    }
  }
  return fit_trade(lists, options);
}

}  // namespace upcross
