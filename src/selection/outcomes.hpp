#pragma once

#include <vector>

#include "selection/held_out.hpp"

namespace upcross {

/// The calibration of the best 20 offers that the mixture would have made in each period.
Calibration calibrate(const std::vector<HeldOut>& periods, const Mixture& mixture,
                      const TuneOptions& options, const Execution& execution);

}  // namespace upcross
