#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/recommend/recommendation.hpp>

#include "recommend/groundwork.hpp"

namespace upcross {

/// What every kind is asked with.
struct Question {
  std::string_view kind;
  const Groundwork& ground;
  std::span<const AccountIndex> accounts;
  int horizon_days;
};

/// Throws invalid_argument where an account is unknown or the horizon is not 1 .. 3660 days.
void validate(const Question& question);

/// The last day of the horizon, or the earlier end of the product's validity.
Day last_day(const Question& question, ProductIndex product);

/// Those of the accounts that have interactions.
std::vector<AccountIndex> with_interactions(const Question& question);

/// A list without rows.
Recommendations no_rows(const Question& question);

/// The answer made of what `rows_of(i, worker)` gives for the i-th of `answered` accounts, in their
/// order; workers as in parallel_for. A stop request throws stopped.
template <class RowsOf>
Recommendations collect(const Question& question, std::size_t answered, const Execution& execution,
                        RowsOf rows_of) {
  std::vector<std::vector<Recommendation>> rows(answered);
  parallel_for(execution, answered,
               [&](std::size_t i, unsigned worker) { rows[i] = rows_of(i, worker); });
  execution.throw_if_stopped(question.kind);
  Recommendations result = no_rows(question);
  std::size_t count = 0;
  for (const auto& own : rows) count += own.size();
  result.rows.reserve(count);
  for (auto& own : rows) std::ranges::move(own, std::back_inserter(result.rows));
  return result;
}

}  // namespace upcross
