// From a file of purchases to explained recommendations for every account, on all processors.

#include <benchmark/benchmark.h>

#include <upcross/upcross.hpp>

#include "sizes.hpp"

namespace upcross::bench {
namespace {

void pipeline(benchmark::State& state) {
  const LongTailSize size = size_of(state);
  const PurchaseFile file(size);
  for (auto _ : state) {
    const auto data = read_dataset(Source{.purchases = {file.path()}});
    const auto interactions = build_interactions(data);
    const auto fit = fit_als(interactions);
    std::vector<AccountIndex> accounts;
    for (std::size_t a = 0; a < data.account_count(); ++a) {
      accounts.push_back(static_cast<AccountIndex>(a));
    }
    benchmark::DoNotOptimize(cross_sell(data, interactions, fit.model, accounts));
  }
  count_per_second(state, "accounts/s", size.accounts);
  count_per_second(state, "lines/s", size.lines);
}
BENCHMARK(pipeline)->Apply(small_and_large)->UseRealTime();

}  // namespace
}  // namespace upcross::bench
