#include "model_state.hpp"

#include <algorithm>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/vector.h>
#include <vector>

#include "fit_options.hpp"
#include "frames.hpp"

namespace {

nb::object stored(const upcross::Matrix& table) {
  auto values = std::make_unique_for_overwrite<float[]>(table.rows() * table.cols());
  std::copy_n(table.data(), table.rows() * table.cols(), values.get());
  return nb::cast(to_numpy(std::move(values), table.rows() * table.cols()));
}

upcross::Matrix restored(const nb::dict& state, const char* name, std::size_t rows) {
  const auto values = nb::cast<Column<float>>(state[name]);
  const auto cols = nb::cast<std::size_t>(state["factors"]);
  upcross::Matrix table(rows, cols);
  if (values.size() != rows * cols) throw nb::value_error("the stored factors have another shape");
  std::copy_n(values.data(), values.size(), table.data());
  return table;
}

}  // namespace

nb::dict model_state(const Model& model) {
  const upcross::FactorModel& factors = model.factors();
  nb::dict state;
  state["data"] = model.shared_data();
  state["options"] = stored_options(model.options());
  state["factors"] = factors.factors();
  state["account_factors"] = stored(factors.account_factors());
  state["product_factors"] = stored(factors.product_factors());
  const auto eigenvalues = factors.gram_eigenvalues();
  state["gram_eigenvalues"] = std::vector<double>(eigenvalues.begin(), eigenvalues.end());
  state["active_products"] = factors.active_products();
  state["loss"] = model.report().loss;
  return state;
}

void restore_model(Model& model, const nb::dict& state) {
  std::shared_ptr<const upcross::Dataset> data =
      nb::cast<std::shared_ptr<upcross::Dataset>>(state["data"]);
  FitOptions options = fit_options(nb::cast<nb::dict>(state["options"]));
  auto interactions = upcross::build_interactions(*data, options.interactions);
  upcross::FactorModel::Parts parts{
      .account_ids = data->account_ids(),
      .product_ids = data->product_ids(),
      .account_factors = restored(state, "account_factors", data->account_count()),
      .product_factors = restored(state, "product_factors", data->product_count()),
      .gram_eigenvalues = nb::cast<std::vector<double>>(state["gram_eigenvalues"]),
      .unobserved_weight = options.als.unobserved_weight,
      .regularization = options.als.regularization,
      .regularization_exponent = options.als.regularization_exponent,
      .active_products = nb::cast<std::size_t>(state["active_products"])};
  upcross::FitReport report;
  report.loss = nb::cast<std::vector<double>>(state["loss"]);
  new (&model) Model(std::move(data), std::move(interactions), std::move(options),
                     {upcross::FactorModel(std::move(parts)), std::move(report)});
}
