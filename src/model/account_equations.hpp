#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <upcross/core/buffer.hpp>
#include <upcross/model/factor_model.hpp>

#include "model/row_sweep.hpp"

namespace upcross::detail {

/// The equations of one account after another. Holds all scratch: after the first account another
/// one with as many interactions allocates nothing.
class AccountEquations {
 public:
  explicit AccountEquations(std::size_t factors) : scratch_(factors) {}

  /// Takes the interactions of an account in, whose values must live as long as questions are
  /// asked. Throws invalid_argument where they do not fit the model.
  void take_in(const FactorModel& model, SparseRows::Row interactions);

  /// The account's factors. Throws numerical if there is no finite solution.
  std::span<const double> solve();

  /// Needed before `contribute`. Throws like `solve`.
  void factor();

  /// contributions <- what each interaction adds to the affinity for products with these factors,
  /// one product after the other, whatever the others are.
  void contribute(std::span<const float* const> products, std::span<double> contributions) const;

 private:
  Buffer<float> bought_;  ///< the factors of the products of the interactions
  std::vector<std::uint32_t> indexes_;
  kernels::Row row_{};
  bool mild_ = true;
  RowScratch scratch_;
};

/// Throws invalid_argument unless the model has this product.
void check_product(const FactorModel& model, std::size_t product);

}  // namespace upcross::detail
