// The ten best of all products for many accounts, on one thread, beside sorting all scores.

#include <numeric>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <upcross/core/random.hpp>
#include <upcross/scoring/top_k.hpp>

#include "sizes.hpp"

namespace upcross::bench {
namespace {

constexpr std::size_t k = 10;

Matrix random_factors(std::size_t rows, std::size_t factors, std::uint64_t seed) {
  Matrix result(rows, factors);
  for (std::size_t i = 0; i < rows * factors; ++i) {
    result.data()[i] = static_cast<float>(normal(seed, i));
  }
  return result;
}

/// Accounts and products with factors; nobody bought anything.
struct Tables {
  explicit Tables(const benchmark::State& state)
      : accounts(random_factors(static_cast<std::size_t>(state.range(0)), factors_of(state), 1)),
        products(random_factors(static_cast<std::size_t>(state.range(1)), factors_of(state), 2)) {}

  static std::size_t factors_of(const benchmark::State& state) {
    return static_cast<std::size_t>(state.range(2));
  }

  Matrix accounts;
  Matrix products;
};

void sizes(benchmark::internal::Benchmark* one) {
  one->ArgNames({"accounts", "products", "factors"})
      ->Args({1'000, 1'000, 64})
      ->Args({1'000, 20'000, 64})
      ->Args({1'000, 20'000, 128})
      ->Unit(benchmark::kMillisecond);
}

void best(benchmark::State& state) {
  const Tables tables(state);
  const std::vector<bool> eligible(tables.products.rows(), true);
  std::vector<TopKQuery> queries;
  for (std::size_t a = 0; a < tables.accounts.rows(); ++a) {
    queries.push_back({tables.accounts.row(a), {}});
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(top_k(tables.products, queries, k, {eligible}, {.threads = 1}));
  }
  count_per_second(state, "accounts/s", tables.accounts.rows());
}
BENCHMARK(best)->Name("top_k")->Apply(sizes);

std::vector<ScoredProduct> best_of_sorted(const Eigen::VectorXf& scores) {
  std::vector<ScoredProduct> all;
  for (Eigen::Index p = 0; p < scores.size(); ++p) {
    all.push_back({static_cast<ProductIndex>(p), scores[p]});
  }
  std::ranges::sort(all, std::ranges::greater(), &ScoredProduct::score);
  all.resize(std::min(k, all.size()));
  return all;
}

void best_rival_sort(benchmark::State& state) {
  const Tables tables(state);
  const auto accounts = eigen_view(tables.accounts);
  const auto products = eigen_view(tables.products);
  for (auto _ : state) {
    for (Eigen::Index a = 0; a < accounts.rows(); ++a) {
      const Eigen::VectorXf scores = products * accounts.row(a).transpose();
      benchmark::DoNotOptimize(best_of_sorted(scores));
    }
  }
  count_per_second(state, "accounts/s", tables.accounts.rows());
}
BENCHMARK(best_rival_sort)->Name("top_k_rival_sort")->Apply(sizes);

}  // namespace
}  // namespace upcross::bench
