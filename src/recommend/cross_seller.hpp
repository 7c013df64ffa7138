#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/model/fold_in.hpp>
#include <upcross/recommend/cross_sell.hpp>
#include <upcross/scoring/top_k.hpp>

#include "recommend/question.hpp"

namespace upcross {

/// Answers `cross_sell` and the questions like it. Safe for concurrent use.
class CrossSeller {
 public:
  /// Keeps a reference. O(products * factors); a stop request throws stopped.
  CrossSeller(const Groundwork& ground, const Execution& execution);

  using Lists = std::vector<std::vector<ScoredProduct>>;

  Recommendations offers(std::span<const AccountIndex> accounts, const CrossSellOptions& options,
                         const Execution& execution) const;

  /// The products of the offers and their affinities alone, for accounts that have interactions.
  Lists best_affinities(std::span<const AccountIndex> accounts, std::size_t limit,
                        const Execution& execution) const {
    return best(accounts, limit, {.eligible = ground_.offered}, execution);
  }

  /// The accounts that never had a line of the product and have the highest affinity for it.
  Recommendations accounts_for(ProductIndex product, const CrossSellOptions& options,
                               const Execution& execution) const;

  /// One row, whether or not the product could be offered; empty for an account without
  /// interactions.
  Recommendations explain(AccountIndex account, ProductIndex product,
                          const CrossSellOptions& options) const;

 private:
  std::vector<bool> without_the_product(ProductIndex product) const;
  const ScanTable& scanned_accounts(const Execution& execution) const;

  Lists best(std::span<const AccountIndex> accounts, std::size_t limit, const TopKFilter& filter,
             const Execution& execution) const;
  void score_one_by_one(std::span<const AccountIndex> accounts,
                        const std::vector<std::size_t>& wanted, std::size_t limit,
                        const TopKFilter& filter, const Execution& execution, Lists& lists) const;
  std::vector<ScoredAccount> best_accounts(ProductIndex product, std::size_t limit,
                                           const Execution& execution) const;

  const Groundwork& ground_;
  std::optional<ScanTable> products_;  ///< where the model is a factorization alone
  mutable std::mutex guard_;  ///< of the table below, which only the reverse question needs
  mutable std::optional<ScanTable> accounts_;
};

}  // namespace upcross
