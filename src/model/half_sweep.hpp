#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/interactions/sparse_rows.hpp>
#include <upcross/model/als.hpp>

#include "model/factor_table.hpp"

namespace upcross::detail {

/// One side of the factorization: its interactions, its factors and the ridge of each row.
struct Side {
  const SparseRows& interactions;
  FactorTable factors;
  std::size_t active;              ///< rows that have interactions; the others stay 0
  std::vector<double> confidence;  ///< sum of each row
  std::vector<float> widest;       ///< largest confidence of each row
  std::vector<double> ridge;       ///< reg * (n + a0 * active rows of the other side)^nu
  std::vector<std::size_t> order;  ///< rows by falling n: long ones must not come last
  std::string name;                ///< "account" or "product", for messages
};

/// What a half-sweep tells.
struct HalfSweep {
  double loss = 0.0;            ///< the objective without the regularization of the fixed side
  double regularization = 0.0;  ///< of the solved side
  std::size_t direct_rows = 0;  ///< solved directly
  std::vector<double> gram_eigenvalues;  ///< of the fixed side
  std::size_t unsolvable_row;            ///< a row without finite solution, or `every_row_solved`
};
inline constexpr std::size_t every_row_solved = static_cast<std::size_t>(-1);

/// Solves every row of `solved` anew with `fixed` fixed, after rotating that into its eigenbasis.
/// What `solved` held before does not matter. Rows are solved alone, so threads change no byte.
/// After a stop request neither side is of any use.
HalfSweep half_sweep(Side& solved, Side& fixed, const AlsOptions& options,
                     const Execution& execution);

}  // namespace upcross::detail
