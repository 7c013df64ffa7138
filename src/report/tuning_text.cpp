#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <upcross/core/grouped.hpp>
#include <upcross/report/tuning.hpp>

#include "report/table.hpp"

namespace upcross {
namespace {

/// Each once, the best first.
std::vector<Trial> ordered(const std::vector<Trial>& trials) {
  std::vector<Trial> result;
  std::set<std::string> known;
  for (const Trial& one : trials) {
    if (known.insert(one.what).second) result.push_back(one);
  }
  std::ranges::stable_sort(result, std::ranges::greater(), &Trial::ndcg);
  return result;
}

std::string line(const Trial& one, const TuningReport& report) {
  std::string text = "  " + padded(table_number(one.ndcg, 4), 9) +
                     padded(table_number(one.hit_rate, 3), 7) + one.what;
  if (one.what == report.popularity.what) text += " (recent popularity)";
  if (one.what == report.chosen.what) text += " <- chosen";
  return text + '\n';
}

std::string verdict(const TuningReport& report) {
  return "Chosen by NDCG@20, Recall@20 and HR@10 together, less what trends may owe to luck, the "
         "latest "
         "period counting most. In " +
         table_number(100.0 * report.doubt, 1) +
         " % of the resamples by account the best was no better than recent popularity" +
         (report.fell_back ? ", which therefore answers.\n" : ".\n");
}

std::string work(const TuningReport& report) {
  std::string text = "Work " + table_number(report.work / 1e9, 1) + " of at most " +
                     table_number(report.budget / 1e9, 0) + " billion units, " +
                     table_number(report.seconds, 1) + " seconds";
  const char* before = ". Not tried for that: ";
  for (const std::string& what : report.untried) {
    text += before + what;
    before = ", ";
  }
  return text + ".\n";
}

std::string dropped(const TuningReport& report) {
  if (report.dropped == 0) return {};
  return ", " + grouped(report.dropped) + " more on a quarter of them";
}

}  // namespace

std::string tuning_text(const TuningReport& report) {
  if (report.trials.empty()) {
    return "Nothing was tried: only " + grouped(report.accounts) +
           " accounts bought something new in the periods held out. Recent popularity answers.\n";
  }
  const std::vector<Trial> trials = ordered(report.trials);
  std::string text = grouped(trials.size()) + " ways of ranking tried on " +
                     grouped(report.accounts) + " accounts that bought something new" +
                     in_periods(report.cuts, report.horizon_days) + dropped(report) + "\n" +
                     verdict(report) + work(report) + "\n  NDCG@20  HR@10  ranked by\n";
  for (const Trial& one : trials) text += line(one, report);
  return text;
}

}  // namespace upcross
