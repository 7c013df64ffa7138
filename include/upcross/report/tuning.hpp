#pragma once

#include <string>

#include <upcross/selection/tune.hpp>

namespace upcross {

/// What tuning tried, as a table for people: English, a line per way of ranking, once each, the
/// highest NDCG@20 first; on what it was measured; which was chosen, and the guard's doubt.
std::string tuning_text(const TuningReport& report);

}  // namespace upcross
