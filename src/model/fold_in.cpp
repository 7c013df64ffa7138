#include <algorithm>
#include <numeric>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/model/fold_in.hpp>

#include "model/row_sweep.hpp"

namespace upcross {
namespace {

void check(const FactorModel& model, std::size_t product) {
  const std::size_t products = model.product_ids()->size();
  if (product < products) return;
  throw Error(ErrorCode::invalid_argument, "fold_in: product position " + std::to_string(product) +
                                               ", expected less than " + std::to_string(products));
}

void check(const FactorModel& model, SparseRows::Row interactions) {
  if (interactions.indexes.size() != interactions.values.size()) {
    throw Error(ErrorCode::invalid_argument,
                "fold_in: " + std::to_string(interactions.indexes.size()) + " products but " +
                    std::to_string(interactions.values.size()) + " confidences");
  }
  for (const std::uint32_t p : interactions.indexes) check(model, p);
}

[[noreturn]] void refuse(SparseRows::Row interactions) {
  throw Error(ErrorCode::numerical,
              "fold_in: these " + std::to_string(interactions.size()) +
                  " interactions have no finite solution; are the confidences positive?");
}

/// The equations of an account, factored, with what they point to.
class AccountEquations {
 public:
  AccountEquations(const FactorModel& model, SparseRows::Row interactions)
      : diagonal_(model.shared_diagonal(interactions.size())), equations_(model.factors()) {
    check(model, interactions);
    const kernels::Row row{model.product_factors().data(),
                           model.factors(),
                           model.factors(),
                           interactions.indexes.data(),
                           interactions.values.data(),
                           interactions.values.data(),
                           interactions.size()};
    if (equations_.factor(row, diagonal_)) return;
    refuse(interactions);
  }

  detail::RowEquations& operator*() { return equations_; }

 private:
  std::vector<double> diagonal_;
  detail::RowEquations equations_;
};

}  // namespace

std::vector<float> fold_in(const FactorModel& model, SparseRows::Row interactions) {
  check(model, interactions);
  if (interactions.size() == 0) return std::vector<float>(model.factors());
  detail::FactorTable bought(interactions.size(), model.factors());
  std::vector<std::uint32_t> indexes(interactions.size());
  std::iota(indexes.begin(), indexes.end(), 0U);
  for (const std::uint32_t i : indexes) {
    std::ranges::copy(model.product_factors().row(interactions.indexes[i]), bought.data(i));
  }
  const float* values = interactions.values.data();
  const kernels::Row row{bought.data(), bought.stride(), model.factors(), indexes.data(),
                         values,        values,          indexes.size()};
  detail::RowScratch scratch(model.factors());
  std::ranges::copy(model.shared_diagonal(indexes.size()), scratch.diagonal.data());
  scratch.use_diagonal();
  const bool mild =
      detail::is_mild(std::ranges::max(interactions.values), model.unobserved_weight());
  kernels::Row none = row;
  none.size = 0;
  if (!detail::solve_exactly(row, none, mild, scratch).solved.converged) refuse(interactions);
  return {scratch.solution.data(), scratch.solution.data() + model.factors()};
}

struct AccountExplainer::State {
  const FactorModel& model;
  SparseRows::Row interactions;
  AccountEquations equations;
};

AccountExplainer::AccountExplainer(const FactorModel& model, SparseRows::Row interactions)
    : state_(new State{model, interactions, AccountEquations(model, interactions)}) {}
AccountExplainer::~AccountExplainer() = default;
AccountExplainer::AccountExplainer(AccountExplainer&&) noexcept = default;
AccountExplainer& AccountExplainer::operator=(AccountExplainer&&) noexcept = default;

std::vector<double> AccountExplainer::contributions(ProductIndex product) const {
  check(state_->model, position(product));
  const SparseRows::Row own = state_->interactions;
  std::vector<double> result(own.size());
  (*state_->equations).respond(state_->model.product_factors().row(position(product)), result);
  for (std::size_t j = 0; j < result.size(); ++j) result[j] *= own.values[j];
  return result;
}

}  // namespace upcross
