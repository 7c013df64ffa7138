#include "bind_evaluation.hpp"

#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <string>
#include <utility>
#include <vector>

#include "model.hpp"
#include "views.hpp"
#include "watch.hpp"

namespace nb = nanobind;
using upcross::BootstrapMean;
using upcross::RankerQuality;

namespace {

/// The factorization with the options of the model, and what tuning chooses.
std::vector<upcross::Ranker> rankers(const upcross::Engine& engine, int horizon_days) {
  upcross::BlendRecipe factorization;
  factorization.als = engine.options().als;
  return {upcross::blend_ranker("factorization", factorization),
          upcross::tuned_ranker(engine.data(), {.interactions = engine.weighting(),
                                                .als = engine.options().als,
                                                .horizon_days = horizon_days})};
}

/// A list per column, a value per way of ranking.
nb::dict columns(const upcross::Evaluation& evaluation) {
  nb::dict result;
  const auto add = [&](const char* name, auto value) {
    nb::list values;
    for (const RankerQuality& one : evaluation.rankers) values.append(value(one));
    result[name] = values;
  };
  const auto add_mean = [&](const std::string& name, const BootstrapMean RankerQuality::*mean) {
    add(name.c_str(), [=](const RankerQuality& one) { return (one.*mean).mean; });
    add((name + "_low").c_str(), [=](const RankerQuality& one) { return (one.*mean).low; });
    add((name + "_high").c_str(), [=](const RankerQuality& one) { return (one.*mean).high; });
  };
  add("ranked_by", [](const RankerQuality& one) { return one.name; });
  add_mean("hit_rate_10", &RankerQuality::hit_rate);
  add_mean("recall_20", &RankerQuality::recall);
  add_mean("ndcg_20", &RankerQuality::ndcg);
  add_mean("lift", &RankerQuality::lift);
  add("revenue_share_10", [](const RankerQuality& one) { return one.revenue_share; });
  add("coverage_20", [](const RankerQuality& one) { return one.coverage; });
  add("gini_20", [](const RankerQuality& one) { return one.gini; });
  return result;
}

/// The page for people and its columns.
std::pair<std::string, nb::dict> evaluate(const std::shared_ptr<const Model>& model,
                                          int horizon_days, std::size_t cuts, unsigned threads,
                                          const nb::object& progress) {
  const auto evaluation = watched(threads, progress, [&](const upcross::Execution& execution) {
    return upcross::evaluate(
        model->data(), rankers(model->engine(), horizon_days),
        {.interactions = model->engine().weighting(), .horizon_days = horizon_days, .cuts = cuts},
        execution);
  });
  return {upcross::evaluation_text(evaluation), columns(evaluation)};
}

}  // namespace

void bind_evaluation(nb::module_& module) {
  module.def("evaluate", evaluate, nb::arg("model"), nb::arg("horizon_days"), nb::arg("cuts"),
             nb::arg("threads"), nb::arg("progress").none(),
             "How well earlier periods would have been foreseen, as a page and as columns.");
}
