#include <string>
#include <string_view>

#include <upcross/core/grouped.hpp>
#include <upcross/report/evaluation.hpp>

#include "report/table.hpp"

namespace upcross {
namespace {

std::string interval(const BootstrapMean& mean) {
  return table_number(mean.mean, 4) + " (" + table_number(mean.low, 4) + ".." +
         table_number(mean.high, 4) + ")";
}

/// What the lists of a task are of, and per what they are measured.
std::string_view spoken(Task task) {
  switch (task) {
    case Task::new_products:
      return "First purchases foreseen, per account that made one";
    case Task::repeats:
      return "Repeat purchases foreseen among what it has, per account that made one";
    case Task::new_categories:
      return "Categories foreseen, per account that first bought in one";
    case Task::new_accounts:
      return "First buyers foreseen, per product that won one";
  }
  return "";
}

/// What is sold and how much of the range is shown, where products are what is offered.
bool tells_sales(const Evaluation& evaluation) { return evaluation.task == Task::new_products; }

std::string header(const Evaluation& evaluation) {
  const std::string hits = std::to_string(evaluation.hits_at);
  const std::string length = std::to_string(evaluation.list_length);
  const std::string text = "  " + padded("ranked by", 24) + padded("HR@" + hits, 8) +
                           padded("Recall@" + length, 11) +
                           padded("NDCG@" + length + " (90 %)", 25);
  const std::string over = "over " + evaluation.reference;
  if (!tells_sales(evaluation)) return text + over + '\n';
  return text + padded(over, 27) + padded("revenue@" + hits, 12) +
         padded("coverage@" + length, 13) + "Gini\n";
}

std::string line(const RankerQuality& one, bool with_sales) {
  const std::string text =
      "  " + padded(one.name, 24) + padded(table_number(one.hit_rate.mean, 3), 8) +
      padded(table_number(one.recall.mean, 3), 11) + padded(interval(one.ndcg), 25);
  if (!with_sales) return text + interval(one.lift) + '\n';
  return text + padded(interval(one.lift), 27) + padded(table_number(one.revenue_share, 3), 12) +
         padded(table_number(one.coverage, 2), 13) + table_number(one.gini, 2) + '\n';
}

std::string nothing_measured(const Evaluation& evaluation) {
  const std::string_view categories =
      evaluation.task == Task::new_categories ? "no category is known, or " : "";
  return std::string(spoken(evaluation.task)) + ": nothing to measure; " + std::string(categories) +
         "the history is shorter than twice the horizon of " +
         std::to_string(evaluation.horizon_days) + " days.\n";
}

}  // namespace

std::string evaluation_text(const Evaluation& evaluation) {
  if (evaluation.cuts.empty()) return nothing_measured(evaluation);
  std::string text = std::string(spoken(evaluation.task)) + ": " + grouped(evaluation.accounts) +
                     in_periods(evaluation.cuts, evaluation.horizon_days);
  text += "\n\n" + header(evaluation);
  for (const RankerQuality& one : evaluation.rankers) text += line(one, tells_sales(evaluation));
  return text;
}

}  // namespace upcross
