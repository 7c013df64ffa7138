#include "model/row_sweep.hpp"

#include <algorithm>

#include <upcross/core/parallel_for.hpp>

#include "model/eigenbasis.hpp"

namespace upcross::detail {
namespace {

/// Up to this ratio of confidence to unobserved weight, which bounds the condition number,
/// conjugate gradients in float32 can reach five digits.
constexpr float widest_curvature = 256.0F;

/// |residual| / |right-hand side| of a refined row: less than a float32 solution can show.
constexpr double refined_tolerance = 1e-8;

SweepReport report(const PlannedRow& row, const kernels::Solved& solved, bool direct) {
  return {row.confidence - solved.reduction, row.ridge * solved.square_norm, direct,
          SweepReport::every_row_solved};
}

/// out += the sums of `add` over the parts of a row, in the order of the parts.
template <class Add>
void add_parts(const kernels::Row& row, const Execution& execution, float* partial_sums, float* out,
               Add add) {
  const std::size_t parts = (row.size + part_size - 1) / part_size;
  parallel_for(execution, parts, [&](std::size_t i, unsigned) {
    kernels::Row part = row;
    part.size = std::min(part_size, row.size - i * part_size);
    part.indexes += i * part_size;
    part.curvature += i * part_size;
    part.weights += i * part_size;
    std::fill_n(partial_sums + i * row.stride, row.stride, 0.0F);
    add(part, partial_sums + i * row.stride);
  });
  for (std::size_t i = 0; i < parts; ++i) {
    for (std::size_t k = 0; k < row.stride; ++k) out[k] += partial_sums[i * row.stride + k];
  }
}

}  // namespace

SweepReport& SweepReport::operator+=(const SweepReport& other) {
  loss += other.loss;
  regularization += other.regularization;
  direct_rows += other.direct_rows;
  unsolvable_row = std::min(unsolvable_row, other.unsolvable_row);
  return *this;
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

RowSweep::RowSweep(Side& solved, const FactorTable& fixed, const std::vector<double>& eigenvalues,
                   const AlsOptions& options, Route route, RowScratch& scratch)
    : solved_(solved),
      fixed_(fixed),
      eigenvalues_(eigenvalues),
      options_(options),
      route_(route),
      scratch_(scratch) {}

SweepReport RowSweep::solve(std::size_t i, std::size_t next) {
  const PlannedRow& row = solved_.rows[i];
  kernels::Row equations = equations_of(row);
  equations.prefetched = i == expected_;
  expected_ = next;
  expect(std::min(i + 2, solved_.rows.size() - 1));
  use_ridge(row.ridge);
  const kernels::Row following = equations_of(solved_.rows[next]);
  const bool mild = is_mild(row.widest, options_.unobserved_weight);
  if (route_ == Route::tolerant && mild) {
    const kernels::Solved solved = kernels::active().conjugate_gradients(
        equations, following, scratch_.rounded.data(), scratch_.inverse.data(), options_.tolerance,
        solved_.factors.data(row.row), scratch_.floats.data());
    if (solved.converged) return report(row, solved, false);
  }
  return store(row,
               solve_exactly(equations, following, mild && route_ == Route::refined, scratch_));
}

SweepReport RowSweep::solve_together(std::size_t i, const Execution& execution,
                                     float* partial_sums) {
  const PlannedRow& row = solved_.rows[i];
  if (route_ != Route::tolerant || !is_mild(row.widest, options_.unobserved_weight)) {
    return solve(i, i);
  }
  use_ridge(row.ridge);
  const kernels::Row equations = equations_of(row);
  const std::size_t n = fixed_.stride();
  float* floats = scratch_.floats.data();
  kernels::Descent descent{n,
                           scratch_.rounded.data(),
                           scratch_.inverse.data(),
                           solved_.factors.data(row.row),
                           floats,
                           floats + n,
                           floats + 2 * n,
                           floats + 3 * n,
                           0.0F,
                           0.0F};
  std::fill_n(descent.right, n, 0.0F);
  const kernels::Table& kernel = kernels::active();
  add_parts(equations, execution, partial_sums, descent.right, kernel.right_hand_side);
  kernel.begin(descent, options_.tolerance);
  for (std::size_t step = 0; step < 2 * fixed_.factors() && descent.square > descent.target;
       ++step) {
    add_parts(equations, execution, partial_sums, descent.image,
              [&](const kernels::Row& part, float* sum) {
                kernel.add_curvature(part, descent.direction, sum);
              });
    kernel.advance(descent);
    if (execution.stop.stop_requested()) return {};
  }
  const kernels::Solved solved = kernel.finish(descent);
  if (solved.converged) return report(row, solved, false);
  return store(row, solve_exactly(equations, equations, false, scratch_));
}

kernels::Row RowSweep::equations_of(const PlannedRow& row) const {
  const float* values = solved_.interactions.values.data() + row.begin;
  return {fixed_.data(),    fixed_.stride(),
          fixed_.factors(), solved_.interactions.indexes.data() + row.begin,
          values,           values,
          row.size};
}

/// Rows of equal length, which follow one another, share the diagonal.
void RowSweep::use_ridge(double ridge) {
  if (ridge == ridge_) return;
  ridge_ = ridge;
  set_shared_diagonal(eigenvalues_, options_.unobserved_weight, ridge, scratch_.diagonal.span());
  scratch_.use_diagonal();
}

/// Rows lie apart in memory, in the order of their ids.
void RowSweep::expect(std::size_t i) const {
  const PlannedRow& row = solved_.rows[i];
  __builtin_prefetch(solved_.interactions.indexes.data() + row.begin);
  __builtin_prefetch(solved_.interactions.values.data() + row.begin);
  for (std::size_t k = 0; k < fixed_.stride(); k += 16) {
    __builtin_prefetch(solved_.factors.data(row.row) + k, 1);
  }
}

SweepReport RowSweep::store(const PlannedRow& row, const ExactSolution& exact) {
  if (!exact.solved.converged) return {0.0, 0.0, exact.direct, row.row};
  std::transform(scratch_.solution.data(), scratch_.solution.data() + fixed_.factors(),
                 solved_.factors.data(row.row),
                 [](double value) { return static_cast<float>(value); });
  return report(row, exact.solved, exact.direct);
}

}  // namespace upcross::detail
