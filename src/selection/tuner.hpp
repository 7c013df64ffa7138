#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <upcross/core/execution.hpp>

#include "selection/candidate.hpp"
#include "selection/work.hpp"

namespace upcross {

/// From recent popularity on, adds part after part. What the budget does not allow is not tried.
class Tuner {
 public:
  using Family = std::vector<Variant>;

  /// Keeps references. All variants are fitted; no family is empty.
  Tuner(const std::vector<HeldOut>& periods, const Family& popularities,
        const std::vector<Family>& families, WorkBudget& budget, const Execution& execution);

  const Candidate& popularity() const noexcept { return popularity_; }

  /// Adds the part that helps most, with the share and the trend that suit it, while one helps.
  Candidate choose();

  std::size_t dropped() const noexcept { return dropped_; }
  std::vector<Trial> trials() && { return std::move(trials_); }

 private:
  struct Gain {
    double mean;
    double error;  ///< the standard error of the mean
  };

  Candidate screened(Candidate candidate);
  Candidate tried(Candidate screened);
  void keep_better_trend(std::optional<Candidate>& best);
  void keep_better(std::optional<Candidate>& best, Candidate candidate);
  Candidate with_family(const Candidate& base, const Family& family, bool is_first);
  Candidate refined(Candidate start);
  void keep_better_variant(std::optional<Candidate>& best, std::size_t part);
  bool is_dropped(const Candidate& screened, const Candidate& best);
  const Candidate* plain_one(const Candidate& one) const;
  double merit(const Candidate& one) const;
  std::vector<double> values(const Candidate& one) const;
  double value(const Candidate& one) const { return weighted_mean(values(one)); }
  double weighted_mean(const std::vector<double>& values) const;
  Gain gain_of(const Candidate& one, const Candidate& other,
               const std::vector<double>& weights) const;
  bool is_clearly_better(const Candidate& one, const Candidate& other) const;

  const std::vector<HeldOut>& periods_;
  const std::vector<Family>& families_;
  WorkBudget& budget_;
  const Execution& execution_;
  std::vector<double> weights_;          ///< of the measured accounts; their sum is 1
  std::vector<double> quarter_weights_;  ///< the same where a quarter is measured
  std::vector<bool> is_used_;
  Candidate popularity_;
  std::vector<Candidate> plain_;  ///< those of the trials that have no trend
  std::vector<Trial> trials_;
  std::size_t dropped_ = 0;
};

}  // namespace upcross
