#include <algorithm>
#include <unordered_map>

#include <upcross/recommend/cross_sell.hpp>

#include "recommend/cross_seller.hpp"
#include "recommend/offer_rows.hpp"
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

/// The products' factors as the exact scan takes them; nothing where it cannot tell affinities.
std::optional<ScanTable> scan_table(const Blend& model, const Execution& execution) {
  if (!model.is_factorization()) return std::nullopt;
  const Blend::Parts& parts = model.parts();
  const Matrix& products = parts.factors->product_factors();
  if (model.id() == parts.factors->id()) return ScanTable(products, {}, execution);
  std::vector<float> factors = parts.trend;
  std::vector<float> offsets = parts.popularity;
  for (std::size_t p = 0; p < factors.size(); ++p) {
    offsets[p] *= factors[p];
    factors[p] *= parts.factor_weight;
  }
  return ScanTable(products, {factors, offsets}, execution);
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
    : ground_(ground), products_(scan_table(ground.model, execution)) {}

Recommendations CrossSeller::offers(std::span<const AccountIndex> accounts,
                                    const CrossSellOptions& options,
                                    const Execution& execution) const {
  const Question question{"cross_sell", ground_, accounts, options.horizon_days};
  validate(question);
  const std::vector<AccountIndex> answered = with_interactions(question);
  TopKFilter filter{.eligible = ground_.eligible, .per_category = options.per_category};
  std::vector<std::uint32_t> categories;
  if (options.per_category > 0) filter.category = categories = category_numbers(ground_.data);
  const Lists products = products_ ? scanned(answered, options.limit, filter, execution)
                                   : scored(answered, options.limit, filter, execution);
  return collect(question, answered.size(), execution, [&](std::size_t i) {
    return rows(question, options.reasons, answered[i], products[i]);
  });
}

/// By inner products alone: the exact scan.
CrossSeller::Lists CrossSeller::scanned(std::span<const AccountIndex> accounts, std::size_t k,
                                        const TopKFilter& filter,
                                        const Execution& execution) const {
  const Matrix& factors = ground_.model.parts().factors->account_factors();
  std::vector<TopKQuery> queries;
  for (const AccountIndex a : accounts) {
    queries.push_back({factors.row(position(a)), ground_.interactions.seen(a)});
  }
  return top_k(*products_, queries, k, filter, execution);
}

/// By all affinities of one account after the other.
CrossSeller::Lists CrossSeller::scored(std::span<const AccountIndex> accounts, std::size_t k,
                                       const TopKFilter& filter, const Execution& execution) const {
  Lists lists(accounts.size());
  const std::size_t workers = execution.threads_for(accounts.size());
  std::vector<BestRows> best(workers);
  std::vector<std::vector<float>> affinities(workers,
                                             std::vector<float>(ground_.data.product_count()));
  parallel_for(execution, accounts.size(), [&](std::size_t i, unsigned worker) {
    const AccountIndex account = accounts[i];
    ground_.model.score(ground_.model.account(ground_.history, ground_.interactions, account),
                        affinities[worker]);
    lists[i] = best_products(affinities[worker], ground_.interactions.seen(account), k, filter,
                             best[worker]);
  });
  if (execution.stop.stop_requested()) throw Error(ErrorCode::stopped, "cross_sell was stopped");
  return lists;
}

Recommendations CrossSeller::accounts_for(ProductIndex product, const CrossSellOptions& options,
                                          const Execution& execution) const {
  const Question question{"cross_sell", ground_, {}, options.horizon_days};
  validate(question);
  if (!ground_.eligible[position(product)]) return no_rows(question);
  const std::vector<AccountIndex> accounts = newcomers(product);
  std::vector<ScoredAccount> all(accounts.size());
  parallel_for(execution, accounts.size(), [&](std::size_t i, unsigned) {
    all[i] = {accounts[i], affinity_of(accounts[i], product)};
  });
  const std::size_t count = std::min(options.limit, all.size());
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(count);
  std::ranges::partial_sort(all, end, [](const ScoredAccount& a, const ScoredAccount& b) {
    return a.score != b.score ? a.score > b.score : a.account < b.account;
  });
  return collect(question, count, execution, [&](std::size_t i) {
    const OfferRows own(question, options.reasons, all[i].account);
    return std::vector{own.row(product, all[i].score, i + 1)};
  });
}

Recommendations CrossSeller::explain(AccountIndex account, ProductIndex product,
                                     const CrossSellOptions& options) const {
  const Question question{"cross_sell", ground_, {&account, 1}, options.horizon_days};
  validate(question);
  Recommendations result = no_rows(question);
  if (with_interactions(question).empty()) return result;
  const OfferRows own(question, options.reasons, account);
  result.rows.push_back(own.row(product, affinity_of(account, product), 1));
  return result;
}

float CrossSeller::affinity_of(AccountIndex account, ProductIndex product) const {
  const Blend::Parts& parts = ground_.model.parts();
  if (!products_) {
    std::vector<float> all(parts.products);
    ground_.model.score(ground_.model.account(ground_.history, ground_.interactions, account), all);
    return all[position(product)];
  }
  const double inner = affinity(parts.factors->account_factors().row(position(account)),
                                parts.factors->product_factors().row(position(product)));
  const double trend = static_cast<double>(parts.trend[position(product)]);
  const double popularity = static_cast<double>(parts.popularity[position(product)]);
  return static_cast<float>(trend *
                            (static_cast<double>(parts.factor_weight) * inner + popularity));
}

/// Accounts that can be given a reason and to which the product is new.
std::vector<AccountIndex> CrossSeller::newcomers(ProductIndex product) const {
  std::vector<AccountIndex> result;
  for (std::size_t a = 0; a < ground_.data.account_count(); ++a) {
    const auto account = static_cast<AccountIndex>(a);
    const bool seen =
        std::ranges::binary_search(ground_.interactions.seen(account), position(product));
    if (!seen && ground_.interactions.by_account().row(a).size() > 0) result.push_back(account);
  }
  return result;
}

Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const Blend& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options, const Execution& execution) {
  const Groundwork ground(data, interactions, model);
  return CrossSeller(ground, execution).offers(accounts, options, execution);
}

Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const FactorModel& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options, const Execution& execution) {
  return cross_sell(data, interactions, borrowed(model), accounts, options, execution);
}

}  // namespace upcross
