#include "model/half_sweep.hpp"

#include <algorithm>
#include <numeric>

#include <upcross/core/parallel_for.hpp>

#include "model/conjugate_gradients.hpp"
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
  bool direct = false;
  bool solved = true;
};

/// Solves rows one by one; every thread has its own.
class RowSweep {
 public:
  RowSweep(Side& solved, const Matrix& fixed, const std::vector<double>& eigenvalues,
           const AlsOptions& options)
      : solved_(solved),
        fixed_(fixed),
        eigenvalues_(eigenvalues),
        options_(options),
        iterative_(options.factors) {}

  RowResult solve(std::size_t row) {
    const SparseRows::Row entries = solved_.interactions.row(row);
    if (entries.size() == 0) return {};
    const Observations observations{entries.indexes, entries.values, entries.values};
    const std::vector<double> diagonal =
        shared_diagonal(eigenvalues_, options_.unobserved_weight, solved_.ridge[row]);
    const double total = std::accumulate(entries.values.begin(), entries.values.end(), 0.0);
    const std::span<float> x = solved_.factors.row(row);
    if (options_.solver == RowSolver::conjugate_gradients && is_mild(entries.values)) {
      const auto [converged, reduction] =
          iterative_.solve(fixed_, diagonal, observations, options_.tolerance, x);
      if (converged) return {total - reduction};
    }
    return solve_directly(diagonal, observations, total, x);
  }

 private:
  bool is_mild(std::span<const float> confidences) const {
    return std::ranges::max(confidences) <=
           widest_curvature * static_cast<float>(options_.unobserved_weight);
  }

  RowResult solve_directly(const std::vector<double>& diagonal, const Observations& observations,
                           double total, std::span<float> x) const {
    const RowEquations equations(fixed_, diagonal, observations);
    if (!equations.solvable()) return {0.0, true, false};
    const Eigen::VectorXd solution = equations.solution();
    Eigen::Map<Eigen::VectorXf>(x.data(), std::ssize(x)) = solution.cast<float>();
    double reduction = 0.0;
    for (std::size_t j = 0; j < observations.indexes.size(); ++j) {
      reduction += observations.weights[j] * affinity(x, fixed_.row(observations.indexes[j]));
    }
    return {total - reduction, true, solution.allFinite()};
  }

  Side& solved_;
  const Matrix& fixed_;
  const std::vector<double>& eigenvalues_;
  const AlsOptions& options_;
  ConjugateGradients iterative_;
};

/// Long rows first, so that no thread is left with one at the end.
std::vector<std::size_t> by_falling_length(const SparseRows& rows) {
  std::vector<std::size_t> order(rows.rows());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>(),
                           [&](std::size_t row) { return rows.row(row).size(); });
  return order;
}

HalfSweep summary(const std::vector<RowResult>& rows, std::vector<double> eigenvalues) {
  HalfSweep result{0.0, 0, std::move(eigenvalues), every_row_solved};
  for (std::size_t row = rows.size(); row-- > 0;) {
    result.loss += rows[row].loss;
    result.direct_rows += rows[row].direct;
    if (!rows[row].solved) result.unsolvable_row = row;
  }
  return result;
}

}  // namespace

HalfSweep half_sweep(Side& solved, Side& fixed, const AlsOptions& options,
                     const Execution& execution) {
  // Never stopped between its blocks: factors of which some are rotated would be worthless.
  const Execution whole{.threads = execution.threads};
  std::vector<double> eigenvalues = to_eigenbasis(fixed.factors, solved.factors, whole);
  const std::vector<std::size_t> order = by_falling_length(solved.interactions);
  std::vector<RowResult> results(order.size());
  const std::size_t tasks = (order.size() + rows_per_task - 1) / rows_per_task;
  std::vector<RowSweep> workers(execution.threads_for(tasks),
                                RowSweep(solved, fixed.factors, eigenvalues, options));
  parallel_for(execution, tasks, [&](std::size_t task, unsigned worker) {
    const std::size_t end = std::min((task + 1) * rows_per_task, order.size());
    for (std::size_t i = task * rows_per_task; i < end; ++i) {
      results[order[i]] = workers[worker].solve(order[i]);
    }
  });
  return summary(results, std::move(eigenvalues));
}

}  // namespace upcross::detail
