#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/core/random.hpp>
#include <upcross/evaluation/evaluate.hpp>

#include "scoring/best_products.hpp"

namespace upcross {
namespace {

/// The lists that `score(account, scores)` makes.
template <class Score>
RankedLists lists_by(const TimeSplit& known, std::span<const AccountIndex> accounts, std::size_t k,
                     const Execution& execution, Score score) {
  RankedLists lists(accounts.size());
  std::vector<BestRows> best(execution.threads_for(accounts.size()));
  std::vector<std::vector<float>> scores(best.size(), std::vector<float>(known.eligible.size()));
  parallel_for(execution, accounts.size(), [&](std::size_t i, unsigned worker) {
    score(accounts[i], scores[worker]);
    lists[i] = best_products(scores[worker], known.interactions.seen(accounts[i]), k,
                             {.eligible = known.eligible}, best[worker]);
  });
  execution.throw_if_stopped("evaluation");
  return lists;
}

BlendRecipe alone(double BlendRecipe::*part) {
  BlendRecipe recipe{.factorization = 0.0};
  recipe.*part = 1.0;
  return recipe;
}

}  // namespace

Ranker blend_ranker(std::string name, const BlendRecipe& recipe) {
  return {std::move(name), [recipe](const TimeSplit& known, std::span<const AccountIndex> accounts,
                                    std::size_t k, const Execution& execution) {
            const Blend blend = fit_blend(known.history, known.interactions, recipe, execution);
            return lists_by(
                known, accounts, k, execution, [&](AccountIndex account, std::span<float> scores) {
                  blend.score(blend.account(known.history, known.interactions, account), scores);
                });
          }};
}

Ranker chance_ranker() {
  return {"chance", [](const TimeSplit& known, std::span<const AccountIndex> accounts,
                       std::size_t k, const Execution& execution) {
            return lists_by(
                known, accounts, k, execution, [](AccountIndex account, std::span<float> scores) {
                  for (std::size_t p = 0; p < scores.size(); ++p) {
                    scores[p] = static_cast<float>(uniform(hash("chance", position(account)), p));
                  }
                });
          }};
}

std::vector<Ranker> baselines() {
  BlendRecipe all_time = alone(&BlendRecipe::popularity);
  all_time.popularity_half_life_days = 0.0;
  return {chance_ranker(), blend_ranker("popularity of all time", all_time),
          blend_ranker("recent popularity", alone(&BlendRecipe::popularity)),
          blend_ranker("neighbours", alone(&BlendRecipe::neighbours)),
          blend_ranker("EASE 500", alone(&BlendRecipe::item_item))};
}

}  // namespace upcross
