#include "selection/held_out.hpp"

#include <algorithm>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/core/random.hpp>

#include "scoring/best_products.hpp"

namespace upcross {
namespace {

/// Accounts times products that could be offered, of which affinities are kept per part and period:
/// of accounts that bought something new, and of others.
constexpr std::size_t most_wanting = 5'000'000;
constexpr std::size_t most_others = 1'000'000;
constexpr std::int64_t least_history_days = 60;

double stands_for(std::size_t all, std::size_t sample) {
  return sample == 0 ? 0.0 : static_cast<double>(all) / static_cast<double>(sample);
}

std::vector<ProductIndex> eligible(const TimeSplit& split) {
  std::vector<ProductIndex> result;
  for (std::size_t p = 0; p < split.eligible.size(); ++p) {
    if (split.eligible[p]) result.push_back(static_cast<ProductIndex>(p));
  }
  return result;
}

HeldOut with_accounts(const Dataset& data, TimeSplit split) {
  std::vector<ProductIndex> offered = eligible(split);
  HeldOut result{std::move(split), std::move(offered), {}};
  std::vector<AccountIndex> wanting;
  std::vector<AccountIndex> others;
  for (std::size_t a = 0; a < data.account_count(); ++a) {
    if (result.split.interactions.by_account().row(a).size() == 0) continue;
    const bool wants = result.split.wanted.row(a).size() > 0;
    (wants ? wanting : others).push_back(static_cast<AccountIndex>(a));
  }
  const std::size_t products = std::max<std::size_t>(result.products.size(), 1);
  const auto all = std::pair(wanting.size(), others.size());
  wanting = sampled(std::move(wanting), std::max<std::size_t>(most_wanting / products, 100));
  others = sampled(std::move(others), std::max<std::size_t>(most_others / products, 50));
  result.wanting = wanting.size();
  result.wanting_weight = stands_for(all.first, wanting.size());
  result.other_weight = stands_for(all.second, others.size());
  result.accounts = std::move(wanting);
  result.accounts.insert(result.accounts.end(), others.begin(), others.end());
  return result;
}

/// The columns of those that the account has.
std::vector<std::uint32_t> columns_of(const std::vector<ProductIndex>& products,
                                      std::span<const std::uint32_t> seen) {
  std::vector<std::uint32_t> result;
  for (const std::uint32_t p : seen) {
    const auto at = std::ranges::lower_bound(products, static_cast<ProductIndex>(p));
    if (at == products.end() || position(*at) != p) continue;
    result.push_back(static_cast<std::uint32_t>(at - products.begin()));
  }
  return result;
}

/// The affinities of an account for the products of a period.
std::vector<float> mixed(const std::vector<Mixture::Part>& parts, std::size_t period,
                         std::size_t account, const std::vector<float>& trend) {
  std::vector<float> sum(trend.size());
  for (const auto& [scores, weight] : parts) {
    const Matrix& table = (*scores)[period];
    const std::span<const float> row = table.row(table.rows() == 1 ? 0 : account);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weight * row[i];
  }
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] *= trend[i];
  return sum;
}

/// The trend of the products of a period.
std::vector<float> trends(const HeldOut& held, const TrendOptions& options) {
  const auto all = trend_factors(held.split.history, held.split.eligible.size(), options);
  std::vector<float> result;
  for (const ProductIndex p : held.products) result.push_back(all[position(p)]);
  return result;
}

}  // namespace

std::vector<AccountIndex> sampled(std::vector<AccountIndex> accounts, std::size_t most) {
  std::ranges::sort(accounts, {}, [](AccountIndex a) { return std::pair(mix(position(a)), a); });
  accounts.resize(std::min(accounts.size(), most));
  return accounts;
}

std::vector<HeldOut> hold_out(const Dataset& data, const TuneOptions& options,
                              const Execution& execution) {
  const Day as_of = options.interactions.as_of.value_or(data.default_as_of());
  const std::int64_t days = (as_of - first_day(data)).count();
  const auto length = static_cast<int>(std::min<std::int64_t>(options.horizon_days, days / 4));
  const NetPurchases net = net_of_returns(data, as_of);
  std::vector<HeldOut> periods;
  for (std::size_t i = 1; i <= options.cuts && length >= 1; ++i) {
    const std::int64_t back = static_cast<std::int64_t>(i) * length;
    if (days - back < std::min<std::int64_t>(least_history_days, days / 4)) break;
    execution.throw_if_stopped("tuning");
    periods.push_back(with_accounts(
        data, split_at(data, net, as_of - std::chrono::days(back), length, options.interactions)));
  }
  return periods;
}

PartScores part_scores(const std::vector<HeldOut>& periods, const BlendRecipe& recipe,
                       const Execution& execution) {
  PartScores result(periods.size());
  Execution alone = execution;
  alone.threads = 1;
  alone.observer = {};
  parallel_for(execution, periods.size(), [&](std::size_t i, unsigned) {
    const TimeSplit& period = periods[i].split;
    const std::vector<AccountIndex>& accounts = periods[i].accounts;
    const Blend blend = fit_blend(period.history, period.interactions, recipe, alone);
    const std::vector<ProductIndex>& products = periods[i].products;
    result[i] = Matrix(blend.is_popularity_alone() ? 1 : accounts.size(), products.size());
    std::vector<float> all(blend.product_count());
    for (std::size_t j = 0; j < result[i].rows() && !execution.stop.stop_requested(); ++j) {
      const AccountIndex account = accounts.empty() ? AccountIndex{} : accounts[j];
      blend.score(blend.account(period.history, period.interactions, account), all);
      std::ranges::transform(products, result[i].row(j).begin(),
                             [&](ProductIndex p) { return all[position(p)]; });
    }
  });
  execution.throw_if_stopped("tuning");
  return result;
}

std::vector<std::vector<ScoredProduct>> ranked(const std::vector<HeldOut>& periods,
                                               std::size_t period, const Mixture& mixture,
                                               std::size_t begin, std::size_t end, std::size_t k,
                                               const Execution& execution) {
  const HeldOut& held = periods[period];
  const std::vector<float> trend = trends(held, mixture.trend);
  const std::vector<bool> all(trend.size(), true);
  std::vector<std::vector<ScoredProduct>> lists(end - begin);
  std::vector<BestRows> best(execution.threads_for(lists.size()));
  parallel_for(execution, lists.size(), [&](std::size_t i, unsigned worker) {
    const auto seen = held.split.interactions.seen(held.accounts[begin + i]);
    std::vector<float> sum = mixed(mixture.parts, period, begin + i, trend);
    lists[i] =
        best_products(sum, columns_of(held.products, seen), k, {.eligible = all}, best[worker]);
    for (ScoredProduct& one : lists[i]) one.product = held.products[position(one.product)];
  });
  return lists;
}

}  // namespace upcross
