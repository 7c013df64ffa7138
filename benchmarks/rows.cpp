// The rows of one iteration, and what it takes only to read the same factors once.

#include <benchmark/benchmark.h>

#include "kernels/table.hpp"
#include "model/half_sweep.hpp"
#include "sizes.hpp"

namespace upcross::bench {
namespace {

const Execution one_thread = {.threads = 1};

/// The state of a fit after two iterations: both sides in their eigenbasis.
struct Fitted {
  InteractionMatrix interactions;
  AlsOptions options;
  detail::Side accounts, products;
  std::vector<double> account_eigenvalues, product_eigenvalues;

  explicit Fitted(const benchmark::State& state)
      : interactions(build_interactions(dataset_of(long_tail_lines(size_of(state))))),
        options{.factors = static_cast<std::size_t>(state.range(3))},
        accounts(side(interactions.by_account(), interactions.by_product(), "account")),
        products(side(interactions.by_product(), interactions.by_account(), "product")) {
    for (std::size_t p = 0; p < products.factors.rows(); ++p) {
      for (std::size_t f = 0; f < options.factors; ++f) {
        products.factors.row(p)[f] = static_cast<float>(0.1 * normal(p, f));
      }
    }
    detail::HalfSweeps sweeps(accounts, products, options, one_thread);
    for (int i = 0; i < 2; ++i) {
      sweeps.run(accounts, products, detail::Route::tolerant);
      sweeps.run(products, accounts, detail::Route::tolerant);
    }
    account_eigenvalues = to_eigenbasis(accounts);
    product_eigenvalues = to_eigenbasis(products);
  }

 private:
  detail::Side side(const SparseRows& rows, const SparseRows& other, const char* name) const {
    return detail::make_side(rows, detail::active_rows(other), options, name);
  }

  std::vector<double> to_eigenbasis(detail::Side& side) const {
    detail::Eigenbasis basis(options.factors, one_thread);
    basis.take_in(side.factors);
    return basis.eigenvalues();
  }
};

void solve(detail::Side& solved, const detail::FactorTable& fixed,
           const std::vector<double>& eigenvalues, const AlsOptions& options,
           detail::LongRows& long_rows, detail::RowScratch& scratch) {
  const detail::Sweep sweep{solved, fixed, eigenvalues, options, detail::Route::tolerant};
  for (std::size_t i = 0; i < long_rows.size(); i += long_rows.batch()) {
    long_rows.solve(i, sweep, {&scratch, 1}, one_thread);
  }
  detail::RowSweep rows(sweep, scratch);
  for (std::size_t i = long_rows.size(); i < solved.rows.size(); ++i) {
    rows.solve(i, std::min(i + 1, solved.rows.size() - 1));
  }
}

/// += Y^T w of every row.
void gather(detail::Side& solved, const detail::FactorTable& fixed) {
  const SparseRows& table = solved.interactions;
  for (const detail::PlannedRow& row : solved.rows) {
    const float* values = table.values.data() + row.begin;
    kernels::active().add_right_hand_side(
        {fixed.data(), fixed.stride(), fixed.factors(), table.indexes.data() + row.begin, values,
         values, row.size},
        solved.factors.data(row.row));
  }
}

void rows(benchmark::State& state) {
  Fitted fit(state);
  const detail::FactorTable fixed_accounts = fit.accounts.factors;
  const detail::FactorTable fixed_products = fit.products.factors;
  detail::LongRows long_accounts(fit.accounts, fixed_products.rows());
  detail::LongRows long_products(fit.products, fixed_accounts.rows());
  detail::RowScratch scratch(fit.options.factors);
  for (auto _ : state) {
    solve(fit.accounts, fixed_products, fit.product_eigenvalues, fit.options, long_accounts,
          scratch);
    solve(fit.products, fixed_accounts, fit.account_eigenvalues, fit.options, long_products,
          scratch);
  }
  count_per_second(state, "interactions/s", fit.interactions.by_account().entries());
}

void rows_rival_gather(benchmark::State& state) {
  Fitted fit(state);
  const detail::FactorTable fixed_accounts = fit.accounts.factors;
  const detail::FactorTable fixed_products = fit.products.factors;
  for (auto _ : state) {
    gather(fit.accounts, fixed_products);
    gather(fit.products, fixed_accounts);
  }
  count_per_second(state, "interactions/s", fit.interactions.by_account().entries());
}

void sizes_and_factors(benchmark::internal::Benchmark* one) {
  one->ArgNames({"accounts", "products", "lines", "factors"})->Unit(benchmark::kMillisecond);
  for (const int factors : {64, 128, 256}) {
    one->Args({2'000, 1'000, 100'000, factors})->Args({30'000, 41'000, 1'200'000, factors});
  }
  one->Args({137'000, 20'000, 12'000'000, 128});
}

BENCHMARK(rows)->Apply(sizes_and_factors);
BENCHMARK(rows_rival_gather)->Apply(sizes_and_factors);

}  // namespace
}  // namespace upcross::bench
