#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/core/matrix.hpp>

namespace upcross {

struct ScoredProduct {
  ProductIndex product;
  float score;

  bool operator==(const ScoredProduct&) const = default;
};

/// What `top_k` may return.
struct TopKFilter {
  const std::vector<bool>& eligible;  ///< one flag per product
  std::size_t per_category = 0;       ///< at most so many products of one category; 0 = no cap
  std::span<const std::uint32_t> category = {};  ///< of each product; needed for a cap only
};

/// One account's question: its factors and the products it must not be offered.
struct TopKQuery {
  std::span<const float> factors;
  std::span<const std::uint32_t> excluded;  ///< product positions, rising
};

/// For each query the `k` eligible products of highest score <x, y_p>, best first, exactly: equal
/// scores stand in the order of their indexes; fewer only where fewer are eligible.
/// The scores are float32, the same bytes for any number of threads.
/// O(queries * products * factors). A stop request throws stopped.
std::vector<std::vector<ScoredProduct>> top_k(const Matrix& product_factors,
                                              std::span<const TopKQuery> queries, std::size_t k,
                                              const TopKFilter& filter,
                                              const Execution& execution = {});

}  // namespace upcross
