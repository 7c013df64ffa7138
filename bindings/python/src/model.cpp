#include "model.hpp"

#include <algorithm>

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

upcross::Matrix Model::fold_in(const upcross::Dataset& purchases) const {
  const auto own = engine_.interactions_of(purchases);
  upcross::Matrix result(own.account_count(), factors_->factors());
  for (std::size_t a = 0; a < result.rows(); ++a) {
    std::ranges::copy(upcross::fold_in(*factors_, own.by_account().row(a)), result.row(a).begin());
  }
  return result;
}
