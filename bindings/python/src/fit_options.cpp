#include "fit_options.hpp"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

namespace nb = nanobind;

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
  visit("horizon_days", options.offers.horizon_days);
  visit("family", options.offers.up_sell.ladder.family);
  visit("step", options.offers.up_sell.ladder.step);
  visit("keep_suspected", options.keep_suspected);
}

}  // namespace

FitOptions fit_options(const nb::dict& given) {
  FitOptions options;
  visit_options(options, [&](const char* name, auto& option) { take(given, name, option); });
  if (given.contains("as_of")) {
    options.interactions.as_of = upcross::Day(std::chrono::days(nb::cast<int>(given["as_of"])));
  }
  if (given.contains("left_out_products")) {
    for (const auto product : nb::cast<std::vector<std::uint32_t>>(given["left_out_products"])) {
      options.interactions.left_out_products.push_back(upcross::ProductIndex{product});
    }
  }
  return options;
}

nb::dict stored_options(const FitOptions& options) {
  nb::dict result;
  visit_options(options, [&](const char* name, const auto& option) { result[name] = option; });
  if (options.interactions.as_of) {
    result["as_of"] = options.interactions.as_of->time_since_epoch().count();
  }
  nb::list left_out;
  for (const auto product : options.interactions.left_out_products) {
    left_out.append(static_cast<std::uint32_t>(product));
  }
  result["left_out_products"] = left_out;
  return result;
}
