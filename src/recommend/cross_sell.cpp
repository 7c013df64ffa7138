#include <algorithm>
#include <unordered_map>

#include <upcross/model/attribute_prior.hpp>
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

bool has_interactions(const Groundwork& ground, AccountIndex account) {
  return ground.interactions.by_account().row(position(account)).size() > 0;
}

/// Accounts that can be ranked for: those with interactions and, where the model knows more, those
/// that were known on as_of.
std::vector<AccountIndex> answerable(const Question& question) {
  const Groundwork& ground = question.ground;
  if (!ground.model.knows_new_accounts()) return with_interactions(question);
  std::vector<AccountIndex> result;
  std::ranges::copy_if(question.accounts, std::back_inserter(result), [&](AccountIndex a) {
    return was_known(ground.data, ground.interactions, a);
  });
  return result;
}

bool is_plain(const Blend& model) {
  return model.is_factorization() && model.id() == model.parts().factors->id();
}

/// The factorization with weight, trend and popularity, and with foretold factors where a product
/// has no buyers.
ScanTable scanned_products(const Blend& model, const Execution& execution) {
  const Blend::Parts& parts = model.parts();
  if (is_plain(model)) return ScanTable(parts.factors->product_factors(), {}, execution);
  std::vector<float> factors = parts.trend;
  std::vector<float> offsets = parts.popularity;
  for (std::size_t p = 0; p < factors.size(); ++p) {
    offsets[p] *= factors[p];
    factors[p] *= parts.factor_weight;
  }
  if (!parts.newcomers) {
    return ScanTable(parts.factors->product_factors(), {factors, offsets}, execution);
  }
  Matrix products = parts.factors->product_factors();
  const Newcomers::Parts& more = parts.newcomers->parts();
  for (std::size_t i = 0; i < more.products.rows.size(); ++i) {
    const std::uint32_t p = more.products.rows[i];
    std::ranges::copy(more.products.factors.row(i), products.row(p).begin());
    factors[p] = more.weight * more.novelty[i];
    offsets[p] = 0.0F;
  }
  return ScanTable(products, {factors, offsets}, execution);
}

/// The rows of an account, in the memory of those of another if there are any.
OfferRows& of_account(AccountIndex account, const Question& question, std::size_t reasons,
                      std::optional<OfferRows>& rows) {
  if (!rows) return rows.emplace(question, reasons, account);
  rows->turn_to(account);
  return *rows;
}

}  // namespace

CrossSeller::CrossSeller(const Groundwork& ground, const Execution& execution) : ground_(ground) {
  if (ground.model.is_factorization()) products_ = scanned_products(ground.model, execution);
}

/// By inner products alone where that is what affinities are.
CrossSeller::Lists CrossSeller::best(std::span<const AccountIndex> accounts, std::size_t limit,
                                     const TopKFilter& filter, const Execution& execution) const {
  Lists lists(accounts.size());
  std::vector<TopKQuery> queries;
  std::vector<std::size_t> quick;
  std::vector<std::size_t> slow;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const bool is_quick = products_ && has_interactions(ground_, accounts[i]);
    (is_quick ? quick : slow).push_back(i);
    if (!is_quick) continue;
    const Matrix& factors = ground_.model.parts().factors->account_factors();
    queries.push_back({factors.row(position(accounts[i])), ground_.interactions.seen(accounts[i])});
  }
  if (!quick.empty()) {
    Lists found = top_k(*products_, queries, limit, filter, execution);
    for (std::size_t i = 0; i < quick.size(); ++i) lists[quick[i]] = std::move(found[i]);
  }
  score_one_by_one(accounts, slow, limit, filter, execution, lists);
  return lists;
}

/// By all affinities of one account after the other.
void CrossSeller::score_one_by_one(std::span<const AccountIndex> accounts,
                                   const std::vector<std::size_t>& wanted, std::size_t limit,
                                   const TopKFilter& filter, const Execution& execution,
                                   Lists& lists) const {
  std::vector<BestRows> best(execution.threads_for(wanted.size()));
  std::vector<std::vector<float>> affinities(best.size(),
                                             std::vector<float>(ground_.data.product_count()));
  parallel_for(execution, wanted.size(), [&](std::size_t i, unsigned worker) {
    const AccountIndex account = accounts[wanted[i]];
    ground_.model.score(ground_.model.account(ground_.history, ground_.interactions, account),
                        affinities[worker]);
    lists[wanted[i]] = best_products(affinities[worker], ground_.interactions.seen(account), limit,
                                     filter, best[worker]);
  });
  execution.throw_if_stopped("cross_sell");
}

