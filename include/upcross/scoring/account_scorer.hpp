#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <upcross/interactions/sparse_rows.hpp>
#include <upcross/model/factor_model.hpp>
#include <upcross/scoring/top_k.hpp>

namespace upcross {

/// What one account is to be asked.
struct AccountQuestion {
  SparseRows::Row purchases = {};  ///< product positions, rising, and their confidences
  std::span<const std::uint32_t> excluded = {};                ///< product positions, in any order
  std::optional<std::span<const std::uint32_t>> allowed = {};  ///< only these; default: all
  std::size_t limit = 10;                                      ///< at most so many products
  bool reasons = true;
};

/// The best products of one account and why.
struct AccountAnswer {
  std::vector<ScoredProduct> products;  ///< as `top_k` lists them for the account's `fold_in`
  /// products x purchases, row by row: what each purchase contributes to the affinity. A row's sum,
  /// times the product's factor, plus its offset, is the score. Empty without `reasons`.
  std::vector<double> contributions;
};

/// Answers accounts from their purchases alone, while a customer is on the telephone: nothing of
/// the account needs to be in the model. Immutable and safe for concurrent use, each thread with a
/// `Scratch` of its own; no locks.
class AccountScorer {
 public:
  /// Copies what it needs of `filter` and `adjustment`. O(products * factors). Throws
  /// invalid_argument for shapes that do not fit.
  AccountScorer(std::shared_ptr<const FactorModel> model, const TopKFilter& filter,
                const ScoreAdjustment& adjustment = {});

  /// The memory of one thread: after some calls another one for as long lists allocates nothing.
  class Scratch {
   public:
    explicit Scratch(const AccountScorer& scorer);  ///< the scorer must outlive it
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

   private:
    friend class AccountScorer;
    struct State;
    std::unique_ptr<State> state_;
  };

  /// The answer, which lives in `scratch` until its next use. O(n factors) for n purchases, the
  /// scan of `top_k`, and for reasons O(n^2 factors + limit n factors) where n < factors. Throws
  /// like `fold_in` and `top_k`.
  const AccountAnswer& answer(const AccountQuestion& question, Scratch& scratch) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

}  // namespace upcross
