#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <upcross/scoring/top_k.hpp>

namespace upcross {

/// What a hit at a rank counts in DCG: 1 / log2(rank + 1) (Jarvelin and Kekalainen 2002).
double discount(std::size_t rank);

/// How good a ranked list is, each 0 .. 1.
struct ListQuality {
  double hit;     ///< 1 if any of the list is wanted
  double recall;  ///< wanted products in the list / min(k, wanted products)
  double ndcg;    ///< the discounts of the hits, summed / the same of the best list
};

/// Of the first `k` of `ranked`; `wanted` rising, at least one. O(k log wanted).
ListQuality list_quality(std::span<const ScoredProduct> ranked,
                         std::span<const std::uint32_t> wanted, std::size_t k);

/// A mean and where it lies in resamples of the values with replacement.
struct BootstrapMean {
  double mean;
  double standard_error;
  double low;  ///< quantiles 5 % and 95 % of the resampled means
  double high;
  double below_zero;  ///< the share of resampled means that are not above 0
};

/// 1,000 resamples drawn from `seed` (Efron 1979). NaN for no values. O(1000 * values).
BootstrapMean bootstrap_mean(std::span<const double> values, std::uint64_t seed = 0);

/// The Gini coefficient of counts >= 0: 0 = all alike, near 1 = one has all. 0 for none.
double gini(std::vector<double> counts);

}  // namespace upcross
