#include "model/row_sweep.hpp"

#include <algorithm>

#include "model/eigenbasis.hpp"

namespace upcross::detail {
namespace {

/// Up to this ratio of confidence to unobserved weight, which bounds the condition number,
/// conjugate gradients in float32 can reach five digits.
constexpr float widest_curvature = 256.0F;

/// |residual| / |right-hand side| of a refined row: less than a float32 solution can show.
constexpr double refined_tolerance = 1e-8;

}  // namespace

SweepReport& SweepReport::operator+=(const SweepReport& other) {
  loss += other.loss;
  regularization += other.regularization;
  direct_rows += other.direct_rows;
  unsolvable_row = std::min(unsolvable_row, other.unsolvable_row);
  return *this;
}

SweepReport report_of(const PlannedRow& row, const kernels::Solved& solved, bool direct) {
  return {row.confidence - solved.reduction, row.ridge * solved.square_norm, direct,
          SweepReport::every_row_solved};
}

kernels::Row equations_of(const Sweep& sweep, std::size_t i) {
  const PlannedRow& row = sweep.solved.rows[i];
  const float* values = sweep.solved.interactions.values.data() + row.begin;
  return {sweep.fixed.data(),
          sweep.fixed.stride(),
          sweep.fixed.factors(),
          sweep.solved.interactions.indexes.data() + row.begin,
          values,
          values,
          row.size};
}

RowScratch::RowScratch(std::size_t number_of_factors)
    : diagonal(FactorTable(0, number_of_factors).stride()),
      solution(diagonal.size()),
      doubles(5 * diagonal.size()),
      rounded(diagonal.size()),
      inverse(diagonal.size()),
      floats(4 * diagonal.size()),
      factors(number_of_factors) {
  std::fill_n(diagonal.data(), diagonal.size(), 1.0);
}

void RowScratch::use_diagonal() {
  for (std::size_t f = 0; f < factors; ++f) {
    rounded[f] = static_cast<float>(diagonal[f]);
    inverse[f] = static_cast<float>(1.0 / diagonal[f]);
  }
}

void RowScratch::use_ridge(const Sweep& sweep, double ridge) {
  set_shared_diagonal(sweep.eigenvalues, sweep.options.unobserved_weight, ridge, diagonal.span());
  use_diagonal();
}

bool is_mild(float widest, double unobserved_weight) {
  return widest <= widest_curvature * static_cast<float>(unobserved_weight);
}

ExactSolution solve_exactly(const kernels::Row& row, const kernels::Row& next, bool mild,
                            RowScratch& scratch) {
  if (mild) {
    const kernels::Solved solved = kernels::active().refine(
        row, next, scratch.diagonal.data(), scratch.rounded.data(), scratch.inverse.data(),
        refined_tolerance, scratch.solution.data(), scratch.doubles.data());
    if (solved.converged) return {solved, false};
  }
  const auto diagonal = scratch.diagonal.span().first(row.factors);
  if (!scratch.equations) scratch.equations.emplace(row.factors);
  if (!scratch.equations->factor(row, diagonal)) return {{}, true};
  return {scratch.equations->solve(scratch.solution.span().first(row.factors)), true};
}

SweepReport RowSweep::solve(std::size_t i, std::size_t next) {
  const PlannedRow& row = sweep_.solved.rows[i];
  kernels::Row equations = equations_of(sweep_, i);
  equations.prefetched = i == expected_;
  expected_ = next;
  expect(std::min(i + 2, sweep_.solved.rows.size() - 1));
  use_ridge(row.ridge);
  const kernels::Row following = equations_of(sweep_, next);
  const bool mild = is_mild(row.widest, sweep_.options.unobserved_weight);
  if (sweep_.route == Route::tolerant && mild) {
    const kernels::Solved solved = kernels::active().conjugate_gradients(
        equations, following, scratch_.rounded.data(), scratch_.inverse.data(),
        sweep_.options.tolerance, sweep_.solved.factors.data(row.row), scratch_.floats.data());
    if (solved.converged) return report_of(row, solved, false);
  }
  return store(
      row, solve_exactly(equations, following, mild && sweep_.route == Route::refined, scratch_));
}

/// Rows of equal length, which follow one another, share the diagonal.
void RowSweep::use_ridge(double ridge) {
  if (ridge == ridge_) return;
  ridge_ = ridge;
  scratch_.use_ridge(sweep_, ridge);
}

/// Rows lie apart in memory, in the order of their ids.
void RowSweep::expect(std::size_t i) const {
  const Side& side = sweep_.solved;
  const PlannedRow& row = side.rows[i];
  __builtin_prefetch(side.interactions.indexes.data() + row.begin);
  __builtin_prefetch(side.interactions.values.data() + row.begin);
  for (std::size_t k = 0; k < side.factors.stride(); k += 16) {
    __builtin_prefetch(side.factors.data(row.row) + k, 1);
  }
}

SweepReport RowSweep::store(const PlannedRow& row, const ExactSolution& exact) {
  if (!exact.solved.converged) return {0.0, 0.0, exact.direct, row.row};
  std::transform(scratch_.solution.data(), scratch_.solution.data() + sweep_.fixed.factors(),
                 sweep_.solved.factors.data(row.row),
                 [](double value) { return static_cast<float>(value); });
  return report_of(row, exact.solved, exact.direct);
}

}  // namespace upcross::detail
