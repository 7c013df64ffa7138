#include "recommend/step_choice.hpp"

#include <algorithm>
#include <cmath>

#include "recommend/families.hpp"

namespace upcross {
namespace {

/// Makes the steps of one account in one family.
class FamilySteps {
 public:
  FamilySteps(AccountIndex account, std::span<const Bought> bought, const Ladders& ladders,
              const Transitions& market, const Kinship& kinship)
      : account_(account),
        ladders_(ladders),
        market_(market),
        kinship_(kinship),
        places_(kinship.places(bought)) {}

  /// `own` are the account's products of the family, lowest step first.
  void add(std::span<const Bought> own, const std::vector<bool>& offered,
           std::vector<HigherStep>& result) const {
    const auto step = [&](const Bought& one) { return ladders_.step(one.product); };
    for (const ProductIndex p : ladders_.rungs(ladders_.family_of(own.front().product))) {
      const auto above = std::ranges::lower_bound(own, ladders_.step(p), {}, step);
      if (above == own.begin() || !offered[position(p)] || !market_.is_sold(p)) continue;
      if (std::ranges::find(own, p, &Bought::product) != own.end()) continue;
      const ProductIndex from = std::prev(above)->product;
      result.push_back({p, from, features(from, p, own.size())});
    }
  }

 private:
  StepNumbers features(ProductIndex from, ProductIndex to, std::size_t own) const {
    StepNumbers numbers;
    numbers[recent_sales] = market_.log_recent(to);
    numbers[went_on] = market_.log_lift(account_, from, to);
    numbers[own_affinity] = kinship_.affinity(places_, to);
    numbers[owned] = std::log(static_cast<double>(own));
    numbers[reach] = std::log(ladders_.step(to) / ladders_.step(from));
    return numbers;
  }

  AccountIndex account_;
  const Ladders& ladders_;
  const Transitions& market_;
  const Kinship& kinship_;
  std::vector<std::size_t> places_;
};

}  // namespace

std::vector<HigherStep> higher_steps(AccountIndex account, std::span<const Bought> bought,
                                     const Ladders& ladders, const Transitions& market,
                                     const Kinship& kinship, const std::vector<bool>& offered) {
  const std::vector<Bought> own = by_family(bought, ladders, market.before());
  const FamilySteps steps(account, bought, ladders, market, kinship);
  std::vector<HigherStep> result;
  for (const std::span<const Bought> family : families_of(own, ladders)) {
    steps.add(family, offered, result);
  }
  return result;
}

}  // namespace upcross
