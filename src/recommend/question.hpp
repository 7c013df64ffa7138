#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/model/factor_model.hpp>

namespace upcross {

/// What every kind is asked with.
struct Question {
  std::string_view kind;
  const Dataset& data;
  const InteractionMatrix& interactions;
  const FactorModel& model;
  std::span<const AccountIndex> accounts;
  int horizon_days;
};

/// Throws invalid_argument where the parts do not belong together, an account is unknown or the
/// horizon is not 1 .. 3660 days.
void validate(const Question& question);

/// The last day of the horizon, or the earlier end of the product's validity.
Day last_day(const Question& question, ProductIndex product);

/// Those of the accounts that have interactions.
std::vector<AccountIndex> with_interactions(const Question& question);

}  // namespace upcross
