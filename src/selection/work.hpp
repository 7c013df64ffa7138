#pragma once

#include <cstddef>
#include <vector>

#include "selection/held_out.hpp"
#include "selection/variants.hpp"

namespace upcross {

/// Work that a call of `tune` may still do. Counted, not timed, so that the same data and options
/// give the same choice on any machine.
class WorkBudget {
 public:
  explicit WorkBudget(double units) : units_(units) {}

  double spent() const noexcept { return spent_; }

  /// Counts work that is done in any case.
  void spend(double work) { spent_ += work; }

  bool allows(double work) const noexcept { return spent_ + work <= units_; }

  /// Counts the work if no more than `share` of the budget is spent then; false if it would be.
  bool take(double work, double share) {
    if (spent_ + work > share * units_) return false;
    spent_ += work;
    return true;
  }

 private:
  double units_;
  double spent_ = 0.0;
};

/// To fit a variant to each period and to score its accounts: about the multiplications it takes,
/// of which those of dense matrix products count a sixteenth.
double fitting_work(const Variant& variant, const std::vector<HeldOut>& periods);

/// To rank by a mixture of so many parts in each period.
double ranking_work(std::size_t parts, const std::vector<HeldOut>& periods);

}  // namespace upcross
