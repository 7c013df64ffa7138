#include <algorithm>
#include <unordered_map>

#include <upcross/recommend/cross_sell.hpp>

#include "recommend/cross_seller.hpp"
#include "recommend/offer_rows.hpp"

namespace upcross {
namespace {

/// Numbers of the products' categories; a product without one is a category of its own.
std::vector<std::uint32_t> category_numbers(const Dataset& data) {
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  std::vector<std::uint32_t> result(data.product_count());
  for (std::size_t p = 0; p < result.size(); ++p) {
    const std::string& category = data.product(static_cast<ProductIndex>(p)).category;
    const auto own = static_cast<std::uint32_t>(p);
    result[p] = category.empty() ? own : numbers.emplace(category, own).first->second;
  }
  return result;
}

std::vector<TopKQuery> queries(const Groundwork& ground, std::span<const AccountIndex> accounts) {
  std::vector<TopKQuery> result;
  for (const AccountIndex a : accounts) {
    result.push_back(
        {ground.model.account_factors().row(position(a)), ground.interactions.seen(a)});
  }
  return result;
}

std::vector<Recommendation> rows(const Question& question, std::size_t reasons,
                                 AccountIndex account, std::span<const ScoredProduct> products) {
  if (products.empty()) return {};
  const OfferRows own(question, reasons, account);
  std::vector<Recommendation> result;
  for (const auto& [product, score] : products) {
    result.push_back(own.row(product, score, result.size() + 1));
  }
  return result;
}

}  // namespace

CrossSeller::CrossSeller(const Groundwork& ground, const Execution& execution)
    : ground_(ground), products_(ground.model.product_factors(), {}, execution) {}

Recommendations CrossSeller::offers(std::span<const AccountIndex> accounts,
                                    const CrossSellOptions& options,
                                    const Execution& execution) const {
  const Question question{"cross_sell", ground_, accounts, options.horizon_days};
  validate(question);
  const std::vector<AccountIndex> answered = with_interactions(question);
  TopKFilter filter{.eligible = ground_.eligible, .per_category = options.per_category};
  std::vector<std::uint32_t> categories;
  if (options.per_category > 0) filter.category = categories = category_numbers(ground_.data);
  const auto products =
      top_k(products_, queries(ground_, answered), options.limit, filter, execution);
  return collect(question, answered.size(), execution, [&](std::size_t i) {
    return rows(question, options.reasons, answered[i], products[i]);
  });
}

Recommendations CrossSeller::accounts_for(ProductIndex product, const CrossSellOptions& options,
                                          const Execution& execution) const {
  const Question question{"cross_sell", ground_, {}, options.horizon_days};
  validate(question);
  if (!ground_.eligible[position(product)]) return no_rows(question);
  const std::vector<bool> eligible = without_the_product(product);
  const TopKQuery query{ground_.model.product_factors().row(position(product))};
  const auto best = top_accounts(scanned_accounts(execution), {&query, 1}, options.limit,
                                 {.eligible = eligible}, execution);
  return collect(question, best[0].size(), execution, [&](std::size_t i) {
    const auto& [account, score] = best[0][i];
    return std::vector{OfferRows(question, options.reasons, account).row(product, score, i + 1)};
  });
}

Recommendations CrossSeller::explain(AccountIndex account, ProductIndex product,
                                     const CrossSellOptions& options) const {
  const Question question{"cross_sell", ground_, {&account, 1}, options.horizon_days};
  validate(question);
  Recommendations result = no_rows(question);
  if (with_interactions(question).empty()) return result;
  const double score = affinity(ground_.model.account_factors().row(position(account)),
                                ground_.model.product_factors().row(position(product)));
  result.rows.push_back(OfferRows(question, options.reasons, account).row(product, score, 1));
  return result;
}

/// Accounts that can be given a reason and to which the product is new.
std::vector<bool> CrossSeller::without_the_product(ProductIndex product) const {
  std::vector<bool> result(ground_.data.account_count());
  for (std::size_t a = 0; a < result.size(); ++a) {
    const auto seen = ground_.interactions.seen(static_cast<AccountIndex>(a));
    result[a] = ground_.interactions.by_account().row(a).size() > 0 &&
                !std::ranges::binary_search(seen, position(product));
  }
  return result;
}

const ScanTable& CrossSeller::scanned_accounts(const Execution& execution) const {
  const std::scoped_lock lock(guard_);
  if (!accounts_) {
    accounts_.emplace(ground_.model.account_factors(), ScoreAdjustment{}, execution);
  }
  return *accounts_;
}

Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const FactorModel& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options, const Execution& execution) {
  const Groundwork ground(data, interactions, model);
  return CrossSeller(ground, execution).offers(accounts, options, execution);
}

}  // namespace upcross
