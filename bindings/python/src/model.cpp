#include "model.hpp"

#include <algorithm>
#include <utility>

using upcross::Execution;

namespace {

upcross::InteractionMatrix interactions_of(const upcross::Dataset& data, FitOptions& options) {
  upcross::InteractionOptions& asked = options.interactions;
  if (!asked.as_of) asked.as_of = data.default_as_of();
  if (!options.keep_suspected) {
    for (const auto& one : upcross::find_suspected_non_goods(data, asked.as_of)) {
      asked.left_out_products.push_back(one.product);
    }
  }
  return upcross::build_interactions(data, asked);
}

}  // namespace

std::shared_ptr<const Model> Model::fit(std::shared_ptr<const upcross::Dataset> data,
                                        const FitOptions& asked, const Execution& execution) {
  FitOptions options = asked;
  auto interactions = interactions_of(*data, options);
  auto fit = upcross::fit_als(interactions, options.als, execution);
  auto model = std::make_shared<const Model>(std::move(data), std::move(interactions),
                                             std::move(options), std::move(fit));
  model->recommender(execution);
  return model;
}

Model::Model(std::shared_ptr<const upcross::Dataset> data, upcross::InteractionMatrix interactions,
             FitOptions options, upcross::AlsFit fit)
    : data_(std::move(data)),
      interactions_(std::move(interactions)),
      options_(std::move(options)),
      fit_(std::move(fit)) {}

bool Model::is_prepared() const {
  const std::scoped_lock lock(guard_);
  return recommender_.has_value();
}

const upcross::Recommender& Model::recommender(const Execution& execution) const {
  const std::scoped_lock lock(guard_);
  if (!recommender_) {
    recommender_.emplace(*data_, interactions_, fit_.model, options_.offers, execution);
  }
  return *recommender_;
}

upcross::Matrix Model::fold_in(const upcross::Dataset& purchases) const {
  if (*purchases.product_ids() != *data_->product_ids()) {
    throw upcross::Error(upcross::ErrorCode::invalid_argument,
                         "the purchases name products that the model does not have");
  }
  upcross::InteractionOptions options = options_.interactions;
  options.confidence_factor = interactions_.confidence_factor();
  const auto own = upcross::build_interactions(purchases, options);
  upcross::Matrix result(own.account_count(), fit_.model.factors());
  for (std::size_t a = 0; a < result.rows(); ++a) {
    std::ranges::copy(upcross::fold_in(fit_.model, own.by_account().row(a)), result.row(a).begin());
  }
  return result;
}
