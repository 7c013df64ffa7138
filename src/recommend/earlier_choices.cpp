#include <algorithm>

#include <upcross/core/parallel_for.hpp>

#include "recommend/step_choice.hpp"

namespace upcross {
namespace {

constexpr int days_back[] = {60, 90, 120};
constexpr std::size_t most_accounts = 600;

const Bought* find(std::span<const Bought> bought, ProductIndex product) {
  const auto found = std::ranges::lower_bound(bought, product, {}, &Bought::product);
  return found != bought.end() && found->product == product ? &*found : nullptr;
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

/// What happened in the days [begin, end).
class EarlierHorizon {
 public:
  EarlierHorizon(const Dataset& data, const History& history, const Ladders& ladders, Day begin,
                 Day end)
      : history_(history),
        ladders_(ladders),
        market_(data, history, ladders, begin),
        kinship_(history, ladders, begin),
        end_(end) {}

  StepChoice choice(std::size_t account, const std::vector<bool>& offered) const {
    StepChoice result;
    const std::span<const Bought> bought = history_.of(account);
    for (const HigherStep& step : higher_steps(static_cast<AccountIndex>(account), bought, ladders_,
                                               market_, kinship_, offered)) {
      const Bought* later = find(bought, step.product);
      result.steps.push_back(step.features);
      result.chosen.push_back(later != nullptr && later->first < end_);
    }
    return result;
  }

 private:
  const History& history_;
  const Ladders& ladders_;
  Transitions market_;
  Kinship kinship_;
  Day end_;
};

}  // namespace

std::vector<StepChoice> earlier_choices(const Dataset& data, const History& history,
                                        const Ladders& ladders,
                                        const InteractionMatrix& interactions,
                                        const UpSellOptions& options, const Execution& execution) {
  std::vector<bool> offered(data.product_count(), true);
  for (const ProductIndex p : interactions.left_out_products()) offered[position(p)] = false;
  std::vector<StepChoice> result;
  for (const int back : days_back) {
    const Day begin = interactions.as_of() - std::chrono::days(back);
    const Day end = begin + std::chrono::days(std::min(back, options.horizon_days));
    const auto accounts = accounts_that_went_up(history, ladders, begin, end);
    if (accounts.empty()) continue;
    const EarlierHorizon horizon(data, history, ladders, begin, end);
    std::vector<StepChoice> choices(accounts.size());
    parallel_for(execution, accounts.size(), [&](std::size_t i, unsigned) {
      choices[i] = horizon.choice(accounts[i], offered);
    });
    // What nobody had bought before is no step of that day, so a choice may be missing.
    std::ranges::copy_if(choices, std::back_inserter(result), [](const StepChoice& choice) {
      return std::ranges::find(choice.chosen, true) != choice.chosen.end();
    });
  }
  return result;
}

}  // namespace upcross
