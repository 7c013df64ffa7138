#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include <upcross/core/execution.hpp>
#include <upcross/recommend/ladder.hpp>
#include <upcross/recommend/up_sell.hpp>

#include "recommend/kinship.hpp"
#include "recommend/question.hpp"
#include "recommend/step_choice.hpp"
#include "recommend/transitions.hpp"

namespace upcross {

/// Answers `up_sell`. Safe for concurrent use.
class UpSeller {
 public:
  /// Keeps a reference. Learns from all purchases; a stop request throws stopped.
  UpSeller(const Groundwork& ground, const UpSellOptions& options, const Execution& execution);

  Recommendations offers(std::span<const AccountIndex> accounts, std::size_t limit,
                         const Execution& execution) const;

  /// The members look at each other, so they stay where they are.
  struct Learned {
    Learned(const Groundwork& ground, Ladders found, const UpSellOptions& options,
            const Execution& execution);

    Ladders ladders;
    History history;
    Transitions market;
    Kinship kinship;
    StepNumbers weights;
  };

 private:
  const Groundwork& ground_;
  int horizon_days_;
  std::unique_ptr<const Learned> learned_;  ///< none where no product has a family
};

}  // namespace upcross
