#include "recommend/groundwork.hpp"

#include <upcross/core/error.hpp>
#include <upcross/scoring/eligibility.hpp>

namespace upcross {
namespace {

void require(bool good, const char* message) {
  if (!good) throw Error(ErrorCode::invalid_argument, message);
}

const Dataset& checked(const Dataset& data, const InteractionMatrix& interactions,
                       const FactorModel& model) {
  require(*data.account_ids() == *interactions.account_ids() &&
              *data.product_ids() == *interactions.product_ids(),
          "data and interactions have different accounts or products");
  require(
      *data.account_ids() == *model.account_ids() && *data.product_ids() == *model.product_ids(),
      "data and model have different accounts or products");
  return data;
}

}  // namespace

Groundwork::Groundwork(const Dataset& all, const InteractionMatrix& pairs,
                       const FactorModel& factors)
    : data(checked(all, pairs, factors)),
      interactions(pairs),
      model(factors),
      net(net_of_returns(data, interactions.as_of())),
      orders(data, net),
      eligible(eligible_products(data, interactions)) {}

}  // namespace upcross
