#include "bind_model.hpp"

#include <algorithm>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <string>
#include <utility>
#include <vector>

#include <upcross/report/sentence.hpp>

#include "bind_data.hpp"
#include "fit_options.hpp"
#include "frames.hpp"
#include "model.hpp"
#include "model_state.hpp"
#include "offers.hpp"
#include "selection_state.hpp"
#include "views.hpp"
#include "watch.hpp"

using upcross::AccountIndex;
using upcross::Execution;
using upcross::ProductIndex;

namespace {

using SharedModel = std::shared_ptr<const Model>;

/// More accounts or interactions than this take so long that Ctrl-C must be looked for.
constexpr std::size_t few_accounts = 200;
constexpr std::size_t few_interactions = 1'000'000;

SharedModel fit(const std::shared_ptr<upcross::Dataset>& data, const nb::dict& options,
                unsigned threads, const nb::object& progress) {
  const upcross::EngineOptions asked = fit_options(options);
  return watched(threads, progress,
                 [&](const Execution& execution) { return Model::fit(data, asked, execution); });
}

/// Calls `work(execution)` without the interpreter lock, on another thread if it is long.
template <class Work>
auto carried_out(bool is_long, unsigned threads, Work work) {
  if (is_long) return watched(threads, nb::none(), work);
  const nb::gil_scoped_release unlocked;
  return work(Execution{.threads = threads});
}

std::vector<upcross::Kind> kinds_of(const std::vector<std::string>& words) {
  std::vector<upcross::Kind> kinds;
  for (const std::string& word : words) {
    const auto kind = upcross::parse_kind(word);
    if (!kind) throw nb::value_error(("unknown kind '" + word + "'").c_str());
    kinds.push_back(*kind);
  }
  return kinds;
}

Offers recommend(const SharedModel& model, const std::vector<std::uint32_t>& accounts,
                 const std::vector<std::string>& kinds, std::size_t limit, unsigned threads) {
  const std::vector<upcross::Kind> asked = kinds_of(kinds);
  std::vector<AccountIndex> whom;
  for (const std::uint32_t account : accounts) whom.push_back(AccountIndex{account});
  return {model, carried_out(whom.size() > few_accounts, threads, [&](const Execution& execution) {
            return model->engine().recommend(whom, asked, limit, execution);
          })};
}

Offers accounts_for(const SharedModel& model, std::uint32_t product, std::size_t limit,
                    unsigned threads) {
  const std::size_t most = std::min(limit, model->data().account_count());
  const std::size_t visited = model->engine().interactions().by_account().entries();
  return {model, carried_out(visited > few_interactions, threads, [&](const Execution& execution) {
            return model->engine().accounts_for(ProductIndex{product}, most, execution);
          })};
}

/// The affinity, its strongest causes in words, and all of them as columns; None where the account
/// has no purchases that count.
nb::object explain(const Model& model, std::uint32_t account, std::uint32_t product,
                   const std::string& language, const std::string& currency) {
  constexpr std::size_t few = 3;
  constexpr std::size_t all = 0xffffffff;
  const auto ask = [&](std::size_t reasons) {
    const nb::gil_scoped_release unlocked;
    return model.engine().explain(AccountIndex{account}, ProductIndex{product}, reasons).rows;
  };
  const auto whole = ask(all);
  if (whole.empty()) return nb::none();
  const auto words = upcross::parse_language(language).value_or(upcross::Language::english);
  const std::string text = upcross::sentence(ask(few)[0], model.data(), words, currency);
  return nb::make_tuple(whole[0].score, to_python(text), reason_columns(whole[0]));
}

/// Products and the cosines of their factors with those of the product.
std::pair<NumpyColumn<std::uint32_t>, NumpyColumn<float>> similar_products(const Model& model,
                                                                           std::uint32_t product,
                                                                           std::size_t limit) {
  const ProductIndex asked{product};
  const std::size_t most = std::min(limit, model.data().product_count());
  const auto found = [&] {
    const nb::gil_scoped_release unlocked;
    return upcross::similar_products(model.factors().product_factors(), {&asked, 1}, most,
                                     {.eligible = model.eligible()})[0];
  }();
  return {numpy_of<std::uint32_t>(
              found.size(),
              [&](std::size_t i) { return static_cast<std::uint32_t>(found[i].product); }),
          numpy_of<float>(found.size(), [&](std::size_t i) { return found[i].score; })};
}

FactorView account_factors(nb::handle_t<Model> self) {
  return view_of(nb::cast<const Model&>(self).factors().account_factors(), self);
}

FactorView product_factors(nb::handle_t<Model> self) {
  return view_of(nb::cast<const Model&>(self).factors().product_factors(), self);
}

/// The table that `compute()` gives, as numpy's own.
template <class Compute>
nb::object table_of(Compute compute) {
  upcross::Matrix* table = nullptr;
  {
    const nb::gil_scoped_release unlocked;
    table = new upcross::Matrix(compute());
  }
  const nb::capsule owner(table, [](void* p) noexcept { delete static_cast<upcross::Matrix*>(p); });
  return nb::cast(nb::ndarray<nb::numpy, float, nb::ndim<2>>(
      table->data(), {table->rows(), table->cols()}, owner));
}

nb::object fold_in(const Model& model, const upcross::Dataset& purchases) {
  return table_of([&] { return model.fold_in(purchases); });
}

nb::object affinities(const Model& model, const upcross::Dataset& purchases) {
  return table_of([&] { return model.engine().affinities(purchases); });
}

NumpyColumn<bool> offered(const Model& model) {
  const std::vector<bool>& eligible = model.eligible();
  return numpy_of<bool>(eligible.size(), [&](std::size_t i) { return bool{eligible[i]}; });
}

nb::list product_names(const Model& model, const std::vector<std::uint32_t>& products) {
  return list_of_texts(products.size(), [&](std::size_t i) {
    return std::string_view(model.data().product(ProductIndex{products[i]}).name);
  });
}

std::string ranked_by(const Model& model) {
  const upcross::Engine& engine = model.engine();
  const bool is_tuned = engine.options().ranking == upcross::Ranking::tuned;
  return is_tuned ? engine.tuning().chosen.what : "factorization";
}

template <class Index>
std::optional<std::uint32_t> find(const upcross::IdTable<Index>& ids, const std::string& id) {
  const auto found = ids.find(id);
  return found ? std::optional(static_cast<std::uint32_t>(*found)) : std::nullopt;
}

}  // namespace

