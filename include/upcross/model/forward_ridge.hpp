#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <upcross/core/execution.hpp>
#include <upcross/core/matrix.hpp>
#include <upcross/interactions/history.hpp>

namespace upcross {

struct ForwardOptions {
  int horizon_days = 60;           ///< of the purchases that are foreseen, >= 1
  double regularization = 3000.0;  ///< in accounts, > 0
  int window_days = 60;            ///< first purchases younger than this are recent, >= 1
  double half_life_days = 60.0;    ///< by which earlier days of learning count less, > 0
};

/// Foresees what an account buys for the first time within the horizon from what it has, what of it
/// is recent, and when it last took something new: linear, so every product it has contributes its
/// part. For small catalogues with short histories. Immutable; safe for concurrent use.
class ForwardRidge {
 public:
  /// weights: (2 P + 3) x P; rows 0 .. P-1 of what it has, P .. 2P-1 of what is recent, 2P of any
  /// account, 2P+1 and 2P+2 of one that took something new within three windows and within one.
  ForwardRidge(Matrix weights, int window_days);

  /// scores[p] += scale * (base + what each of `bought` contributes); P scores.
  void add_scores(std::span<const Bought> bought, Day as_of, float scale,
                  std::span<float> scores) const;

  /// What one purchased product contributes to the score of another.
  float contribution(const Bought& from, Day as_of, ProductIndex to) const;

  /// What accounts buy that took something new as lately, whatever it was.
  float base(std::span<const Bought> bought, Day as_of, ProductIndex to) const;
  const Matrix& weights() const noexcept { return weights_; }
  int window_days() const noexcept { return window_days_; }

 private:
  bool is_recent(const Bought& one, Day as_of) const {
    return (as_of - one.first).count() <= window_days_;
  }

  /// How many of the rows from 2P on hold for an account.
  std::size_t base_rows(std::span<const Bought> bought, Day as_of) const;

  Matrix weights_;
  int window_days_;
};

/// Ridge regression of the first purchases in [t, t + horizon_days) on the history before t, over
/// days t every 15 days back from as_of - horizon_days, at most 8 of them, each while at least 30
/// days of history lie before it. Nothing that lies after as_of is used. O(P^3). Throws
/// invalid_argument for options outside their range; a stop request throws stopped.
ForwardRidge fit_forward(const History& history, std::size_t products,
                         const ForwardOptions& options = {}, const Execution& execution = {});

}  // namespace upcross
