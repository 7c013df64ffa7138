#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <upcross/core/random.hpp>
#include <upcross/evaluation/metrics.hpp>

namespace upcross {
namespace {

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double resampled_mean(std::span<const double> values, std::uint64_t key) {
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double place = uniform(key, i) * static_cast<double>(values.size());
    sum += values[std::min(static_cast<std::size_t>(place), values.size() - 1)];
  }
  return sum / static_cast<double>(values.size());
}

}  // namespace

double discount(std::size_t rank) { return 1.0 / std::log2(static_cast<double>(rank) + 1.0); }

ListQuality list_quality(std::span<const ScoredProduct> ranked,
                         std::span<const std::uint32_t> wanted, std::size_t k) {
  double hits = 0.0;
  double gained = 0.0;
  double best = 0.0;
  for (std::size_t i = 0; i < std::min(k, ranked.size()); ++i) {
    if (!std::ranges::binary_search(wanted, position(ranked[i].product))) continue;
    hits += 1.0;
    gained += discount(i + 1);
  }
  const std::size_t most = std::min(k, wanted.size());
  for (std::size_t i = 0; i < most; ++i) best += discount(i + 1);
  return {hits > 0.0 ? 1.0 : 0.0, hits / static_cast<double>(most), gained / best};
}

BootstrapMean bootstrap_mean(std::span<const double> values, std::uint64_t seed) {
  constexpr std::size_t resamples = 1000;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (values.empty()) return {nan, nan, nan, nan, nan};
  std::vector<double> means(resamples);
  for (std::size_t i = 0; i < resamples; ++i) means[i] = resampled_mean(values, mix(seed + i + 1));
  std::ranges::sort(means);
  const double middle = mean_of(means);
  double square = 0.0;
  for (const double m : means) square += (m - middle) * (m - middle);
  const auto not_above = std::ranges::upper_bound(means, 0.0) - means.begin();
  return {mean_of(values), std::sqrt(square / resamples), means[resamples / 20],
          means[resamples - 1 - resamples / 20], static_cast<double>(not_above) / resamples};
}

double gini(std::vector<double> counts) {
  std::ranges::sort(counts);
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
  if (total <= 0.0) return 0.0;
  double weighted = 0.0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    weighted += static_cast<double>(2 * i + 1) * counts[i];
  }
  const auto n = static_cast<double>(counts.size());
  return weighted / (n * total) - 1.0;
}

}  // namespace upcross
