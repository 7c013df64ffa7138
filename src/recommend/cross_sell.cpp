#include <algorithm>
#include <numeric>
#include <unordered_map>

#include <upcross/model/fold_in.hpp>
#include <upcross/recommend/cross_sell.hpp>
#include <upcross/recommend/order_estimate.hpp>
#include <upcross/scoring/eligibility.hpp>
#include <upcross/scoring/top_k.hpp>

#include "recommend/question.hpp"

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

/// Makes the rows of one account.
class Recommender {
 public:
  Recommender(const Question& question, const CrossSellOptions& options)
      : question_(question),
        options_(options),
        net_(net_of_returns(question.data, question.interactions.as_of())),
        orders_(question.data, net_) {}

  std::vector<Recommendation> rows(AccountIndex account,
                                   std::span<const ScoredProduct> products) const {
    if (products.empty()) return {};
    const AccountExplainer explainer(question_.model,
                                     question_.interactions.by_account().row(position(account)));
    std::vector<Recommendation> result;
    for (const auto& [product, score] : products) {
      const OrderEstimate order = orders_.estimate(account, product);
      Recommendation row{.account = account,
                         .rank = result.size() + 1,
                         .kind = Kind::cross_sell,
                         .product = product,
                         .score = score,
                         .expires_on = last_day(question_, product)};
      row.quantity = order.quantity;
      row.unit_price = order.unit_price;
      row.order_value = order.order_value;
      row.order_margin = order.order_margin;
      row.reasons = reasons(account, explainer.contributions(product));
      result.push_back(std::move(row));
    }
    return result;
  }

 private:
  /// The strongest contributions one by one, the others as one sum.
  std::vector<Reason> reasons(AccountIndex account, const std::vector<double>& parts) const {
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t named = std::min(options_.reasons, parts.size());
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(named);
    std::ranges::partial_sort(order, middle, [&](std::size_t i, std::size_t j) {
      return parts[i] != parts[j] ? parts[i] > parts[j] : i < j;
    });
    std::vector<Reason> result;
    const auto own = question_.interactions.by_account().row(position(account)).indexes;
    for (std::size_t i = 0; i < named; ++i) {
      const auto product = static_cast<ProductIndex>(own[order[i]]);
      result.push_back(
          {ReasonType::own_purchase, parts[order[i]], product, last_bought(account, product)});
    }
    if (named == parts.size()) return result;
    const double others = std::accumulate(
        middle, order.end(), 0.0, [&](double sum, std::size_t i) { return sum + parts[i]; });
    result.push_back({.type = ReasonType::other_purchases,
                      .contribution = others,
                      .purchases = parts.size() - named});
    return result;
  }

  std::optional<Day> last_bought(AccountIndex account, ProductIndex product) const {
    const auto [begin, end] = lines_of(question_.data.purchases(), account, product);
    for (std::size_t i = end; i-- > begin;) {
      if (net_.quantity[i] <= 0.0) continue;
      return std::chrono::floor<std::chrono::days>(question_.data.purchases().time[i]);
    }
    return std::nullopt;
  }

  const Question& question_;
  const CrossSellOptions& options_;
  NetPurchases net_;
  OrderEstimator orders_;
};

std::vector<TopKQuery> queries(const InteractionMatrix& interactions, const FactorModel& model,
                               std::span<const AccountIndex> accounts) {
  std::vector<TopKQuery> result;
  for (const AccountIndex a : accounts) {
    result.push_back({model.account_factors().row(position(a)), interactions.seen(a)});
  }
  return result;
}

}  // namespace

Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const FactorModel& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options, const Execution& execution) {
  const Question question{"cross_sell", data, interactions, model, accounts, options.horizon_days};
  validate(question);
  const std::vector<AccountIndex> answered = with_interactions(question);
  const std::vector<bool> eligible = eligible_products(data, interactions);
  TopKFilter filter{.eligible = eligible, .per_category = options.per_category};
  std::vector<std::uint32_t> categories;
  if (options.per_category > 0) filter.category = categories = category_numbers(data);
  const auto products = top_k(model.product_factors(), queries(interactions, model, answered),
                              options.limit, filter, execution);

  const Recommender recommender(question, options);
  return collect(question, answered.size(), execution,
                 [&](std::size_t i) { return recommender.rows(answered[i], products[i]); });
}

}  // namespace upcross
