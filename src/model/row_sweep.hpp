#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include <upcross/core/buffer.hpp>
#include <upcross/core/execution.hpp>
#include <upcross/model/als.hpp>

#include "kernels/table.hpp"
#include "model/row_equations.hpp"
#include "model/side.hpp"

namespace upcross::detail {

/// How rows are solved.
enum class Route {
  tolerant,  ///< conjugate gradients to AlsOptions::tolerance
  refined,   ///< to the last digit of float32: conjugate gradients, corrected in double precision
  direct,    ///< Cholesky in double precision
};

/// What solving rows tells.
struct SweepReport {
  double loss = 0.0;            ///< the objective without the regularization of the fixed side
  double regularization = 0.0;  ///< of the solved side
  std::size_t direct_rows = 0;  ///< solved directly
  std::size_t unsolvable_row = every_row_solved;  ///< the first row without finite solution

  static constexpr std::size_t every_row_solved = static_cast<std::size_t>(-1);

  SweepReport& operator+=(const SweepReport& other);
};

/// The rows of a side, all of which are solved with the other side fixed.
struct Sweep {
  Side& solved;
  const FactorTable& fixed;
  const std::vector<double>& eigenvalues;  ///< of the Gram matrix of `fixed`
  const AlsOptions& options;
  Route route;
};

/// Of row i of the plan.
kernels::Row equations_of(const Sweep& sweep, std::size_t i);

SweepReport report_of(const PlannedRow& row, const kernels::Solved& solved, bool direct);

/// What one thread needs to solve rows.
struct RowScratch {
  explicit RowScratch(std::size_t number_of_factors);

  /// Takes the diagonal of the rows with this ridge in.
  void use_ridge(const Sweep& sweep, double ridge);

  /// Takes the first d numbers of `diagonal` for all rows to come.
  void use_diagonal();

  Buffer<double> diagonal, solution, doubles;
  Buffer<float> rounded, inverse, floats;
  std::size_t factors;
  std::optional<RowEquations> equations;  ///< 2 d^2 numbers, once a row goes the direct way
};

/// Whether conjugate gradients in float32 can solve a row with this largest confidence.
bool is_mild(float widest, double unobserved_weight);

struct ExactSolution {
  kernels::Solved solved;  ///< converged: false if the row has no finite solution
  bool direct;             ///< by Cholesky
};

/// The solution of a row to the last digit of float32, in `scratch.solution`; a mild one by
/// conjugate gradients that are corrected in double precision, else directly.
ExactSolution solve_exactly(const kernels::Row& row, const kernels::Row& next, bool mild,
                            RowScratch& scratch);

/// Solves the rows of a side one after another.
class RowSweep {
 public:
  /// Keeps references to everything.
  RowSweep(const Sweep& sweep, RowScratch& scratch) : sweep_(sweep), scratch_(scratch) {}

  /// Row i of the plan, while row `next` comes into the cache.
  SweepReport solve(std::size_t i, std::size_t next);

 private:
  void use_ridge(double ridge);
  void expect(std::size_t i) const;
  SweepReport store(const PlannedRow& row, const ExactSolution& exact);

  const Sweep& sweep_;
  RowScratch& scratch_;
  std::size_t expected_ = SweepReport::every_row_solved;
  double ridge_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace upcross::detail
