#include "selection/outcomes.hpp"

#include <algorithm>
#include <cmath>

#include <upcross/core/error.hpp>

namespace upcross {

Calibration calibrate(const std::vector<HeldOut>& periods, const Mixture& mixture,
                      const TuneOptions& options, const Execution& execution) {
  constexpr std::size_t k = 20;
  std::vector<std::vector<Outcome>> outcomes(periods.size());
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const HeldOut& period = periods[i];
    const OfferDescriber describer(period.split.history, period.split.eligible.size());
    const auto lists = ranked(periods, i, mixture, 0, period.accounts.size(), k, execution);
    execution.throw_if_stopped("tuning");
    for (std::size_t j = 0; j < lists.size(); ++j) {
      const AccountIndex account = period.accounts[j];
      const auto wanted = period.split.wanted.row(position(account)).indexes;
      const double stands_for = j < period.wanting ? period.wanting_weight : period.other_weight;
      const double weight =
          std::exp2(-static_cast<double>(i)) * stands_for;  // older ones count less
      for (std::size_t r = 0; r < lists[j].size(); ++r) {
        const auto [product, score] = lists[j][r];
        outcomes[i].push_back(
            {describer.features(account, product, static_cast<double>(score), r + 1),
             std::ranges::binary_search(wanted, position(product)), weight});
      }
    }
  }
  const int days = periods.empty() ? 1 : periods.front().split.horizon_days;
  return Calibration::fit(outcomes, days, options.horizon_days);
}

}  // namespace upcross
