#include "recommend/groundwork.hpp"

#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/scoring/eligibility.hpp>

namespace upcross {
namespace {

void require(bool good, const char* message) {
  if (!good) throw Error(ErrorCode::invalid_argument, message);
}

const Dataset& checked(const Dataset& data, const InteractionMatrix& interactions,
                       const Blend& model) {
  require(*data.account_ids() == *interactions.account_ids() &&
              *data.product_ids() == *interactions.product_ids(),
          "data and interactions have different accounts or products");
  const FactorModel* factors = model.parts().factors.get();
  require(data.product_count() == model.product_count() &&
              (factors == nullptr || (*data.account_ids() == *factors->account_ids() &&
                                      *data.product_ids() == *factors->product_ids())),
          "data and model have different accounts or products");
  return data;
}

}  // namespace

Groundwork::Groundwork(const Dataset& all, const InteractionMatrix& pairs, const Blend& blend,
                       const Execution& execution)
    : Groundwork(checked(all, pairs, blend), pairs, blend, standing_purchases(all, pairs),
                 execution) {}

Groundwork::Groundwork(const Dataset& all, const InteractionMatrix& pairs, const Blend& blend,
                       std::shared_ptr<const StandingPurchases> known, const Execution& execution)
    : data(checked(all, pairs, blend)),
      interactions(pairs),
      model(blend),
      standing(std::move(known)),
      net(standing->net),
      history(standing->history),
      orders(data, net, execution),
      eligible(eligible_products(data, interactions)),
      offered(eligible) {
  if (!model.parts().newcomers) return;
  for (const std::uint32_t p : model.parts().newcomers->parts().products.rows) offered[p] = true;
}

Blend borrowed(const FactorModel& model) {
  return blend_of(std::shared_ptr<const FactorModel>(std::shared_ptr<void>(), &model));
}

}  // namespace upcross
