#include <algorithm>
#include <chrono>
#include <numeric>
#include <string>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/evaluation/metrics.hpp>
#include <upcross/selection/tune.hpp>

#include "selection/outcomes.hpp"
#include "selection/tuner.hpp"

namespace upcross {
namespace {

constexpr std::size_t least_accounts = 30;
constexpr double most_doubt = 0.1;
constexpr double share_of_fits = 0.75;  ///< of the budget; the rest is for mixing what was fitted

void validate(const TuneOptions& options) {
  if (options.budget > 0.0) return;
  throw Error(
      ErrorCode::invalid_argument,
      "TuneOptions: budget is " + std::to_string(options.budget) + ", expected a positive number");
}

/// How likely it is that `one` ranks no better than `other`, by resampling the accounts.
double doubt(const Candidate& one, const Candidate& other) {
  std::vector<double> gains = one.measured.ndcg;
  for (std::size_t i = 0; i < gains.size(); ++i) gains[i] -= other.measured.ndcg[i];
  return bootstrap_mean(gains).below_zero;
}

TuningReport report_on(const std::vector<HeldOut>& periods) {
  TuningReport report;
  for (const HeldOut& period : periods) {
    report.cuts.push_back(period.split.cut);
    report.horizon_days = period.split.horizon_days;
    report.accounts += period.wanting;
  }
  return report;
}

std::size_t bought_products(const HeldOut& period) {
  const SparseRows& by_product = period.split.interactions.by_product();
  std::size_t count = 0;
  for (std::size_t p = 0; p < by_product.rows(); ++p) count += by_product.row(p).size() > 0;
  return count;
}

/// The places of a family, the middle first.
std::vector<std::size_t> middle_first(std::size_t size) {
  std::vector<std::size_t> places(size);
  std::iota(places.begin(), places.end(), std::size_t{0});
  const std::size_t middle = size / 2;
  std::ranges::sort(places, {}, [&](std::size_t i) {
    return i >= middle ? 2 * (i - middle) : 2 * (middle - i) - 1;
  });
  return places;
}

/// One variant of each family, then another of each, and so on.
std::vector<Variant*> in_turn(std::vector<Tuner::Family>& families) {
  std::vector<Variant*> result;
  std::size_t longest = 0;
  for (const Tuner::Family& family : families) longest = std::max(longest, family.size());
  for (std::size_t round = 0; round < longest; ++round) {
    for (Tuner::Family& family : families) {
      if (round < family.size()) result.push_back(&family[middle_first(family.size())[round]]);
    }
  }
  return result;
}

/// Drops the variants that the budget does not allow to fit; returns their names.
std::vector<std::string> drop_what_is_too_dear(std::vector<Tuner::Family>& families,
                                               const std::vector<HeldOut>& periods,
                                               WorkBudget& budget) {
  std::vector<std::string> untried;
  for (const Variant* variant : in_turn(families)) {
    if (!budget.take(fitting_work(*variant, periods), share_of_fits)) {
      untried.push_back(variant->what);
    }
  }
  for (Tuner::Family& family : families) {
    std::erase_if(family, [&](const Variant& one) {
      return std::ranges::find(untried, one.what) != untried.end();
    });
  }
  std::erase_if(families, [](const Tuner::Family& family) { return family.empty(); });
  return untried;
}

void fit(std::vector<Variant>& family, const std::vector<HeldOut>& periods,
         const Execution& execution) {
  for (Variant& variant : family) variant.scores = part_scores(periods, variant.recipe, execution);
}

/// What the tuner chooses, or popularity where the guard says so.
Candidate chosen_by(Tuner& tuner, TuningReport& report) {
  Candidate chosen = tuner.choose();
  report.popularity = tuner.popularity().trial();
  report.doubt = doubt(chosen, tuner.popularity());
  report.fell_back = report.doubt >= most_doubt;
  if (report.fell_back) chosen = tuner.popularity();
  report.chosen = chosen.trial();
  return chosen;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Tuned tune(const Dataset& data, const TuneOptions& options, const Execution& execution) {
  const auto start = std::chrono::steady_clock::now();
  validate(options);
  validate(options.objective, data);
  const std::vector<HeldOut> periods = hold_out(data, options, execution);
  std::vector<Variant> simple = popularities();
  Tuned result{{}, report_on(periods), {}};
  TuningReport& report = result.report;
  report.budget = options.budget;
  report.trade.objective = options.objective.objective;
  if (report.accounts < least_accounts) {
    result.recipe = Candidate{{{&simple.front(), 1.0F}}, {}, {}}.recipe();
    return result;
  }
  WorkBudget budget(options.budget);
  for (const Variant& variant : simple) budget.spend(fitting_work(variant, periods));
  auto families = model_families(options, data.product_count(), bought_products(periods.front()));
  report.untried = drop_what_is_too_dear(families, periods, budget);
  fit(simple, periods, execution);
  const std::size_t steps = families.size() + 1;
  for (std::size_t f = 0; f < families.size(); ++f) {
    execution.report({"tuning", f, steps});
    fit(families[f], periods, execution);
  }
  execution.report({"tuning", families.size(), steps});

  Tuner tuner(periods, simple, families, budget, execution);
  const Candidate chosen = chosen_by(tuner, report);
  report.dropped = tuner.dropped();
  report.trials = std::move(tuner).trials();
  report.work = budget.spent();
  result.recipe = chosen.recipe();
  const auto offers = held_out_offers(periods, chosen.mixture(), execution);
  result.calibration = calibrate(periods, offers, options);
  report.trade = trade(data, periods, offers, result.calibration, options.objective);
  report.seconds = seconds_since(start);
  execution.report({"tuning", steps, steps});
  return result;
}

}  // namespace upcross
