#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/history.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

namespace upcross {

/// The day of the earliest line; `default_as_of` if there is none. O(N).
Day first_day(const Dataset& data);

/// Which purchases of the days after a cut are looked at.
enum class Foreseen {
  first,  ///< of products that the account had never bought
  again,  ///< of products that it had bought before
};

/// The data as they were known on a day, and what was bought after it.
struct TimeSplit {
  Day cut;
  int horizon_days;
  InteractionMatrix interactions;  ///< of what lies before the cut
  History history;                 ///< of the same
  /// A rows: the products that each account, known before the cut, first bought (or bought again)
  /// in [cut, cut + horizon_days) of those that anybody bought before it; values: what it paid for
  /// them then, in the data set's currency, net of returns before `later.as_of()`.
  SparseRows wanted;
  /// Per product whether it could be offered then: bought before the cut and not yet withdrawn.
  /// What is sellable today, and since when the catalogue's present entry is valid, does not tell.
  std::vector<bool> eligible;
  Foreseen foreseen = Foreseen::first;
};

/// Cuts the history. `options.as_of` is not looked at. `later` is the history of a day not before
/// the end of the horizon. O(N). Throws invalid_argument for a horizon < 1 or a cut + horizon
/// beyond `later.as_of()`.
TimeSplit split_at(const Dataset& data, const NetPurchases& later, Day cut, int horizon_days,
                   InteractionOptions options = {}, Foreseen foreseen = Foreseen::first);

}  // namespace upcross
