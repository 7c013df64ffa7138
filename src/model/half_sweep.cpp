#include "model/half_sweep.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include <upcross/core/parallel_for.hpp>

#include "kernels/table.hpp"
#include "model/eigenbasis.hpp"
#include "model/row_equations.hpp"

namespace upcross::detail {
namespace {

constexpr std::size_t rows_per_task = 32;

/// Up to this ratio of confidence to unobserved weight, which bounds the condition number,
/// conjugate gradients in float32 can reach five digits.
constexpr float widest_curvature = 256.0F;

struct RowResult {
  double loss = 0.0;
  double square_norm = 0.0;
  bool direct = false;
  bool solved = true;
};

/// Solves rows one by one; every thread has its own, with its scratch.
class RowSweep {
 public:
  RowSweep(Side& solved, const FactorTable& fixed, const std::vector<double>& eigenvalues,
           const AlsOptions& options)
      : solved_(solved),
        fixed_(fixed),
        eigenvalues_(eigenvalues),
        options_(options),
        diagonal_in_float_(fixed.stride()),
        inverse_(fixed.stride()),
        scratch_(4 * fixed.stride()) {}

  RowResult solve(std::size_t row) {
    const SparseRows::Row entries = solved_.interactions.row(row);
    if (entries.size() == 0) return {};
    use_ridge(solved_.ridge[row]);
    const kernels::Row equations{
        fixed_.data(),         fixed_.stride(),       fixed_.factors(), entries.indexes.data(),
        entries.values.data(), entries.values.data(), entries.size()};
    if (options_.solver == RowSolver::conjugate_gradients && is_mild(row)) {
      const kernels::Solved solved = kernels::active().conjugate_gradients(
          equations, diagonal_in_float_.data(), inverse_.data(), options_.tolerance,
          solved_.factors.data(row), scratch_.data());
      if (solved.converged) return result(row, solved, false);
    }
    return solve_directly(equations, row);
  }

 private:
  /// Rows of equal length, which follow one another, share the diagonal.
  void use_ridge(double ridge) {
    if (ridge == ridge_) return;
    ridge_ = ridge;
    diagonal_ = shared_diagonal(eigenvalues_, options_.unobserved_weight, ridge);
    for (std::size_t f = 0; f < diagonal_.size(); ++f) {
      diagonal_in_float_[f] = static_cast<float>(diagonal_[f]);
      inverse_[f] = static_cast<float>(1.0 / diagonal_[f]);
    }
  }

  bool is_mild(std::size_t row) const {
    return solved_.widest[row] <= widest_curvature * static_cast<float>(options_.unobserved_weight);
  }

  RowResult solve_directly(const kernels::Row& equations, std::size_t row) {
    if (!direct_) direct_.emplace(fixed_.factors());
    if (!direct_->factor(equations, diagonal_)) return {.direct = true, .solved = false};
    solution_.resize(fixed_.factors());
    const kernels::Solved solved = direct_->solve(solution_);
    std::ranges::transform(solution_, solved_.factors.data(row),
                           [](double value) { return static_cast<float>(value); });
    return result(row, solved, true);
  }

  RowResult result(std::size_t row, const kernels::Solved& solved, bool direct) const {
    return {solved_.confidence[row] - solved.reduction, solved.square_norm, direct,
            solved.converged};
  }

  Side& solved_;
  const FactorTable& fixed_;
  const std::vector<double>& eigenvalues_;
  const AlsOptions& options_;
  double ridge_ = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> diagonal_;
  Buffer<float> diagonal_in_float_, inverse_, scratch_;
  std::optional<RowEquations> direct_;
  std::vector<double> solution_;
};

HalfSweep summary(const std::vector<RowResult>& rows, const Side& side,
                  std::vector<double> eigenvalues) {
  HalfSweep result{0.0, 0.0, 0, std::move(eigenvalues), every_row_solved};
  for (std::size_t row = rows.size(); row-- > 0;) {
    result.loss += rows[row].loss;
    result.regularization += side.ridge[row] * rows[row].square_norm;
    result.direct_rows += rows[row].direct;
    if (!rows[row].solved) result.unsolvable_row = row;
  }
  return result;
}

}  // namespace

HalfSweep half_sweep(Side& solved, Side& fixed, const AlsOptions& options,
                     const Execution& execution) {
  Eigenbasis basis = to_eigenbasis(fixed.factors, execution);
  std::vector<RowResult> results(solved.order.size());
  const std::size_t tasks = (results.size() + rows_per_task - 1) / rows_per_task;
  std::vector<RowSweep> workers(execution.threads_for(tasks),
                                RowSweep(solved, fixed.factors, basis.eigenvalues, options));
  parallel_for(execution, tasks, [&](std::size_t task, unsigned worker) {
    const std::size_t end = std::min((task + 1) * rows_per_task, results.size());
    for (std::size_t i = task * rows_per_task; i < end; ++i) {
      const std::size_t row = solved.order[i];
      results[row] = workers[worker].solve(row);
    }
  });
  return summary(results, solved, std::move(basis.eigenvalues));
}

}  // namespace upcross::detail
