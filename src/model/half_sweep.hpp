#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/core/matrix.hpp>
#include <upcross/interactions/sparse_rows.hpp>
#include <upcross/model/als.hpp>

namespace upcross::detail {

/// One side of the factorization: its interactions, its factors and the ridge of each row.
struct Side {
  const SparseRows& interactions;
  Matrix factors;
  std::size_t active;         ///< rows that have interactions; the others stay 0
  std::vector<double> ridge;  ///< reg * (n + a0 * active rows of the other side)^nu
  std::string name;           ///< "account" or "product", for messages
};

/// What a half-sweep tells.
struct HalfSweep {
  double loss = 0.0;            ///< the objective without the regularization of the fixed side
  std::size_t direct_rows = 0;  ///< solved directly
  std::vector<double> gram_eigenvalues;  ///< of the fixed side
  std::size_t unsolvable_row;            ///< a row without finite solution, or `every_row_solved`
};
inline constexpr std::size_t every_row_solved = static_cast<std::size_t>(-1);

/// Solves every row of `solved` with `fixed` fixed, after rotating both into the fixed side's
/// eigenbasis. Rows are solved alone, so threads change no byte.
HalfSweep half_sweep(Side& solved, Side& fixed, const AlsOptions& options,
                     const Execution& execution);

}  // namespace upcross::detail
