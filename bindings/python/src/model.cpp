#include "model.hpp"

#include <algorithm>
#include <utility>

#include <upcross/scoring/eligibility.hpp>

using upcross::Engine;

std::shared_ptr<const Model> Model::fit(std::shared_ptr<const upcross::Dataset> data,
                                        const upcross::EngineOptions& options,
                                        const upcross::Execution& execution) {
  Engine engine = Engine::fit(data, options, execution);
  Factors factors = engine.blend().parts().factors;
  if (!factors) {
    factors = std::make_shared<const upcross::FactorModel>(
        upcross::fit_als(engine.interactions(), options.als, execution).model);
  }
  return std::make_shared<const Model>(std::move(data), std::move(engine), std::move(factors));
}

Model::Model(std::shared_ptr<const upcross::Dataset> data, Engine engine, Factors factors)
    : data_(std::move(data)),
      engine_(std::move(engine)),
      factors_(std::move(factors)),
      eligible_(upcross::eligible_products(*data_, engine_.interactions())) {}

upcross::Matrix Model::fold_in(const upcross::Dataset& purchases) const {
  const auto own = engine_.interactions_of(purchases);
  upcross::Matrix result(own.account_count(), factors_->factors());
  for (std::size_t a = 0; a < result.rows(); ++a) {
    std::ranges::copy(upcross::fold_in(*factors_, own.by_account().row(a)), result.row(a).begin());
  }
  return result;
}
