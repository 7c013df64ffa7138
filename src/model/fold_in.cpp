#include <upcross/model/fold_in.hpp>

#include "model/account_equations.hpp"

namespace upcross {

std::vector<float> fold_in(const FactorModel& model, SparseRows::Row interactions) {
  detail::AccountEquations equations(model.factors());
  equations.take_in(model, interactions);
  const std::span<const double> solution = equations.solve();
  return {solution.begin(), solution.end()};
}

struct AccountExplainer::State {
  const FactorModel& model;
  std::size_t interactions;
  detail::AccountEquations equations;
};

AccountExplainer::AccountExplainer(const FactorModel& model, SparseRows::Row interactions)
    : state_(new State{model, interactions.size(), detail::AccountEquations(model.factors())}) {
  turn_to(interactions);
}
AccountExplainer::~AccountExplainer() = default;
AccountExplainer::AccountExplainer(AccountExplainer&&) noexcept = default;
AccountExplainer& AccountExplainer::operator=(AccountExplainer&&) noexcept = default;

void AccountExplainer::turn_to(SparseRows::Row interactions) {
  state_->interactions = interactions.size();
  state_->equations.take_in(state_->model, interactions);
  state_->equations.factor();
}

std::vector<double> AccountExplainer::contributions(ProductIndex product) const {
  return contributions(std::span(&product, 1));
}

std::vector<double> AccountExplainer::contributions(std::span<const ProductIndex> products) const {
  std::vector<const float*> wanted;
  for (const ProductIndex product : products) {
    detail::check_product(state_->model, position(product));
    wanted.push_back(state_->model.product_factors().row(position(product)).data());
  }
  std::vector<double> result(products.size() * state_->interactions);
  state_->equations.contribute(wanted, result);
  return result;
}

}  // namespace upcross
