#include "model/account_equations.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include <upcross/core/error.hpp>

namespace upcross::detail {
namespace {

void check(const FactorModel& model, SparseRows::Row interactions) {
  if (interactions.indexes.size() != interactions.values.size()) {
    throw Error(ErrorCode::invalid_argument,
                "fold_in: " + std::to_string(interactions.indexes.size()) + " products but " +
                    std::to_string(interactions.values.size()) + " confidences");
  }
  for (const std::uint32_t p : interactions.indexes) check_product(model, p);
}

void check_solved(bool solved, std::size_t interactions) {
  if (solved) return;
  throw Error(ErrorCode::numerical,
              "fold_in: these " + std::to_string(interactions) +
                  " interactions have no finite solution; are the confidences positive?");
}

}  // namespace

void check_product(const FactorModel& model, std::size_t product) {
  const std::size_t products = model.product_ids()->size();
  if (product < products) return;
  throw Error(ErrorCode::invalid_argument, "fold_in: product position " + std::to_string(product) +
                                               ", expected less than " + std::to_string(products));
}

void AccountEquations::take_in(const FactorModel& model, SparseRows::Row interactions) {
  check(model, interactions);
  const std::size_t n = interactions.size();
  const std::size_t stride = scratch_.diagonal.size();
  if (bought_.size() < n * stride) bought_ = Buffer<float>(n * stride);
  indexes_.resize(n);
  std::iota(indexes_.begin(), indexes_.end(), 0U);
  for (const std::uint32_t i : indexes_) {
    std::ranges::copy(model.product_factors().row(interactions.indexes[i]),
                      bought_.data() + i * stride);
  }
  const float* values = interactions.values.data();
  row_ = {bought_.data(), stride, model.factors(), indexes_.data(), values, values, n};
  model.set_shared_diagonal(n, scratch_.diagonal.span().first(model.factors()));
  scratch_.use_diagonal();
  mild_ = n == 0 || is_mild(std::ranges::max(interactions.values), model.unobserved_weight());
}

std::span<const double> AccountEquations::solve() {
  const std::span<const double> solution = scratch_.solution.span().first(row_.factors);
  if (row_.size == 0) {
    std::fill_n(scratch_.solution.data(), row_.factors, 0.0);
    return solution;
  }
  kernels::Row none = row_;
  none.size = 0;
  check_solved(solve_exactly(row_, none, mild_, scratch_).solved.converged, row_.size);
  return solution;
}

void AccountEquations::factor() {
  if (!scratch_.equations) scratch_.equations.emplace(row_.factors);
  check_solved(scratch_.equations->factor(row_, scratch_.diagonal.span().first(row_.factors)),
               row_.size);
}

void AccountEquations::contribute(std::span<const float* const> products,
                                  std::span<double> contributions) const {
  scratch_.equations->respond(products, contributions);
  for (std::size_t i = 0; i < products.size(); ++i) {
    double* own = contributions.data() + i * row_.size;
    for (std::size_t j = 0; j < row_.size; ++j) own[j] *= static_cast<double>(row_.weights[j]);
  }
}

}  // namespace upcross::detail
