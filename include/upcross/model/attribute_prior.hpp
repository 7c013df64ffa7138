#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <upcross/core/matrix.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/model/attributes.hpp>
#include <upcross/model/factor_model.hpp>

namespace upcross {

/// Factors that attributes foretell for rows that have no interactions.
struct ForetoldFactors {
  std::vector<std::uint32_t> rows;     ///< positions of the accounts or products, rising
  Matrix factors;                      ///< a row for each of them
  std::vector<AttributeGroup> groups;  ///< of the attributes that were looked at
  std::vector<double> regularization;  ///< of each group; `group_left_out` or more = of no use

  /// Those of an account or product, by its position; none if it is not among `rows`. O(log rows).
  std::span<const float> of(std::size_t row) const;
};

struct PriorOptions {
  /// A row of n interactions counts n / (n + this) in the regression, >= 0.
  double half_known = 20.0;
  AttributeOptions attributes = {};
};

/// Whether the account list has an account or a line before the interactions' as_of names it: one
/// that only later lines name was not known then.
bool was_known(const Dataset& data, const InteractionMatrix& interactions, AccountIndex account);

/// Accounts without interactions that were known: their positions, rising. O(A).
std::vector<std::uint32_t> new_accounts(const Dataset& data, const InteractionMatrix& interactions);

/// The factors that `new_accounts` would have by what is told about them: the
/// regression (attribute_ridge.hpp) of the factors of the others on their attributes, as in
/// Agarwal, Chen 2009, "Regression-based latent factor models". Each group's regularization is
/// chosen by accounts held out, errors counted in affinities. Accounts with no attribute of a group
/// that is of use have no row. `data`, `interactions` and `model` belong together. Throws
/// invalid_argument for options outside their range.
ForetoldFactors foretell_accounts(const Dataset& data, const InteractionMatrix& interactions,
                                  const FactorModel& model, const PriorOptions& options = {});

/// Products that no line before the interactions' as_of names, which the catalogue lists, can be
/// sold on as_of and are not left out: their positions, rising. O(lines + P).
std::vector<std::uint32_t> new_products(const Dataset& data, const InteractionMatrix& interactions);

/// The same of `new_products`.
ForetoldFactors foretell_products(const Dataset& data, const InteractionMatrix& interactions,
                                  const FactorModel& model, const PriorOptions& options = {});

/// Positive factors of all P products, `trend`, with those of `new_products` replaced by what the
/// regression of their logarithms foretells.
std::vector<float> foretell_trend(const Dataset& data, const InteractionMatrix& interactions,
                                  std::vector<float> trend, const PriorOptions& options = {});

}  // namespace upcross
