// Reading purchase lines from a CSV file, beside the loop that everybody writes first.

#include <fstream>
#include <sstream>
#include <unordered_map>

#include <benchmark/benchmark.h>

#include <upcross/data/read.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

#include "sizes.hpp"

namespace upcross::bench {
namespace {

void ingest(benchmark::State& state) {
  const LongTailSize size = size_of(state);
  const PurchaseFile file(size);
  for (auto _ : state) benchmark::DoNotOptimize(read_dataset(Source{.purchases = {file.path()}}));
  count_per_second(state, "lines/s", size.lines);
}
BENCHMARK(ingest)->Apply(small_and_large);

/// Columns in the order of the file: no sorting, no checks, no dense order of ids.
struct PlainPurchases {
  std::unordered_map<std::string, std::size_t> accounts, products;
  std::vector<std::size_t> account, product;
  std::vector<std::string> day;
  std::vector<double> quantity, unit_price;
};

PlainPurchases read_with_getline(const std::filesystem::path& path) {
  PlainPurchases result;
  std::ifstream in(path);
  std::string line, field;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream fields(line);
    std::getline(fields, field, ',');
    result.account.push_back(result.accounts.emplace(field, result.accounts.size()).first->second);
    std::getline(fields, field, ',');
    result.product.push_back(result.products.emplace(field, result.products.size()).first->second);
    std::getline(fields, field, ',');
    result.day.push_back(field);
    std::getline(fields, field, ',');
    result.quantity.push_back(std::stod(field));
    std::getline(fields, field, ',');
    result.unit_price.push_back(std::stod(field));
  }
  return result;
}

void ingest_rival_getline(benchmark::State& state) {
  const LongTailSize size = size_of(state);
  const PurchaseFile file(size);
  for (auto _ : state) benchmark::DoNotOptimize(read_with_getline(file.path()));
  count_per_second(state, "lines/s", size.lines);
}
BENCHMARK(ingest_rival_getline)->Apply(small_and_large);

void interactions(benchmark::State& state) {
  const LongTailSize size = size_of(state);
  const Dataset data = dataset_of(long_tail_lines(size));
  for (auto _ : state) benchmark::DoNotOptimize(build_interactions(data));
  count_per_second(state, "lines/s", size.lines);
}
BENCHMARK(interactions)->Apply(small_and_large);

}  // namespace
}  // namespace upcross::bench
