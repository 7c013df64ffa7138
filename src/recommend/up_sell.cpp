#include <algorithm>
#include <numeric>
#include <utility>

#include <upcross/core/money.hpp>
#include <upcross/recommend/up_sell.hpp>

#include "recommend/up_seller.hpp"

namespace upcross {
namespace {

/// Makes the rows of one account.
class StepRows {
 public:
  StepRows(const Question& question, const UpSeller::Learned& learned, AccountIndex account)
      : question_(question), ground_(question.ground), learned_(learned), account_(account) {}

  std::vector<Recommendation> rows(std::size_t limit) const {
    std::vector<HigherStep> steps =
        higher_steps(account_, learned_.history.of(position(account_)), learned_.ladders,
                     learned_.market, learned_.kinship, ground_.eligible);
    std::ranges::sort(
        steps, {}, [&](const HigherStep& step) { return std::pair(-score(step), step.product); });
    std::vector<Recommendation> result;
    for (const HigherStep& step : steps) {
      if (result.size() == limit) break;
      const OrderEstimate order = ground_.orders.estimate(account_, step.product);
      if (is_seen(step.product) || order.order_margin < 0.0) continue;
      result.push_back(offer(step, order));
      result.back().rank = result.size();
    }
    return result;
  }

 private:
  double part(const HigherStep& step, StepFeature feature) const {
    return learned_.weights[feature] * step.features[feature];
  }

  double score(const HigherStep& step) const {
    return std::inner_product(learned_.weights.begin(), learned_.weights.end(),
                              step.features.begin(), 0.0);
  }

  bool is_seen(ProductIndex product) const {
    return std::ranges::binary_search(ground_.interactions.seen(account_), position(product));
  }

  Recommendation offer(const HigherStep& step, const OrderEstimate& order) const {
    const OrderEstimate replaced = ground_.orders.estimate(account_, step.from);
    return {.account = account_,
            .rank = 0,
            .kind = Kind::up_sell,
            .product = step.product,
            .from_product = step.from,
            .score = score(step),
            .quantity = order.quantity,
            .unit_price = order.unit_price,
            .order_value = order.order_value,
            .order_margin = in_cents(order.order_margin - replaced.order_margin),
            .reasons = reasons(step, order.unit_price - replaced.unit_price),
            .expires_on = last_day(question_, step.product)};
  }

  std::vector<Reason> reasons(const HigherStep& step, double price_difference) const {
    const WentOn others = learned_.market.went_on(step.from, step.product);
    std::vector<Reason> result = {
        {.type = ReasonType::bought_now,
         .contribution = part(step, own_affinity) + part(step, owned),
         .product = step.from,
         .last_bought = last_bought(step.from)},
        {.type = ReasonType::others_went_on,
         .contribution = part(step, went_on),
         .product = step.from,
         .accounts = others.accounts,
         .of_accounts = others.of_accounts},
        {.type = ReasonType::costs_more,
         .contribution = part(step, reach),
         .product = step.from,
         .price_difference = price_difference},
        {.type = ReasonType::popular_lately, .contribution = part(step, recent_sales)}};
    std::ranges::stable_sort(result, std::ranges::greater(), &Reason::contribution);
    return result;
  }

  Day last_bought(ProductIndex product) const {
    const auto own = learned_.history.of(position(account_));
    return std::ranges::find(own, product, &Bought::product)->last;
  }

  const Question& question_;
  const Groundwork& ground_;
  const UpSeller::Learned& learned_;
  AccountIndex account_;
};

}  // namespace

UpSeller::Learned::Learned(const Groundwork& ground, Ladders found, const UpSellOptions& options,
                           const Execution& execution)
    : ladders(std::move(found)),
      history(ground.data, ground.net),
      market(ground.data, history, ladders, ground.interactions.as_of()),
      kinship(history, ladders, ground.interactions.as_of()),
      weights(fit_step_weights(earlier_choices(ground.data, history, ladders, ground.interactions,
                                               options, execution))) {}

UpSeller::UpSeller(const Groundwork& ground, const UpSellOptions& options,
                   const Execution& execution)
    : ground_(ground), horizon_days_(options.horizon_days) {
  Ladders ladders = build_ladders(ground.data, options.ladder);
  if (ladders.family_count() == 0) return;
  learned_ = std::make_unique<const Learned>(ground, std::move(ladders), options, execution);
}

Recommendations UpSeller::offers(std::span<const AccountIndex> accounts, std::size_t limit,
                                 const Execution& execution) const {
  const Question question{"up_sell", ground_, accounts, horizon_days_};
  validate(question);
  if (!learned_) return no_rows(question);
  const std::vector<AccountIndex> answered = with_interactions(question);
  return collect(question, answered.size(), execution, [&](std::size_t i, unsigned) {
    return StepRows(question, *learned_, answered[i]).rows(limit);
  });
}

Recommendations up_sell(const Dataset& data, const InteractionMatrix& interactions,
                        const Blend& model, std::span<const AccountIndex> accounts,
                        const UpSellOptions& options, const Execution& execution) {
  const Groundwork ground(data, interactions, model, execution);
  validate(Question{"up_sell", ground, accounts, options.horizon_days});
  return UpSeller(ground, options, execution).offers(accounts, options.limit, execution);
}

Recommendations up_sell(const Dataset& data, const InteractionMatrix& interactions,
                        const FactorModel& model, std::span<const AccountIndex> accounts,
                        const UpSellOptions& options, const Execution& execution) {
  return up_sell(data, interactions, borrowed(model), accounts, options, execution);
}

}  // namespace upcross