Recommendations CrossSeller::offers(std::span<const AccountIndex> accounts,
                                    const CrossSellOptions& options,
                                    const Execution& execution) const {
  const Question question{"cross_sell", ground_, accounts, options.horizon_days};
  validate(question);
  const std::vector<AccountIndex> answered = answerable(question);
  TopKFilter filter{.eligible = ground_.offered, .per_category = options.per_category};
  std::vector<std::uint32_t> categories;
  if (options.per_category > 0) filter.category = categories = category_numbers(ground_.data);
  const auto products = best(answered, options.limit, filter, execution);
  std::vector<std::optional<OfferRows>> rows(execution.threads_for(answered.size()));
  return collect(question, answered.size(), execution, [&](std::size_t i, unsigned worker) {
    if (products[i].empty()) return std::vector<Recommendation>();
    return of_account(answered[i], question, options.reasons, rows[worker]).rows(products[i]);
  });
}

Recommendations CrossSeller::accounts_for(ProductIndex product, const CrossSellOptions& options,
                                          const Execution& execution) const {
  const Question question{"cross_sell", ground_, {}, options.horizon_days};
  validate(question);
  if (!ground_.offered[position(product)]) return no_rows(question);
  const auto accounts = best_accounts(product, options.limit, execution);
  return collect(question, accounts.size(), execution, [&](std::size_t i, unsigned) {
    const auto& [account, score] = accounts[i];
    return std::vector{OfferRows(question, options.reasons, account)
                           .row(product, static_cast<double>(score), i + 1)};
  });
}

std::vector<ScoredAccount> CrossSeller::best_accounts(ProductIndex product, std::size_t limit,
                                                      const Execution& execution) const {
  const std::vector<bool> eligible = without_the_product(product);
  if (is_plain(ground_.model)) {
    const Matrix& products = ground_.model.parts().factors->product_factors();
    const TopKQuery query{products.row(position(product))};
    return top_accounts(scanned_accounts(execution), {&query, 1}, limit, {.eligible = eligible},
                        execution)[0];
  }
  BestRows best;
  best.reset(limit, 0, {});
  for (std::size_t a = 0; a < eligible.size() && limit > 0; ++a) {
    if (!eligible[a]) continue;
    const auto account = static_cast<AccountIndex>(a);
    const AccountView view = ground_.model.account(ground_.history, ground_.interactions, account);
    best.offer(
        {static_cast<std::uint32_t>(a), static_cast<float>(ground_.model.affinity(view, product))});
  }
  std::vector<ScoredAccount> result;
  for (const ScoredRow& one : best.sorted()) {
    result.push_back({static_cast<AccountIndex>(one.row), one.score});
  }
  return result;
}

Recommendations CrossSeller::explain(AccountIndex account, ProductIndex product,
                                     const CrossSellOptions& options) const {
  const Question question{"cross_sell", ground_, {&account, 1}, options.horizon_days};
  validate(question);
  Recommendations result = no_rows(question);
  if (answerable(question).empty()) return result;
  const double score = ground_.model.affinity(
      ground_.model.account(ground_.history, ground_.interactions, account), product);
  result.rows.push_back(OfferRows(question, options.reasons, account).row(product, score, 1));
  return result;
}

/// Accounts that can be given a reason and to which the product is new.
std::vector<bool> CrossSeller::without_the_product(ProductIndex product) const {
  std::vector<bool> result(ground_.data.account_count());
  for (std::size_t a = 0; a < result.size(); ++a) {
    const auto seen = ground_.interactions.seen(static_cast<AccountIndex>(a));
    result[a] = has_interactions(ground_, static_cast<AccountIndex>(a)) &&
                !std::ranges::binary_search(seen, position(product));
  }
  return result;
}

const ScanTable& CrossSeller::scanned_accounts(const Execution& execution) const {
  const std::scoped_lock lock(guard_);
  if (!accounts_) {
    accounts_.emplace(ground_.model.parts().factors->account_factors(), ScoreAdjustment{},
                      execution);
  }
  return *accounts_;
}

Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const Blend& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options, const Execution& execution) {
  const Groundwork ground(data, interactions, model, execution);
  return CrossSeller(ground, execution).offers(accounts, options, execution);
}

Recommendations cross_sell(const Dataset& data, const InteractionMatrix& interactions,
                           const FactorModel& model, std::span<const AccountIndex> accounts,
                           const CrossSellOptions& options, const Execution& execution) {
  return cross_sell(data, interactions, borrowed(model), accounts, options, execution);
}

}  // namespace upcross
