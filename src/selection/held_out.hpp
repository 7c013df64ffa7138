#pragma once

#include <cstddef>
#include <vector>

#include <upcross/core/matrix.hpp>
#include <upcross/evaluation/time_split.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/scoring/top_k.hpp>
#include <upcross/selection/tune.hpp>

namespace upcross {

/// A held-out period and the accounts that are looked at in it.
struct HeldOut {
  TimeSplit split;
  std::vector<ProductIndex> products;  ///< those that could be offered then, rising
  /// First those that bought something new in it, then others that were known.
  std::vector<AccountIndex> accounts;
  std::size_t wanting = 0;      ///< how many of the first sort
  double wanting_weight = 1.0;  ///< how many accounts each of the first sort stands for
  double other_weight = 0.0;    ///< the same for the second
};

/// At most `most` of the accounts in an order of chance, the same at every call: each beginning of
/// it is a sample.
std::vector<AccountIndex> sampled(std::vector<AccountIndex> accounts, std::size_t most);

/// The periods that the history allows, latest first; their length is `horizon_days` of the options
/// or, in a short history, a quarter of it.
std::vector<HeldOut> hold_out(const Dataset& data, const TuneOptions& options,
                              const Execution& execution);

/// Affinities of one part per period: accounts x products of the period, or one row where all
/// accounts have the same.
using PartScores = std::vector<Matrix>;

/// Those of a recipe without trend, which is fitted to each period's history.
PartScores part_scores(const std::vector<HeldOut>& periods, const BlendRecipe& recipe,
                       const Execution& execution);

/// Parts with weights, and a trend.
struct Mixture {
  struct Part {
    const PartScores* scores;
    float weight;
  };
  std::vector<Part> parts;
  TrendOptions trend;
};

/// The best `k` products of the accounts [begin, end) of a period.
std::vector<std::vector<ScoredProduct>> ranked(const std::vector<HeldOut>& periods,
                                               std::size_t period, const Mixture& mixture,
                                               std::size_t begin, std::size_t end, std::size_t k,
                                               const Execution& execution);

}  // namespace upcross
