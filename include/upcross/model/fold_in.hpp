#pragma once

#include <memory>
#include <span>
#include <vector>

#include <upcross/interactions/sparse_rows.hpp>
#include <upcross/model/factor_model.hpp>

namespace upcross {

/// The factors of an account with these interactions (product positions, confidences), solved
/// directly against the model's products: what a refit of this account alone would give.
/// For n interactions O(n^2 (n + factors)) or O(factors^2 (n + factors)), whichever is less; no
/// table of products x factors^2 is touched.
///
/// Throws invalid_argument for a position outside the model, and numerical if there is no finite
/// solution.
std::vector<float> fold_in(const FactorModel& model, SparseRows::Row interactions);

/// An account's own purchases as causes of an affinity.
class AccountExplainer {
 public:
  /// Keeps references: `model` and `interactions` must outlive the object. The equations of the
  /// account are factored once. Throws like `fold_in`.
  AccountExplainer(const FactorModel& model, SparseRows::Row interactions);
  ~AccountExplainer();
  AccountExplainer(AccountExplainer&&) noexcept;
  AccountExplainer& operator=(AccountExplainer&&) noexcept;

  /// Turns to another account of the model, as a new object would but in the memory of this one.
  /// Throws like the constructor; then nothing but this may be called.
  void turn_to(SparseRows::Row interactions);

  /// What each interaction contributes to the affinity for `product`, in their order: the sum is
  /// the affinity. Contribution j = w_j * y_p^T M^-1 y_j with M the matrix of the account's
  /// equations (Hu, Koren, Volinsky 2008, section 5). Throws invalid_argument for a product outside
  /// the model.
  std::vector<double> contributions(ProductIndex product) const;

  /// The same for each of the products, n numbers of one after those of another; in less time than
  /// one by one.
  std::vector<double> contributions(std::span<const ProductIndex> products) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace upcross
