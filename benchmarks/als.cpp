// One iteration of the fit and its closing account half-sweep, on one thread, by each route, beside
// plain Eigen code for the same three half-sweeps.

#include <cmath>

#include <Eigen/Dense>
#include <benchmark/benchmark.h>

#include <upcross/model/als.hpp>

#include "sizes.hpp"

namespace upcross::bench {
namespace {

const Execution one_thread = {.threads = 1};

void sizes_and_factors(benchmark::internal::Benchmark* one) {
  one->ArgNames({"accounts", "products", "lines", "factors"})
      ->Args({2'000, 1'000, 100'000, 64})
      ->Args({2'000, 1'000, 100'000, 128})
      ->Args({20'000, 5'000, 1'000'000, 64})
      ->Unit(benchmark::kMillisecond);
}

AlsOptions options_of(const benchmark::State& state, RowSolver solver) {
  return {.factors = static_cast<std::size_t>(state.range(3)), .iterations = 1, .solver = solver};
}

void iteration(benchmark::State& state, RowSolver solver) {
  const auto interactions = build_interactions(dataset_of(long_tail_lines(size_of(state))));
  const AlsOptions options = options_of(state, solver);
  for (auto _ : state) benchmark::DoNotOptimize(fit_als(interactions, options, one_thread));
  count_per_second(state, "interactions/s", interactions.by_account().entries());
}
BENCHMARK_CAPTURE(iteration, conjugate_gradients, RowSolver::conjugate_gradients)
    ->Apply(sizes_and_factors);
BENCHMARK_CAPTURE(iteration, direct, RowSolver::direct)->Apply(sizes_and_factors);

using Factors = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Normal equations as the objective is written: a d x d matrix per row, LDL^T, in float32.
Factors solved(const SparseRows& rows, const Factors& fixed, const AlsOptions& options) {
  const auto weight = static_cast<float>(options.unobserved_weight);
  const auto regularization = static_cast<float>(options.regularization);
  const Eigen::MatrixXf shared = weight * (fixed.transpose() * fixed);
  Factors result = Factors::Zero(static_cast<Eigen::Index>(rows.rows()), fixed.cols());
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const SparseRows::Row row = rows.row(i);
    Eigen::MatrixXf matrix = shared;
    matrix.diagonal().array() += regularization * (static_cast<float>(row.size()) +
                                                   weight * static_cast<float>(fixed.rows()));
    Eigen::VectorXf right = Eigen::VectorXf::Zero(fixed.cols());
    for (std::size_t j = 0; j < row.size(); ++j) {
      const Eigen::VectorXf other = fixed.row(row.indexes[j]);
      matrix.selfadjointView<Eigen::Lower>().rankUpdate(other, row.values[j]);
      right += row.values[j] * other;
    }
    result.row(static_cast<Eigen::Index>(i)) =
        matrix.selfadjointView<Eigen::Lower>().ldlt().solve(right);
  }
  return result;
}

Factors initial_factors(std::size_t rows, std::size_t factors) {
  Factors result(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(factors));
  const double deviation = 0.1 / std::sqrt(static_cast<double>(factors));
  for (Eigen::Index i = 0; i < result.size(); ++i) {
    result.data()[i] = static_cast<float>(deviation * normal(1, static_cast<std::uint64_t>(i)));
  }
  return result;
}

void iteration_rival_eigen(benchmark::State& state) {
  const auto interactions = build_interactions(dataset_of(long_tail_lines(size_of(state))));
  const AlsOptions options = options_of(state, RowSolver::direct);
  const Factors start = initial_factors(interactions.product_count(), options.factors);
  for (auto _ : state) {
    const Factors accounts = solved(interactions.by_account(), start, options);
    const Factors products = solved(interactions.by_product(), accounts, options);
    benchmark::DoNotOptimize(solved(interactions.by_account(), products, options));
  }
  count_per_second(state, "interactions/s", interactions.by_account().entries());
}
BENCHMARK(iteration_rival_eigen)->Apply(sizes_and_factors);

}  // namespace
}  // namespace upcross::bench
