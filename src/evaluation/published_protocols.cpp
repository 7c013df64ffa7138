#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/evaluation/metrics.hpp>
#include <upcross/evaluation/published_protocols.hpp>

#include "scoring/best_products.hpp"

namespace upcross {
namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::invalid_argument, message);
}

void refuse_if_stopped(const Execution& execution) {
  if (execution.stop.stop_requested()) throw Error(ErrorCode::stopped, "evaluation was stopped");
}

/// The mean of what `value` says of each.
template <class Range, class Value>
double mean_over(const Range& range, Value value) {
  double sum = 0.0;
  for (const auto& one : range) sum += value(one);
  const auto count = static_cast<double>(std::size(range));
  return count > 0.0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

void check_positions(const std::vector<std::uint32_t>& positions, std::size_t products,
                     const UnseenAccount& account, const char* what) {
  const bool rising =
      std::ranges::adjacent_find(positions, std::ranges::greater_equal()) == positions.end();
  if (rising && (positions.empty() || positions.back() < products)) return;
  refuse("strong_generalization: what is " + std::string(what) + " of '" + account.id +
         "' must be rising product positions below " + std::to_string(products));
}

void check(const UnseenAccount& account, const InteractionMatrix& trained) {
  const auto index = trained.account_ids()->find(account.id);
  if (index && trained.by_account().row(position(*index)).size() > 0) {
    refuse("strong_generalization: account '" + account.id +
           "' is among those that were learned from, expected accounts that no model has seen");
  }
  check_positions(account.given, trained.product_count(), account, "given");
  check_positions(account.wanted, trained.product_count(), account, "wanted");
  if (account.wanted.empty())
    refuse("strong_generalization: nothing is wanted of '" + account.id + "'");
  std::vector<std::uint32_t> both;
  std::ranges::set_intersection(account.given, account.wanted, std::back_inserter(both));
  if (both.empty()) return;
  const auto product = static_cast<ProductIndex>(both.front());
  refuse("strong_generalization: product '" + std::string((*trained.product_ids())[product]) +
         "' of '" + account.id + "' is both given and wanted");
}

}  // namespace

std::size_t leave_one_out_rank(std::span<const float> scores, const LeaveOneOut& question,
                               std::span<const std::uint32_t> seen) {
  const auto own = static_cast<std::uint32_t>(question.held_out);
  const auto check = [&](std::uint32_t p) {
    if (p < scores.size()) return;
    refuse("leave_one_out: product position " + std::to_string(p) + ", expected one below " +
           std::to_string(scores.size()));
  };
  check(own);
  if (std::ranges::binary_search(seen, own)) {
    refuse("leave_one_out: product " + std::to_string(own) + " of account " +
           std::to_string(position(question.account)) + " is held out and among what it has");
  }
  std::size_t rank = 1;
  for (const std::uint32_t p : question.others) {
    check(p);
    if (p == own || scores[p] <= scores[own] || std::ranges::binary_search(seen, p)) continue;
    ++rank;
  }
  return rank;
}

LeaveOneOutQuality leave_one_out(const InteractionMatrix& interactions,
                                 std::span<const LeaveOneOut> questions, const ScoreAccount& score,
                                 std::size_t k, const Execution& execution) {
  std::vector<std::size_t> ranks(questions.size());
  std::vector<std::vector<float>> scores(execution.threads_for(questions.size()),
                                         std::vector<float>(interactions.product_count()));
  parallel_for(execution, questions.size(), [&](std::size_t i, unsigned worker) {
    score(questions[i].account, scores[worker]);
    ranks[i] =
        leave_one_out_rank(scores[worker], questions[i], interactions.seen(questions[i].account));
  });
  refuse_if_stopped(execution);
  return {mean_over(ranks, [&](std::size_t rank) { return rank <= k ? 1.0 : 0.0; }),
          mean_over(ranks, [&](std::size_t rank) {
            return rank <= k ? 1.0 / std::log2(static_cast<double>(rank) + 1.0) : 0.0;
          })};
}

StrongGeneralization strong_generalization(const InteractionMatrix& trained,
                                           std::span<const UnseenAccount> accounts,
                                           const ScoreGiven& score, const Execution& execution) {
  constexpr std::size_t longest = 100;
  for (const UnseenAccount& account : accounts) check(account, trained);
  const std::vector<bool> eligible(trained.product_count(), true);
  std::vector<StrongGeneralization> each(accounts.size());
  std::vector<BestRows> best(execution.threads_for(accounts.size()));
  std::vector<std::vector<float>> scores(best.size(), std::vector<float>(eligible.size()));
  parallel_for(execution, accounts.size(), [&](std::size_t i, unsigned worker) {
    const auto& [id, given, wanted] = accounts[i];
    score(given, scores[worker]);
    const auto list =
        best_products(scores[worker], given, longest, {.eligible = eligible}, best[worker]);
    each[i] = {list_quality(list, wanted, 20).recall, list_quality(list, wanted, 50).recall,
               list_quality(list, wanted, longest).ndcg};
  });
  refuse_if_stopped(execution);
  const auto mean = [&](double StrongGeneralization::*value) {
    return mean_over(each, [&](const StrongGeneralization& one) { return one.*value; });
  };
  return {mean(&StrongGeneralization::recall_20), mean(&StrongGeneralization::recall_50),
          mean(&StrongGeneralization::ndcg_100)};
}

}  // namespace upcross
