#include <algorithm>
#include <string>

#include <upcross/core/grouped.hpp>
#include <upcross/report/evaluation.hpp>
#include <upcross/report/sentence.hpp>

namespace upcross {
namespace {

std::string number(double value, int decimals) {
  return spoken_number(value, decimals, Language::english);
}

std::string interval(const BootstrapMean& mean) {
  return number(mean.mean, 4) + " (" + number(mean.low, 4) + ".." + number(mean.high, 4) + ")";
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

std::string line(const RankerQuality& one) {
  return "  " + padded(one.name, 24) + padded(number(one.hit_rate.mean, 3), 8) +
         padded(number(one.recall.mean, 3), 11) + padded(interval(one.ndcg), 25) +
         padded(interval(one.lift), 27) + padded(number(one.revenue_share, 3), 12) +
         padded(number(one.coverage, 2), 13) + number(one.gini, 2) + '\n';
}

}  // namespace

std::string evaluation_text(const Evaluation& evaluation) {
  if (evaluation.cuts.empty()) {
    return "Nothing to measure: the history is shorter than twice the horizon of " +
           std::to_string(evaluation.horizon_days) + " days.\n";
  }
  std::string text =
      "First purchases foreseen, per account that made one: " + grouped(evaluation.accounts) +
      " in " + std::to_string(evaluation.cuts.size()) +
      (evaluation.cuts.size() == 1 ? " period of " : " periods of ") +
      std::to_string(evaluation.horizon_days) + " days from";
  for (const Day cut : evaluation.cuts) text += " " + iso(cut);
  text += "\n\n  " + padded("ranked by", 24) + padded("HR@10", 8) + padded("Recall@20", 11) +
          padded("NDCG@20 (90 %)", 25) + padded("over recent popularity", 27) +
          padded("revenue@10", 12) + padded("coverage@20", 13) + "Gini\n";
  for (const RankerQuality& one : evaluation.rankers) text += line(one);
  return text;
}

}  // namespace upcross
