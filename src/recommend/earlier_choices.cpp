#include <algorithm>

#include <upcross/core/parallel_for.hpp>
#include <upcross/model/fold_in.hpp>

#include "recommend/step_choice.hpp"

namespace upcross {
namespace {

constexpr int days_back[] = {60, 90, 120};
constexpr std::size_t most_accounts = 600;

const Bought* find(std::span<const Bought> bought, ProductIndex product) {
  const auto found = std::ranges::lower_bound(bought, product, {}, &Bought::product);
  return found != bought.end() && found->product == product ? &*found : nullptr;
}

/// The factors of an account from what it had bought before the day.
std::vector<float> factors_before(std::span<const Bought> bought, Day before, SparseRows::Row now,
                                  const FactorModel& model) {
  std::vector<std::uint32_t> products;
  std::vector<float> confidences;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const Bought* one = find(bought, static_cast<ProductIndex>(now.indexes[i]));
    if (one == nullptr || one->first >= before) continue;
    products.push_back(now.indexes[i]);
    confidences.push_back(now.values[i]);
  }
  return fold_in(model, {products, confidences});
}

/// Whether the account first bought, in [begin, end), a higher step of a family than it had.
bool went_up(std::span<const Bought> bought, const Ladders& ladders, Day begin, Day end) {
  return std::ranges::any_of(bought, [&](const Bought& later) {
    const std::uint32_t family = ladders.family_of(later.product);
    if (later.first < begin || later.first >= end || family == Ladders::no_family) return false;
    return std::ranges::any_of(bought, [&](const Bought& earlier) {
      return earlier.first < begin && ladders.family_of(earlier.product) == family &&
             ladders.step(earlier.product) < ladders.step(later.product);
    });
  });
}

/// Accounts that went up, evenly drawn where they are too many.
std::vector<std::size_t> accounts_that_went_up(const History& history, const Ladders& ladders,
                                               Day begin, Day end) {
  std::vector<std::size_t> all;
  for (std::size_t a = 0; a < history.account_count(); ++a) {
    if (went_up(history.of(a), ladders, begin, end)) all.push_back(a);
  }
  std::vector<std::size_t> drawn;
  const std::size_t count = std::min(most_accounts, all.size());
  for (std::size_t i = 0; i < count; ++i) drawn.push_back(all[i * all.size() / count]);
  return drawn;
}

}  // namespace

std::vector<StepChoice> earlier_choices(const Dataset& data, const History& history,
                                        const Ladders& ladders,
                                        const InteractionMatrix& interactions,
                                        const FactorModel& model, int horizon_days,
                                        const Execution& execution) {
  std::vector<bool> offered(data.product_count(), true);
  for (const ProductIndex p : interactions.left_out_products()) offered[position(p)] = false;
  std::vector<StepChoice> result;
  for (const int back : days_back) {
    const Day begin = interactions.as_of() - std::chrono::days(back);
    const Day end = begin + std::chrono::days(std::min(back, horizon_days));
    const Transitions market(data, history, ladders, begin);
    const auto accounts = accounts_that_went_up(history, ladders, begin, end);
    std::vector<StepChoice> choices(accounts.size());
    parallel_for(execution, accounts.size(), [&](std::size_t i, unsigned) {
      const std::span<const Bought> bought = history.of(accounts[i]);
      const auto row = interactions.by_account().row(accounts[i]);
      const std::vector<float> factors = factors_before(bought, begin, row, model);
      for (const HigherStep& step : higher_steps(static_cast<AccountIndex>(accounts[i]), factors,
                                                 bought, ladders, market, model, offered)) {
        const Bought* later = find(bought, step.product);
        choices[i].steps.push_back(step.features);
        choices[i].chosen.push_back(later != nullptr && later->first < end);
      }
    });
    // What nobody had bought before is no step of that day, so a choice may be missing.
    std::ranges::copy_if(choices, std::back_inserter(result), [](const StepChoice& choice) {
      return std::ranges::find(choice.chosen, true) != choice.chosen.end();
    });
  }
  return result;
}

}  // namespace upcross
