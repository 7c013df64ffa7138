#include "recommend/question.hpp"

#include <algorithm>
#include <iterator>
#include <string>

#include <upcross/core/error.hpp>

namespace upcross {

void validate(const Question& question) {
  const auto check = [&](bool good, const std::string& message) {
    if (!good) {
      throw Error(ErrorCode::invalid_argument, std::string(question.kind) + ": " + message);
    }
  };
  const Dataset& data = question.data;
  const InteractionMatrix& interactions = question.interactions;
  const FactorModel* factors = question.model.parts().factors.get();
  check(*data.account_ids() == *interactions.account_ids() &&
            *data.product_ids() == *interactions.product_ids(),
        "data and interactions have different accounts or products");
  check(data.product_count() == question.model.product_count() &&
            (factors == nullptr || (*data.account_ids() == *factors->account_ids() &&
                                    *data.product_ids() == *factors->product_ids())),
        "data and model have different accounts or products");
  check(question.horizon_days >= 1 && question.horizon_days <= 3660,
        "horizon_days is " + std::to_string(question.horizon_days) + ", expected 1 to 3660");
  for (const AccountIndex a : question.accounts) {
    check(position(a) < data.account_count(), "account " + std::to_string(position(a)) +
                                                  " is not one of the " +
                                                  std::to_string(data.account_count()));
  }
}

Day last_day(const Question& question, ProductIndex product) {
  const Day last = question.interactions.as_of() + std::chrono::days(question.horizon_days - 1);
  return std::min(last, question.data.product(product).valid_to.value_or(last));
}

std::vector<AccountIndex> with_interactions(const Question& question) {
  std::vector<AccountIndex> result;
  std::ranges::copy_if(question.accounts, std::back_inserter(result), [&](AccountIndex a) {
    return question.interactions.by_account().row(position(a)).size() > 0;
  });
  return result;
}

}  // namespace upcross
