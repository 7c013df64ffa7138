#include <string>

#include <upcross/core/error.hpp>
#include <upcross/model/fold_in.hpp>

#include "model/row_equations.hpp"

namespace upcross {
namespace {

void check(const FactorModel& model, SparseRows::Row interactions) {
  const std::size_t products = model.product_ids()->size();
  if (interactions.indexes.size() != interactions.values.size()) {
    throw Error(ErrorCode::invalid_argument,
                "fold_in: " + std::to_string(interactions.indexes.size()) + " products but " +
                    std::to_string(interactions.values.size()) + " confidences");
  }
  for (const std::uint32_t p : interactions.indexes) {
    if (p < products) continue;
    throw Error(ErrorCode::invalid_argument, "fold_in: product position " + std::to_string(p) +
                                                 ", expected less than " +
                                                 std::to_string(products));
  }
}

detail::RowEquations equations(const FactorModel& model, SparseRows::Row interactions) {
  check(model, interactions);
  detail::RowEquations result(model.product_factors(), model.shared_diagonal(interactions.size()),
                              {interactions.indexes, interactions.values, interactions.values});
  if (!result.solvable()) {
    throw Error(ErrorCode::numerical,
                "fold_in: these " + std::to_string(interactions.size()) +
                    " interactions have no finite solution; are the confidences positive?");
  }
  return result;
}

}  // namespace

std::vector<float> fold_in(const FactorModel& model, SparseRows::Row interactions) {
  const Eigen::VectorXf x = equations(model, interactions).solution().cast<float>();
  return {x.begin(), x.end()};
}

struct AccountExplainer::State {
  const FactorModel& model;
  SparseRows::Row interactions;
  detail::RowEquations equations;
};

AccountExplainer::AccountExplainer(const FactorModel& model, SparseRows::Row interactions)
    : state_(new State{model, interactions, upcross::equations(model, interactions)}) {}
AccountExplainer::~AccountExplainer() = default;
AccountExplainer::AccountExplainer(AccountExplainer&&) noexcept = default;
AccountExplainer& AccountExplainer::operator=(AccountExplainer&&) noexcept = default;

std::vector<double> AccountExplainer::contributions(ProductIndex product) const {
  const Eigen::VectorXd responses =
      state_->equations.responses(state_->model.product_factors().row(position(product)));
  std::vector<double> result(responses.begin(), responses.end());
  for (std::size_t j = 0; j < result.size(); ++j) result[j] *= state_->interactions.values[j];
  return result;
}

}  // namespace upcross
