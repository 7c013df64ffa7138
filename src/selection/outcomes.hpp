#pragma once

#include <vector>

#include <upcross/evaluation/evaluate.hpp>

#include "selection/held_out.hpp"

namespace upcross {

/// What a mixture would have offered in each held-out period: of all its accounts, the best by
/// affinity, as many as compete for 20 places.
std::vector<RankedLists> held_out_offers(const std::vector<HeldOut>& periods,
                                         const Mixture& mixture, const Execution& execution);

/// The calibration of the best 20 of these offers.
Calibration calibrate(const std::vector<HeldOut>& periods, const std::vector<RankedLists>& offers,
                      const TuneOptions& options);

/// The trade of relevance for money that these offers allow.
Trade trade(const Dataset& data, const std::vector<HeldOut>& periods,
            const std::vector<RankedLists>& offers, const Calibration& calibration,
            const ObjectiveOptions& options);

}  // namespace upcross
