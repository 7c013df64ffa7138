#include <algorithm>

#include <upcross/core/error.hpp>
#include <upcross/scoring/account_scorer.hpp>

#include "model/account_equations.hpp"
#include "scoring/scan_filter.hpp"
#include "scoring/scan_pass.hpp"

namespace upcross {

struct AccountScorer::State {
  std::shared_ptr<const FactorModel> model;
  std::vector<std::uint32_t> category;
  ScanTable table;
  ScanFilter filter;
};

struct AccountScorer::Scratch::State {
  detail::AccountEquations equations;
  std::vector<float> factors;
  std::vector<const float*> wanted;  ///< the factors of the products that reasons are given for
  ScanPass pass;
  AccountAnswer answer;
};

AccountScorer::AccountScorer(std::shared_ptr<const FactorModel> model, const TopKFilter& filter,
                             const ScoreAdjustment& adjustment) {
  if (!model) throw Error(ErrorCode::invalid_argument, "AccountScorer: there is no model");
  ScanTable table(model->product_factors(), adjustment);
  std::vector<std::uint32_t> category(filter.category.begin(), filter.category.end());
  ScanFilter in_slots =
      scan_filter(table.layout(), {filter.eligible, filter.per_category, category});
  state_ = std::make_shared<const State>(
      State{std::move(model), std::move(category), std::move(table), std::move(in_slots)});
}

AccountScorer::Scratch::Scratch(const AccountScorer& scorer)
    : state_(new State{detail::AccountEquations(scorer.state_->model->factors()),
                       std::vector<float>(scorer.state_->model->factors()),
                       {},
                       ScanPass(scorer.state_->table.layout(), scorer.state_->filter, 1),
                       {}}) {}
AccountScorer::Scratch::~Scratch() = default;
AccountScorer::Scratch::Scratch(Scratch&&) noexcept = default;
AccountScorer::Scratch& AccountScorer::Scratch::operator=(Scratch&&) noexcept = default;

const AccountAnswer& AccountScorer::answer(const AccountQuestion& question,
                                           Scratch& scratch) const {
  auto& [equations, factors, wanted, pass, answer] = *scratch.state_;
  equations.take_in(*state_->model, question.purchases);
  std::ranges::transform(equations.solve(), factors.begin(),
                         [](double value) { return static_cast<float>(value); });
  const TopKQuery query{factors, question.excluded, question.allowed};
  pass.run({&query, 1}, question.limit, {});
  answer.products.clear();
  for (const ScoredRow& row : pass.list(0)) {
    answer.products.push_back({static_cast<ProductIndex>(row.row), row.score});
  }
  answer.contributions.clear();
  if (!question.reasons || answer.products.empty()) return answer;
  const std::size_t n = question.purchases.size();
  answer.contributions.resize(answer.products.size() * n);
  equations.factor();
  wanted.clear();
  for (const ScoredProduct& one : answer.products) {
    wanted.push_back(state_->model->product_factors().row(position(one.product)).data());
  }
  equations.contribute(wanted, answer.contributions);
  return answer;
}

}  // namespace upcross
