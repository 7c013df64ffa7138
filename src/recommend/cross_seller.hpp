#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/recommend/cross_sell.hpp>
#include <upcross/scoring/top_k.hpp>

#include "recommend/question.hpp"

namespace upcross {

/// Answers `cross_sell` and the questions like it. Immutable; safe for concurrent use.
class CrossSeller {
 public:
  /// Keeps a reference. O(products * factors); a stop request throws stopped.
  CrossSeller(const Groundwork& ground, const Execution& execution);

  Recommendations offers(std::span<const AccountIndex> accounts, const CrossSellOptions& options,
                         const Execution& execution) const;

  /// The accounts that never had a line of the product and have the highest affinity for it.
  Recommendations accounts_for(ProductIndex product, const CrossSellOptions& options,
                               const Execution& execution) const;

  /// One row, whether or not the product could be offered; empty for an account without
  /// interactions.
  Recommendations explain(AccountIndex account, ProductIndex product,
                          const CrossSellOptions& options) const;

 private:
  using Lists = std::vector<std::vector<ScoredProduct>>;

  Lists scanned(std::span<const AccountIndex> accounts, std::size_t k, const TopKFilter& filter,
                const Execution& execution) const;
  Lists scored(std::span<const AccountIndex> accounts, std::size_t k, const TopKFilter& filter,
               const Execution& execution) const;
  float affinity_of(AccountIndex account, ProductIndex product) const;
  std::vector<AccountIndex> newcomers(ProductIndex product) const;

  const Groundwork& ground_;
  std::optional<ScanTable> products_;  ///< where affinities are inner products
};

}  // namespace upcross
