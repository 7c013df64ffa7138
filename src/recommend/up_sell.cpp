#include <algorithm>
#include <numeric>
#include <utility>

#include <upcross/core/money.hpp>
#include <upcross/recommend/order_estimate.hpp>
#include <upcross/recommend/up_sell.hpp>
#include <upcross/scoring/eligibility.hpp>

#include "recommend/question.hpp"
#include "recommend/step_choice.hpp"

namespace upcross {
namespace {

/// Makes the rows of one account.
class StepRecommender {
 public:
  StepRecommender(const Question& question, const UpSellOptions& options,
                  const Execution& execution)
      : question_(question),
        limit_(options.limit),
        ladders_(build_ladders(question.data, options.ladder)),
        net_(net_of_returns(question.data, question.interactions.as_of())),
        history_(question.data, net_),
        market_(question.data, history_, ladders_, question.interactions.as_of()),
        kinship_(history_, ladders_, question.interactions.as_of()),
        orders_(question.data, net_),
        eligible_(eligible_products(question.data, question.interactions)),
        weights_(fit_step_weights(earlier_choices(question.data, history_, ladders_,
                                                  question.interactions, options, execution))) {}

  std::vector<Recommendation> rows(AccountIndex account) const {
    std::vector<HigherStep> steps = higher_steps(account, history_.of(position(account)), ladders_,
                                                 market_, kinship_, eligible_);
    std::ranges::sort(
        steps, {}, [&](const HigherStep& step) { return std::pair(-score(step), step.product); });
    std::vector<Recommendation> result;
    for (const HigherStep& step : steps) {
      if (result.size() == limit_) break;
      const OrderEstimate order = orders_.estimate(account, step.product);
      if (is_seen(account, step.product) || order.order_margin < 0.0) continue;
      result.push_back(offer(account, step, order));
      result.back().rank = result.size();
    }
    return result;
  }

 private:
  double part(const HigherStep& step, StepFeature feature) const {
    return weights_[feature] * step.features[feature];
  }

  double score(const HigherStep& step) const {
    return std::inner_product(weights_.begin(), weights_.end(), step.features.begin(), 0.0);
  }

  bool is_seen(AccountIndex account, ProductIndex product) const {
    return std::ranges::binary_search(question_.interactions.seen(account), position(product));
  }

  Recommendation offer(AccountIndex account, const HigherStep& step,
                       const OrderEstimate& order) const {
    const OrderEstimate replaced = orders_.estimate(account, step.from);
    return {.account = account,
            .rank = 0,
            .kind = Kind::up_sell,
            .product = step.product,
            .from_product = step.from,
            .score = score(step),
            .quantity = order.quantity,
            .unit_price = order.unit_price,
            .order_value = order.order_value,
            .order_margin = in_cents(order.order_margin - replaced.order_margin),
            .reasons = reasons(account, step, order.unit_price - replaced.unit_price),
            .expires_on = last_day(question_, step.product)};
  }

  std::vector<Reason> reasons(AccountIndex account, const HigherStep& step,
                              double price_difference) const {
    const WentOn others = market_.went_on(step.from, step.product);
    std::vector<Reason> result = {
        {.type = ReasonType::bought_now,
         .contribution = part(step, own_affinity) + part(step, owned),
         .product = step.from,
         .last_bought = last_bought(account, step.from)},
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

  Day last_bought(AccountIndex account, ProductIndex product) const {
    return std::ranges::find(history_.of(position(account)), product, &Bought::product)->last;
  }

  const Question& question_;
  std::size_t limit_;
  Ladders ladders_;
  NetPurchases net_;
  History history_;
  Transitions market_;
  Kinship kinship_;
  OrderEstimator orders_;
  std::vector<bool> eligible_;
  StepNumbers weights_;
};

}  // namespace

Recommendations up_sell(const Dataset& data, const InteractionMatrix& interactions,
                        const Blend& model, std::span<const AccountIndex> accounts,
                        const UpSellOptions& options, const Execution& execution) {
  const Question question{"up_sell", data, interactions, model, accounts, options.horizon_days};
  validate(question);
  const std::vector<AccountIndex> answered = with_interactions(question);
  const StepRecommender recommender(question, options, execution);
  return collect(question, answered.size(), execution,
                 [&](std::size_t i) { return recommender.rows(answered[i]); });
}

Recommendations up_sell(const Dataset& data, const InteractionMatrix& interactions,
                        const FactorModel& model, std::span<const AccountIndex> accounts,
                        const UpSellOptions& options, const Execution& execution) {
  return up_sell(data, interactions, borrowed(model), accounts, options, execution);
}

}  // namespace upcross
