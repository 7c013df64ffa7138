// The ten best products that each account has not bought, of trained factors, on one thread, beside
// sorting all scores. UPCROSS_KERNELS chooses the level, which stands beside the figures.

#include <algorithm>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include <upcross/kernels/kernels.hpp>
#include <upcross/model/als.hpp>
#include <upcross/scoring/top_k.hpp>

#include "sizes.hpp"

namespace upcross::bench {
namespace {

constexpr std::size_t k = 10;
const Execution one_thread = {.threads = 1};

/// A fitted model of a long-tailed wholesaler and the questions of its accounts.
struct Trained {
  explicit Trained(const benchmark::State& state)
      : interactions(build_interactions(dataset_of(long_tail_lines(size_of(state))))),
        model(fit_als(interactions, options_of(state)).model),
        eligible(model.product_factors().rows(), true) {}

  /// Weights at which all factors carry something, as in models of real purchases.
  static AlsOptions options_of(const benchmark::State& state) {
    return {.factors = static_cast<std::size_t>(state.range(3)),
            .iterations = 4,
            .unobserved_weight = 0.03,
            .regularization = 0.003};
  }

  std::vector<TopKQuery> queries(std::size_t count) const {
    std::vector<TopKQuery> result;
    for (std::size_t a = 0; a < std::min(count, model.account_factors().rows()); ++a) {
      result.push_back(
          {model.account_factors().row(a), interactions.seen(static_cast<AccountIndex>(a))});
    }
    return result;
  }

  InteractionMatrix interactions;
  FactorModel model;
  std::vector<bool> eligible;
};

void sizes(benchmark::internal::Benchmark* one) {
  one->ArgNames({"accounts", "products", "lines", "factors"})
      ->Args({2'000, 1'000, 100'000, 64})
      ->Args({30'000, 41'000, 1'000'000, 64})
      ->Args({30'000, 41'000, 1'000'000, 128})
      ->Args({30'000, 41'000, 1'000'000, 256})
      ->Unit(benchmark::kMillisecond);
}

void best(benchmark::State& state) {
  const Trained trained(state);
  const ScanTable products(trained.model.product_factors());
  const auto queries = trained.queries(trained.model.account_factors().rows());
  for (auto _ : state) {
    benchmark::DoNotOptimize(top_k(products, queries, k, {trained.eligible}, one_thread));
  }
  state.SetLabel(std::string(to_string(active_kernels())));
  count_per_second(state, "accounts/s", queries.size());
}
BENCHMARK(best)->Name("top_k")->Apply(sizes);

void table(benchmark::State& state) {
  const Trained trained(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(ScanTable(trained.model.product_factors(), {}, one_thread));
  }
  count_per_second(state, "products/s", trained.eligible.size());
}
BENCHMARK(table)->Name("top_k_table")->Apply(sizes);

std::vector<ScoredProduct> best_of_sorted(const Eigen::VectorXf& scores, const TopKQuery& query) {
  std::vector<ScoredProduct> all;
  for (Eigen::Index p = 0; p < scores.size(); ++p) {
    if (std::ranges::binary_search(query.excluded, static_cast<std::uint32_t>(p))) continue;
    all.push_back({static_cast<ProductIndex>(p), scores[p]});
  }
  std::ranges::sort(all, std::ranges::greater(), &ScoredProduct::score);
  all.resize(std::min(k, all.size()));
  return all;
}

void best_rival_sort(benchmark::State& state) {
  const Trained trained(state);
  const auto products = eigen_view(trained.model.product_factors());
  const auto queries = trained.queries(200);
  for (auto _ : state) {
    for (const TopKQuery& query : queries) {
      const Eigen::Map<const Eigen::VectorXf> account(query.factors.data(), products.cols());
      const Eigen::VectorXf scores = products * account;
      benchmark::DoNotOptimize(best_of_sorted(scores, query));
    }
  }
  count_per_second(state, "accounts/s", queries.size());
}
BENCHMARK(best_rival_sort)->Name("top_k_rival_sort")->Apply(sizes);

}  // namespace
}  // namespace upcross::bench
