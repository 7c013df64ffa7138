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
  check(question.horizon_days >= 1 && question.horizon_days <= 3660,
        "horizon_days is " + std::to_string(question.horizon_days) + ", expected 1 to 3660");
  const std::size_t count = question.ground.data.account_count();
  for (const AccountIndex a : question.accounts) {
    if (position(a) < count) continue;
    check(false,
          "account " + std::to_string(position(a)) + " is not one of the " + std::to_string(count));
  }
}

Day last_day(const Question& question, ProductIndex product) {
  const Day last =
      question.ground.interactions.as_of() + std::chrono::days(question.horizon_days - 1);
  return std::min(last, question.ground.data.product(product).valid_to.value_or(last));
}

std::vector<AccountIndex> with_interactions(const Question& question) {
  std::vector<AccountIndex> result;
  std::ranges::copy_if(question.accounts, std::back_inserter(result), [&](AccountIndex a) {
    return question.ground.interactions.by_account().row(position(a)).size() > 0;
  });
  return result;
}

Recommendations no_rows(const Question& question) {
  return {
      question.ground.interactions.as_of(), question.horizon_days, question.ground.model.id(), {}};
}

}  // namespace upcross
