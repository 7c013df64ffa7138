#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

namespace upcross::detail {

/// What a day of purchase and a strength are worth before as_of. The options must outlive it.
class DayWeights {
 public:
  /// For about so many lines.
  DayWeights(const InteractionOptions& options, Day as_of, std::size_t lines)
      : options_(options), as_of_(as_of) {
    constexpr std::size_t most = 4096;
    for (std::size_t age = 0; age < std::min(lines, most); ++age) {
      recency_.push_back(recency_of(age));
      confidence_.push_back(confidence(recency_.back()));
    }
  }

  double recency(Day day) const {
    const std::size_t age = age_of(day);
    return age < recency_.size() ? recency_[age] : recency_of(age);
  }

  /// Not yet scaled.
  float confidence(double strength) const {
    const double scaled = options_.alpha * strength;
    return static_cast<float>(options_.scale == ConfidenceScale::log ? std::log1p(scaled)
                                                                     : 1.0 + scaled);
  }

  /// Of what was bought on that day alone.
  float confidence(Day day) const {
    const std::size_t age = age_of(day);
    return age < confidence_.size() ? confidence_[age] : confidence(recency_of(age));
  }

 private:
  std::size_t age_of(Day day) const { return static_cast<std::size_t>((as_of_ - day).count()); }

  double recency_of(std::size_t age) const {
    if (options_.half_life_days == 0.0) return 1.0;
    return std::max(std::exp2(-static_cast<double>(age) / options_.half_life_days), 1e-9);
  }

  const InteractionOptions& options_;
  Day as_of_;
  std::vector<double> recency_;    ///< by the age in days: lines are more than days
  std::vector<float> confidence_;  ///< the same, and most pairs have one day
};

}  // namespace upcross::detail
