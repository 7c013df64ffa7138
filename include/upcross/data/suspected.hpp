#pragma once

#include <optional>
#include <string>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/data/dataset.hpp>

namespace upcross {

/// A product that looks like no good: postage, a fee, a sample, a manual line.
struct SuspectedNonGood {
  ProductIndex product;
  std::string evidence;  ///< English, e.g. "583 different prices on 600 lines"
};

/// Products that should not be offered, in the order of their indexes, judged by
///  - the name (the id where there is no name): it ends in, or consists of, words for services and
///    corrections, English or German;
///  - the lines before `as_of` (all lines by default): prices that change with nearly every line
///    although those of other products do not, or three times as many credits as sales.
/// Each with its evidence, since a suspicion may be wrong. O(N log N). A stop request throws
/// stopped.
std::vector<SuspectedNonGood> find_suspected_non_goods(const Dataset& data,
                                                       std::optional<Day> as_of = {},
                                                       const Execution& execution = {});

}  // namespace upcross
