#include "selection_state.hpp"

#include <nanobind/stl/array.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <string>
#include <tuple>
#include <vector>

namespace nb = nanobind;
using upcross::Calibration;
using upcross::Trade;
using upcross::Trial;
using upcross::TuningReport;

namespace {

using StoredTrial = std::tuple<std::string, double, double>;

StoredTrial stored(const Trial& trial) { return {trial.what, trial.ndcg, trial.hit_rate}; }

Trial restored(const StoredTrial& trial) {
  const auto& [what, ndcg, hit_rate] = trial;
  return {.what = what, .ndcg = ndcg, .hit_rate = hit_rate};
}

using StoredTrade = std::tuple<std::string, double, double, double>;

StoredTrade stored(const Trade& trade) {
  return {std::string(upcross::to_string(trade.objective)), trade.gamma, trade.lost_relevance,
          trade.gain};
}

Trade restored(const StoredTrade& trade) {
  const auto& [objective, gamma, lost_relevance, gain] = trade;
  return {upcross::parse_objective(objective).value(), gamma, lost_relevance, gain};
}

/// Calls `visit(name, value)` for what is plain in the report, without the seconds: equal fits are
/// stored alike.
template <class Report, class Visit>
void visit_plain(Report& report, Visit visit) {
  visit("horizon_days", report.horizon_days);
  visit("accounts", report.accounts);
  visit("dropped", report.dropped);
  visit("doubt", report.doubt);
  visit("fell_back", report.fell_back);
  visit("budget", report.budget);
  visit("work", report.work);
  visit("untried", report.untried);
  visit("gamma", report.trade.gamma);
  visit("lost_relevance", report.trade.lost_relevance);
  visit("gain", report.trade.gain);
}

/// The same for the parts of a calibration.
template <class Parts, class Visit>
void visit_parts(Parts& parts, Visit visit) {
  visit("is_fitted", parts.is_fitted);
  visit("weights", parts.odds.weights);
  visit("least", parts.odds.least);
  visit("most", parts.odds.most);
  visit("low", parts.low);
  visit("high", parts.high);
  visit("periods_in_horizon", parts.periods_in_horizon);
}

template <class T>
void take(const nb::dict& state, const char* name, T& value) {
  value = nb::cast<T>(state[name]);
}

}  // namespace

nb::dict stored_calibration(const Calibration& calibration) {
  nb::dict state;
  visit_parts(calibration.parts(), [&](const char* name, auto value) { state[name] = value; });
  return state;
}

Calibration restored_calibration(const nb::dict& state) {
  Calibration::Parts parts;
  visit_parts(parts, [&](const char* name, auto& value) { take(state, name, value); });
  return Calibration(parts);
}

nb::dict stored_tuning(const TuningReport& report) {
  nb::dict state;
  visit_plain(report, [&](const char* name, auto value) { state[name] = value; });
  std::vector<int> cuts;
  for (const upcross::Day cut : report.cuts) cuts.push_back(cut.time_since_epoch().count());
  std::vector<StoredTrial> trials;
  for (const Trial& trial : report.trials) trials.push_back(stored(trial));
  state["cuts"] = cuts;
  state["trials"] = trials;
  state["trade"] = stored(report.trade);
  state["popularity"] = stored(report.popularity);
  state["chosen"] = stored(report.chosen);
  state["objective"] = std::string(to_string(report.trade.objective));
  return state;
}

TuningReport restored_tuning(const nb::dict& state) {
  TuningReport report;
  visit_plain(report, [&](const char* name, auto& value) { take(state, name, value); });
  for (const int cut : nb::cast<std::vector<int>>(state["cuts"])) {
    report.cuts.emplace_back(std::chrono::days(cut));
  }
  for (const auto& trial : nb::cast<std::vector<StoredTrial>>(state["trials"])) {
    report.trials.push_back(restored(trial));
  }
  report.trade = restored(nb::cast<StoredTrade>(state["trade"]));
  report.popularity = restored(nb::cast<StoredTrial>(state["popularity"]));
  report.chosen = restored(nb::cast<StoredTrial>(state["chosen"]));
  report.trade.objective =
      upcross::parse_objective(nb::cast<std::string>(state["objective"])).value();
  return report;
}

nb::dict tuning_columns(const TuningReport& report) {
  nb::list what, ndcg, hit_rate;
  for (const Trial& trial : report.trials) {
    what.append(trial.what);
    ndcg.append(trial.ndcg);
    hit_rate.append(trial.hit_rate);
  }
  nb::dict result;
  result["ranked_by"] = what;
  result["ndcg_20"] = ndcg;
  result["hit_rate_10"] = hit_rate;
  return result;
}