void bind_model(nb::module_& module) {
  module.def("fit", fit, nb::arg("data"), nb::arg("options"), nb::arg("threads"),
             nb::arg("progress").none(), "Fits a model to a data set.");
  module.def("recommend", recommend, nb::arg("model"), nb::arg("accounts"), nb::arg("kinds"),
             nb::arg("limit"), nb::arg("threads"), "Recommendations for accounts.");
  module.def("accounts_for", accounts_for, nb::arg("model"), nb::arg("product"), nb::arg("limit"),
             nb::arg("threads"), "The accounts with the highest affinity for a product.");
  module.def("explain", explain, nb::arg("model"), nb::arg("account"), nb::arg("product"),
             nb::arg("language"), nb::arg("currency"),
             "The affinity of an account for a product and its causes.");

  nb::class_<Model>(module, "Model", "A fitted model with the data that it answers from.")
      .def_prop_ro("data", [](const Model& m) { return m.shared_data(); })
      .def_prop_ro("id", [](const Model& m) { return m.engine().blend().id(); })
      .def_prop_ro("as_of",
                   [](const Model& m) {
                     return m.engine().interactions().as_of().time_since_epoch().count();
                   })
      .def_prop_ro("loss", [](const Model& m) { return m.engine().models().loss; })
      .def_prop_ro("ranked_by", ranked_by)
      .def_prop_ro("tuning", [](const Model& m) { return tuning_columns(m.engine().tuning()); })
      .def_prop_ro("interaction_count",
                   [](const Model& m) { return m.engine().interactions().by_account().entries(); })
      .def_prop_ro("account_factors", account_factors)
      .def_prop_ro("product_factors", product_factors)
      .def("offered", offered)
      .def(
          "find_account",
          [](const Model& m, const std::string& id) { return find(*m.data().account_ids(), id); },
          nb::arg("id"))
      .def(
          "find_product",
          [](const Model& m, const std::string& id) { return find(*m.data().product_ids(), id); },
          nb::arg("id"))
      .def_prop_ro(
          "left_out",
          [](const Model& m) { return left_out_lines(m.engine().interactions().left_out()); })
      .def("product_names", product_names, nb::arg("products"))
      .def("similar_products", similar_products, nb::arg("product"), nb::arg("limit"))
      .def("fold_in", fold_in, nb::arg("purchases"))
      .def("affinities", affinities, nb::arg("purchases"))
      .def("__getstate__", model_state)
      .def("__setstate__", restore_model);
}
