#include "fit_options.hpp"

#include <nanobind/stl/string.h>

namespace nb = nanobind;
using upcross::EngineOptions;
using upcross::Ranking;

namespace {

template <class T>
void take(const nb::dict& given, const char* name, T& option) {
  if (given.contains(name)) option = nb::cast<T>(given[name]);
}

/// Calls `visit(name, option)` for each that is a plain value.
template <class Options, class Visit>
void visit_options(Options& options, Visit visit) {
  visit("factors", options.als.factors);
  visit("iterations", options.als.iterations);
  visit("unobserved_weight", options.als.unobserved_weight);
  visit("regularization", options.als.regularization);
  visit("regularization_exponent", options.als.regularization_exponent);
  visit("seed", options.als.seed);
  visit("half_life_days", options.interactions.half_life_days);
  visit("alpha", options.interactions.alpha);
  visit("horizon_days", options.horizon_days);
  visit("family", options.offers.up_sell.ladder.family);
  visit("step", options.offers.up_sell.ladder.step);
  visit("keep_suspected", options.keep_suspected);
  visit("lost_relevance", options.objective.lost_relevance);
}

}  // namespace

EngineOptions fit_options(const nb::dict& given) {
  EngineOptions options;
  visit_options(options, [&](const char* name, auto& option) { take(given, name, option); });
  bool is_tuned = true;
  take(given, "tuned", is_tuned);
  options.ranking = is_tuned ? Ranking::tuned : Ranking::factorization;
  std::string objective = "probability";
  take(given, "objective", objective);
  options.objective.objective = upcross::parse_objective(objective).value();
  if (given.contains("as_of")) {
    options.as_of = upcross::Day(std::chrono::days(nb::cast<int>(given["as_of"])));
  }
  return options;
}

nb::dict stored_options(const EngineOptions& options) {
  nb::dict result;
  visit_options(options, [&](const char* name, const auto& option) { result[name] = option; });
  result["tuned"] = options.ranking == Ranking::tuned;
  result["objective"] = std::string(upcross::to_string(options.objective.objective));
  if (options.as_of) result["as_of"] = options.as_of->time_since_epoch().count();
  return result;
}
