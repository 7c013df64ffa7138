#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/core/random.hpp>
#include <upcross/evaluation/evaluate.hpp>

#include "scoring/best_products.hpp"

namespace upcross {
namespace {

/// Leaves only what the account has among the scores.
void keep_own(std::span<float> scores, std::span<const std::uint32_t> own) {
  std::vector<float> kept;
  for (const std::uint32_t p : own) kept.push_back(scores[p]);
  std::ranges::fill(scores, -std::numeric_limits<float>::infinity());
  for (std::size_t j = 0; j < own.size(); ++j) scores[own[j]] = kept[j];
}

/// The lists that `score(account, scores)` makes.
template <class Score>
RankedLists lists_by(const RankingQuestion& asked, const Execution& execution, Score score) {
  const TimeSplit& known = asked.known;
  RankedLists lists(asked.accounts.size());
  std::vector<BestRows> best(execution.threads_for(lists.size()));
  std::vector<std::vector<float>> scores(best.size(), std::vector<float>(known.eligible.size()));
  parallel_for(execution, lists.size(), [&](std::size_t i, unsigned worker) {
    const AccountIndex account = asked.accounts[i];
    score(account, scores[worker]);
    const bool again = known.foreseen == Foreseen::again;
    if (again)
      keep_own(scores[worker], known.interactions.by_account().row(position(account)).indexes);
    lists[i] = best_products(
        scores[worker], again ? std::span<const std::uint32_t>() : known.interactions.seen(account),
        asked.k, {.eligible = known.eligible}, best[worker]);
  });
  execution.throw_if_stopped("evaluation");
  return lists;
}

RankedLists lists_of(const Blend& blend, const RankingQuestion& asked, const Execution& execution) {
  const TimeSplit& known = asked.known;
  return lists_by(asked, execution, [&](AccountIndex account, std::span<float> scores) {
    blend.score(blend.account(known.history, known.interactions, account), scores);
  });
}

/// Throws where a blend is not of the same accounts and products.
void check_shape(const Blend& blend, const TimeSplit& known) {
  const auto& factors = blend.parts().factors;
  const std::size_t accounts = known.history.account_count();
  if (blend.product_count() == known.eligible.size() &&
      (!factors || factors->account_factors().rows() == accounts)) {
    return;
  }
  throw Error(ErrorCode::invalid_argument,
              "evaluate: a blend of " + std::to_string(blend.product_count()) +
                  " products, expected one of the " + std::to_string(known.eligible.size()) +
                  " that are ranked, and of " + std::to_string(accounts) + " accounts");
}

/// Ranks what accounts have by `score(days on which it was bought, days since the last)`.
template <class Score>
Ranker habit_ranker(std::string name, Score score) {
  return {std::move(name), [score](const RankingQuestion& asked, const Execution& execution) {
            InteractionOptions every_day = asked.interactions;
            every_day.half_life_days = 0.0;
            every_day.scale = ConfidenceScale::linear;
            every_day.alpha = 1.0;
            every_day.confidence_factor = 1.0;
            const auto counted =
                build_interactions(asked.data, every_day, {.threads = execution.threads});
            return lists_by(asked, execution, [&](AccountIndex account, std::span<float> scores) {
              std::ranges::fill(scores, 0.0F);
              const SparseRows::Row days = counted.by_account().row(position(account));
              const auto bought = asked.known.history.of(position(account));
              for (std::size_t j = 0; j < days.size(); ++j) {
                const auto since = (asked.known.cut - bought[j].last).count();
                scores[days.indexes[j]] = score(days.values[j] - 1.0F, static_cast<float>(since));
              }
            });
          }};
}

/// Ranks what accounts have by the confidences of the interactions.
Ranker confidence_ranker() {
  return {"recent frequency", [](const RankingQuestion& asked, const Execution& execution) {
            return lists_by(asked, execution, [&](AccountIndex account, std::span<float> scores) {
              const auto own = asked.known.interactions.by_account().row(position(account));
              for (std::size_t j = 0; j < own.size(); ++j) scores[own.indexes[j]] = own.values[j];
            });
          }};
}

BlendRecipe alone(double BlendRecipe::*part) {
  BlendRecipe recipe{.factorization = 0.0};
  recipe.*part = 1.0;
  return recipe;
}

}  // namespace

Ranker blend_ranker(std::string name, const BlendRecipe& recipe) {
  return {std::move(name), [recipe](const RankingQuestion& asked, const Execution& execution) {
            const TimeSplit& known = asked.known;
            return lists_of(fit_blend(known.history, known.interactions, recipe, execution), asked,
                            execution);
          }};
}

Ranker fitted_ranker(std::string name, const Blend& blend, Day as_of) {
  return {name, [name, blend, as_of](const RankingQuestion& asked, const Execution& execution) {
            if (as_of > asked.known.cut) {
              throw Error(ErrorCode::invalid_argument,
                          "evaluate: '" + name + "' knows purchases until " + iso(as_of) +
                              ", expected none on or after " + iso(asked.known.cut) +
                              ", from which on they are to be foreseen");
            }
            check_shape(blend, asked.known);
            return lists_of(blend, asked, execution);
          }};
}

Ranker chance_ranker() {
  return {"chance", [](const RankingQuestion& asked, const Execution& execution) {
            return lists_by(asked, execution, [](AccountIndex account, std::span<float> scores) {
              for (std::size_t p = 0; p < scores.size(); ++p) {
                scores[p] = static_cast<float>(uniform(hash("chance", position(account)), p));
              }
            });
          }};
}

Ranker frequency_ranker() {
  return habit_ranker("frequency",
                      [](float days, float since) { return days + 1.0F / (1.0F + since); });
}

Ranker recency_ranker() {
  return habit_ranker("recency",
                      [](float days, float since) { return days / (1.0F + days) - since; });
}

std::vector<Ranker> baselines(Task task) {
  const BlendRecipe recent = alone(&BlendRecipe::popularity);
  if (task == Task::repeats) {
    return {chance_ranker(), blend_ranker("recent popularity", recent), frequency_ranker(),
            recency_ranker(), confidence_ranker()};
  }
  const std::string what = task == Task::new_accounts ? "activity" : "popularity";
  BlendRecipe all_time = recent;
  all_time.popularity_half_life_days = 0.0;
  return {chance_ranker(), blend_ranker(what + " of all time", all_time),
          blend_ranker("recent " + what, recent),
          blend_ranker("neighbours", alone(&BlendRecipe::neighbours)),
          blend_ranker("EASE 500", alone(&BlendRecipe::item_item))};
}

}  // namespace upcross
