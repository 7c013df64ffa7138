#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

#include <benchmark/benchmark.h>

#include "long_tail.hpp"

namespace upcross::bench {

/// The sizes that stand in a benchmark's name: accounts/products/lines.
inline LongTailSize size_of(const benchmark::State& state) {
  const auto argument = [&](std::size_t i) { return static_cast<std::size_t>(state.range(i)); };
  return {argument(0), argument(1), argument(2)};
}

/// Small enough for a laptop's cache, and as a mid-sized wholesaler has it.
inline void small_and_large(benchmark::internal::Benchmark* one) {
  one->ArgNames({"accounts", "products", "lines"})
      ->Args({2'000, 1'000, 100'000})
      ->Args({20'000, 5'000, 1'000'000})
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime();
}

/// Counts `each` units of work per pass and shows them per second.
inline void count_per_second(benchmark::State& state, const char* unit, std::size_t each) {
  state.counters[unit] =
      benchmark::Counter(static_cast<double>(each), benchmark::Counter::kIsIterationInvariantRate);
}

/// A file of purchases that is gone with the object.
class PurchaseFile {
 public:
  explicit PurchaseFile(const LongTailSize& size)
      : path_(std::filesystem::temp_directory_path() /
              ("upcross-benchmark-" + std::to_string(::getpid()) + ".csv")) {
    write_purchases(path_, long_tail_lines(size));
  }
  PurchaseFile(const PurchaseFile&) = delete;
  PurchaseFile& operator=(const PurchaseFile&) = delete;
  ~PurchaseFile() { std::filesystem::remove(path_); }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace upcross::bench
