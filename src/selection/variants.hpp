#pragma once

#include <string>
#include <vector>

#include "selection/held_out.hpp"

namespace upcross {

/// One model with its options, and how it scored the held-out periods.
struct Variant {
  std::string what;
  BlendRecipe recipe;  ///< of this part alone, with weight 1
  PartScores scores = {};

  /// Adds this part to a recipe.
  void put_into(BlendRecipe& blend, double weight) const;
};

/// Recent popularity by several half-lives.
std::vector<Variant> popularities();

/// The models to try, a family each: those that are feasible for so many products, of which so many
/// were bought.
std::vector<std::vector<Variant>> model_families(const TuneOptions& options, std::size_t products,
                                                 std::size_t bought);

/// "0.25", "14".
std::string short_number(double value);

}  // namespace upcross
