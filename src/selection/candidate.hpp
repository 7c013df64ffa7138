#pragma once

#include <string>
#include <utility>
#include <vector>

#include "selection/held_out.hpp"
#include "selection/variants.hpp"

namespace upcross {

/// How the lists of every measured account did, period by period.
struct Measured {
  std::vector<double> ndcg;    ///< NDCG@20
  std::vector<double> recall;  ///< Recall@20
  std::vector<double> hit;     ///< HR@10
};

/// A way of ranking, and how it did.
struct Candidate {
  std::vector<std::pair<const Variant*, float>> parts;
  TrendOptions trend;
  Measured measured;

  Mixture mixture() const;
  BlendRecipe recipe() const;
  Trial trial() const;
};

/// Which of the accounts of every period are measured: a quarter first, a sample, then the rest.
enum class Stage { quarter, rest };

/// The first account of the rest, of `accounts`.
constexpr std::size_t quarter_of(std::size_t accounts) { return (accounts + 3) / 4; }

/// The candidate with its `measured` filled in for a stage, 0 for what was not measured yet. A stop
/// request throws stopped.
Candidate measure(const std::vector<HeldOut>& periods, Stage stage, Candidate candidate,
                  const Execution& execution);

/// `base`, its weights times `share`, and one more part of weight 1, under a trend.
Candidate with_part(const Candidate& base, const Variant& variant, float share,
                    const TrendOptions& trend);

double mean(const std::vector<double>& values);

}  // namespace upcross
