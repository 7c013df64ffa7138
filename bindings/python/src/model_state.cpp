#include "model_state.hpp"

#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <vector>

#include "fit_options.hpp"
#include "selection_state.hpp"
#include "stored_tables.hpp"

using upcross::Blend;
using upcross::FactorModel;
using upcross::ForwardRidge;
using upcross::ItemItem;

namespace {

nb::dict state_of(const FactorModel& model) {
  nb::dict state;
  state["account_factors"] = stored(model.account_factors());
  state["product_factors"] = stored(model.product_factors());
  const auto eigenvalues = model.gram_eigenvalues();
  state["gram_eigenvalues"] = std::vector<double>(eigenvalues.begin(), eigenvalues.end());
  state["unobserved_weight"] = model.unobserved_weight();
  state["regularization"] = model.regularization();
  state["regularization_exponent"] = model.regularization_exponent();
  state["active_products"] = model.active_products();
  return state;
}

Model::Factors restored_factors(const nb::dict& state, const upcross::Dataset& data) {
  return std::make_shared<const FactorModel>(FactorModel::Parts{
      .account_ids = data.account_ids(),
      .product_ids = data.product_ids(),
      .account_factors = restored_matrix(state["account_factors"]),
      .product_factors = restored_matrix(state["product_factors"]),
      .gram_eigenvalues = nb::cast<std::vector<double>>(state["gram_eigenvalues"]),
      .unobserved_weight = nb::cast<double>(state["unobserved_weight"]),
      .regularization = nb::cast<double>(state["regularization"]),
      .regularization_exponent = nb::cast<double>(state["regularization_exponent"]),
      .active_products = nb::cast<std::size_t>(state["active_products"])});
}

nb::object state_of(const std::shared_ptr<const ItemItem>& model) {
  if (!model) return nb::none();
  nb::dict state;
  state["dense"] = stored(model->dense());
  state["products"] = stored<std::uint32_t>(model->products());
  state["starts"] = stored<std::uint64_t>(model->sparse().starts);
  state["indexes"] = stored<std::uint32_t>(model->sparse().indexes);
  state["values"] = stored<float>(model->sparse().values);
  return state;
}

std::shared_ptr<const ItemItem> restored_item_item(const nb::object& given, std::size_t products) {
  if (given.is_none()) return nullptr;
  const auto state = nb::cast<nb::dict>(given);
  auto dense = restored<upcross::ProductIndex, std::uint32_t>(state, "products");
  if (!dense.empty()) {
    return std::make_shared<const ItemItem>(restored_matrix(state["dense"]), std::move(dense),
                                            products);
  }
  return std::make_shared<const ItemItem>(
      upcross::SparseRows{restored<std::size_t, std::uint64_t>(state, "starts"),
                          restored<std::uint32_t, std::uint32_t>(state, "indexes"),
                          restored<float, float>(state, "values")});
}

nb::object state_of(const std::shared_ptr<const ForwardRidge>& model) {
  if (!model) return nb::none();
  nb::dict state;
  state["weights"] = stored(model->weights());
  state["window_days"] = model->window_days();
  return state;
}

std::shared_ptr<const ForwardRidge> restored_forward(const nb::object& given) {
  if (given.is_none()) return nullptr;
  const auto state = nb::cast<nb::dict>(given);
  return std::make_shared<const ForwardRidge>(restored_matrix(state["weights"]),
                                              nb::cast<int>(state["window_days"]));
}

/// Calls `visit(name, weight)` for the weight of each part.
template <class Parts, class Visit>
void visit_weights(Parts& parts, Visit visit) {
  visit("factor_weight", parts.factor_weight);
  visit("ease_weight", parts.ease_weight);
  visit("neighbour_weight", parts.neighbour_weight);
  visit("forward_weight", parts.forward_weight);
}

nb::dict state_of(const Blend& blend) {
  const Blend::Parts& parts = blend.parts();
  nb::dict state;
  state["has_factors"] = parts.factors != nullptr;
  state["ease"] = state_of(parts.ease);
  state["neighbours"] = state_of(parts.neighbours);
  state["forward"] = state_of(parts.forward);
  visit_weights(parts, [&](const char* name, float weight) { state[name] = weight; });
  state["popularity"] = stored<float>(parts.popularity);
  state["trend"] = stored<float>(parts.trend);
  return state;
}

Blend restored_blend(const nb::dict& state, const Model::Factors& factors) {
  Blend::Parts parts;
  parts.products = factors->product_factors().rows();
  if (nb::cast<bool>(state["has_factors"])) parts.factors = factors;
  parts.ease = restored_item_item(state["ease"], parts.products);
  parts.neighbours = restored_item_item(state["neighbours"], parts.products);
  parts.forward = restored_forward(state["forward"]);
  visit_weights(parts,
                [&](const char* name, float& weight) { weight = nb::cast<float>(state[name]); });
  parts.popularity = restored<float, float>(state, "popularity");
  parts.trend = restored<float, float>(state, "trend");
  return Blend(std::move(parts));
}

}  // namespace

nb::dict model_state(const Model& model) {
  const upcross::EngineModels& models = model.engine().models();
  nb::dict state;
  state["data"] = model.shared_data();
  state["options"] = stored_options(model.engine().options());
  state["factors"] = state_of(model.factors());
  state["blend"] = state_of(models.blend);
  state["calibration"] = stored_calibration(models.calibration);
  state["tuning"] = stored_tuning(models.tuning);
  state["loss"] = models.loss;
  return state;
}

void restore_model(Model& model, const nb::dict& state) {
  std::shared_ptr<const upcross::Dataset> data =
      nb::cast<std::shared_ptr<upcross::Dataset>>(state["data"]);
  auto factors = restored_factors(nb::cast<nb::dict>(state["factors"]), *data);
  upcross::EngineModels models{
      .blend = restored_blend(nb::cast<nb::dict>(state["blend"]), factors),
      .calibration = restored_calibration(nb::cast<nb::dict>(state["calibration"])),
      .tuning = restored_tuning(nb::cast<nb::dict>(state["tuning"])),
      .loss = nb::cast<std::vector<double>>(state["loss"])};
  upcross::Engine engine(data, fit_options(nb::cast<nb::dict>(state["options"])),
                         std::move(models));
  new (&model) Model(std::move(data), std::move(engine), std::move(factors));
}
