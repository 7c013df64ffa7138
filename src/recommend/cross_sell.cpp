#include <algorithm>
#include <numeric>
#include <unordered_map>

#include <upcross/recommend/cross_sell.hpp>
#include <upcross/recommend/order_estimate.hpp>
#include <upcross/scoring/eligibility.hpp>
#include <upcross/scoring/top_k.hpp>

#include "recommend/question.hpp"
#include "scoring/best_products.hpp"

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
  Recommender(const Question& question, const CrossSellOptions& options, const History& history,
              const NetPurchases& net)
      : question_(question), options_(options), history_(history), orders_(question.data, net) {}

  std::vector<Recommendation> rows(AccountIndex account,
                                   std::span<const ScoredProduct> products) const {
    if (products.empty()) return {};
    const AccountView view = question_.model.account(history_, question_.interactions, account);
    const BlendExplainer explainer(question_.model, view);
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
      row.reasons = reasons(view.bought, product, explainer.contributions(product));
      result.push_back(std::move(row));
    }
    return result;
  }

 private:
  /// The strongest purchases one by one, popularity and trend, then the other purchases as one sum.
  std::vector<Reason> reasons(std::span<const Bought> bought, ProductIndex product,
                              const std::vector<double>& parts) const {
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t named = std::min(options_.reasons, parts.size());
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(named);
    std::ranges::partial_sort(order, middle, [&](std::size_t i, std::size_t j) {
      return parts[i] != parts[j] ? parts[i] > parts[j] : i < j;
    });
    std::vector<Reason> result = market_reasons(product, parts);
    for (std::size_t i = 0; i < named; ++i) {
      const Bought& one = bought[order[i]];
      result.push_back({ReasonType::own_purchase, parts[order[i]], one.product, one.last});
    }
    std::ranges::stable_sort(result, std::ranges::greater(), &Reason::contribution);
    if (named == parts.size()) return result;
    const double others = std::accumulate(
        middle, order.end(), 0.0, [&](double sum, std::size_t i) { return sum + parts[i]; });
    result.push_back({.type = ReasonType::other_purchases,
                      .contribution = others,
                      .purchases = parts.size() - named});
    return result;
  }

  /// What is no purchase of the account's own.
  std::vector<Reason> market_reasons(ProductIndex product, const std::vector<double>& parts) const {
    const double popularity = question_.model.popularity(product);
    const auto trend = static_cast<double>(question_.model.parts().trend[position(product)]);
    const double all = std::accumulate(parts.begin(), parts.end(), popularity);
    std::vector<Reason> result;
    if (popularity != 0.0) {
      result.push_back({.type = ReasonType::popular_lately, .contribution = popularity});
    }
    if (trend != 1.0) {
      result.push_back({.type = ReasonType::trend, .contribution = (trend - 1.0) * all});
    }
    return result;
  }

  const Question& question_;
  const CrossSellOptions& options_;
  const History& history_;
  OrderEstimator orders_;
};

using Lists = std::vector<std::vector<ScoredProduct>>;

/// By inner products alone: the exact scan.
Lists scanned(const Question& question, std::span<const AccountIndex> accounts, std::size_t k,
              const TopKFilter& filter, const Execution& execution) {
  const Blend::Parts& parts = question.model.parts();
  const bool is_plain = question.model.id() == parts.factors->id();
  std::vector<float> factors = parts.trend;
  std::vector<float> offsets = parts.popularity;
  for (std::size_t p = 0; p < factors.size(); ++p) {
    offsets[p] *= factors[p];
    factors[p] *= parts.factor_weight;
  }
  const ScanTable table(parts.factors->product_factors(),
                        is_plain ? ScoreAdjustment{} : ScoreAdjustment{factors, offsets},
                        execution);
  std::vector<TopKQuery> queries;
  for (const AccountIndex a : accounts) {
    queries.push_back(
        {parts.factors->account_factors().row(position(a)), question.interactions.seen(a)});
  }
  return top_k(table, queries, k, filter, execution);
}

/// By all affinities of one account after the other.
Lists scored(const Question& question, const History& history,
             std::span<const AccountIndex> accounts, std::size_t k, const TopKFilter& filter,
             const Execution& execution) {
  Lists lists(accounts.size());
  const std::size_t workers = execution.threads_for(accounts.size());
  std::vector<BestRows> best(workers);
  std::vector<std::vector<float>> affinities(workers,
                                             std::vector<float>(question.data.product_count()));
  parallel_for(execution, accounts.size(), [&](std::size_t i, unsigned worker) {
    const AccountIndex account = accounts[i];
    question.model.score(question.model.account(history, question.interactions, account),
                         affinities[worker]);
    lists[i] = best_products(affinities[worker], question.interactions.seen(account), k, filter,
                             best[worker]);
  });
  if (execution.stop.stop_requested()) throw Error(ErrorCode::stopped, "cross_sell was stopped");
  return lists;
}

}  // namespace

Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const Blend& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options, const Execution& execution) {
  const Question question{"cross_sell", data, interactions, model, accounts, options.horizon_days};
  validate(question);
  const std::vector<AccountIndex> answered = with_interactions(question);
  const std::vector<bool> eligible = eligible_products(data, interactions);
  TopKFilter filter{.eligible = eligible, .per_category = options.per_category};
  std::vector<std::uint32_t> categories;
  if (options.per_category > 0) filter.category = categories = category_numbers(data);
  const NetPurchases net = net_of_returns(data, interactions.as_of());
  const History history(data, net, interactions.left_out_products());
  const Lists products =
      model.is_factorization()
          ? scanned(question, answered, options.limit, filter, execution)
          : scored(question, history, answered, options.limit, filter, execution);

  const Recommender recommender(question, options, history, net);
  return collect(question, answered.size(), execution,
                 [&](std::size_t i) { return recommender.rows(answered[i], products[i]); });
}

Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const FactorModel& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options, const Execution& execution) {
  return cross_sell(data, interactions, borrowed(model), accounts, options, execution);
}

}  // namespace upcross
