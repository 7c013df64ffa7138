#include "bind_evaluation.hpp"

#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model.hpp"
#include "views.hpp"
#include "watch.hpp"

namespace nb = nanobind;
using upcross::BootstrapMean;
using upcross::RankerQuality;
using upcross::Task;

namespace {

/// The task of this name, or nothing.
std::optional<Task> task_of(const std::string& name) {
  if (name == "new_products") return Task::new_products;
  if (name == "repeats") return Task::repeats;
  if (name == "new_categories") return Task::new_categories;
  if (name == "new_accounts") return Task::new_accounts;
  return std::nullopt;
}

/// The factorization with the options of the model, and what tuning chooses; of repeats neither is
/// asked.
std::vector<upcross::Ranker> rankers(const upcross::Engine& engine, Task task) {
  if (task == Task::repeats) return {};
  upcross::BlendRecipe factorization;
  factorization.als = engine.options().als;
  return {upcross::blend_ranker("factorization", factorization),
          upcross::tuned_ranker({.als = engine.options().als})};
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
  const std::string hits = std::to_string(evaluation.hits_at);
  const std::string length = std::to_string(evaluation.list_length);
  add("ranked_by", [](const RankerQuality& one) { return one.name; });
  add_mean("hit_rate_" + hits, &RankerQuality::hit_rate);
  add_mean("recall_" + length, &RankerQuality::recall);
  add_mean("ndcg_" + length, &RankerQuality::ndcg);
  add_mean("lift", &RankerQuality::lift);
  add(("revenue_share_" + hits).c_str(),
      [](const RankerQuality& one) { return one.revenue_share; });
  add(("coverage_" + length).c_str(), [](const RankerQuality& one) { return one.coverage; });
  add(("gini_" + length).c_str(), [](const RankerQuality& one) { return one.gini; });
  return result;
}

/// The page for people and its columns.
std::pair<std::string, nb::dict> evaluate(const std::shared_ptr<const Model>& model,
                                          const std::string& task_name, int horizon_days,
                                          std::size_t cuts, unsigned threads,
                                          const nb::object& progress) {
  const std::optional<Task> task = task_of(task_name);
  if (!task) {
    throw upcross::Error(upcross::ErrorCode::invalid_argument,
                         "task is '" + task_name +
                             "', expected new_products, repeats, new_categories or new_accounts");
  }
  const auto evaluation = watched(threads, progress, [&](const upcross::Execution& execution) {
    return upcross::evaluate(model->data(), rankers(model->engine(), *task),
                             {.interactions = model->engine().weighting(),
                              .horizon_days = horizon_days,
                              .cuts = cuts,
                              .task = *task},
                             execution);
  });
  return {upcross::evaluation_text(evaluation), columns(evaluation)};
}

}  // namespace

void bind_evaluation(nb::module_& module) {
  module.def("evaluate", evaluate, nb::arg("model"), nb::arg("task"), nb::arg("horizon_days"),
             nb::arg("cuts"), nb::arg("threads"), nb::arg("progress").none(),
             "How well earlier periods would have been foreseen, as a page and as columns.");
}
