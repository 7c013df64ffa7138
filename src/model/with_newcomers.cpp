#include <algorithm>
#include <cmath>
#include <utility>

#include <upcross/model/als.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/model/popularity.hpp>

namespace upcross {
namespace {

/// Accounts whose affinities are looked at, at most about.
constexpr std::size_t most_measured = 100;

constexpr TrendOptions mild_trend{.strength = 0.5, .half_life_days = 28.0};

bool has_account_without_purchases(const InteractionMatrix& interactions) {
  for (std::size_t a = 0; a < interactions.account_count(); ++a) {
    if (interactions.by_account().row(a).size() == 0) return true;
  }
  return false;
}

/// Some accounts with interactions, spread evenly.
std::vector<AccountIndex> sampled(const InteractionMatrix& interactions) {
  std::vector<AccountIndex> all;
  for (std::size_t a = 0; a < interactions.account_count(); ++a) {
    if (interactions.by_account().row(a).size() == 0) continue;
    all.push_back(static_cast<AccountIndex>(a));
  }
  const std::size_t step = std::max<std::size_t>(all.size() / most_measured, 1);
  std::vector<AccountIndex> result;
  for (std::size_t i = 0; i < all.size(); i += step) result.push_back(all[i]);
  return result;
}

/// How large affinities of the blend are where those of the factors are 1: the slope of the
/// regression of the ones on the others, through the origin.
float slope(const Blend& blend, const FactorModel& factors, const History& history,
            const InteractionMatrix& interactions) {
  double product = 0.0;
  double square = 0.0;
  std::vector<float> scores(blend.product_count());
  for (const AccountIndex a : sampled(interactions)) {
    blend.score(blend.account(history, interactions, a), scores);
    for (std::size_t p = 0; p < scores.size(); ++p) {
      const double one =
          affinity(factors.account_factors().row(position(a)), factors.product_factors().row(p));
      product += one * static_cast<double>(scores[p]);
      square += one * one;
    }
  }
  return square > 0.0 ? static_cast<float>(std::max(product / square, 0.0)) : 0.0F;
}

/// Of a product that would have been bought n times by now if it sold as foretold, but was not,
/// 1 / (1 + n): the mean of a rate whose prior is exponential, after no event.
std::vector<float> novelties(const ForetoldFactors& products, const Dataset& data,
                             const History& history, const FactorModel& factors) {
  std::vector<float> market(factors.factors(), 0.0F);
  for (std::size_t a = 0; a < factors.account_factors().rows(); ++a) {
    const auto row = factors.account_factors().row(a);
    for (std::size_t k = 0; k < market.size(); ++k) market[k] += row[k];
  }
  Day first = history.as_of();
  for (const Bought& one : history.all()) first = std::min(first, one.first);
  std::vector<float> result;
  for (std::size_t i = 0; i < products.rows.size(); ++i) {
    const Day since =
        data.product(static_cast<ProductIndex>(products.rows[i])).valid_from.value_or(first);
    const double listed = static_cast<double>((history.as_of() - std::max(since, first)).count()) /
                          static_cast<double>(std::max((history.as_of() - first).count(), 1L));
    const double buyers = std::max(affinity(market, products.factors.row(i)), 0.0);
    result.push_back(static_cast<float>(1.0 / (1.0 + listed * buyers)));
  }
  return result;
}

}  // namespace

Blend with_newcomers(const Blend& blend, const Dataset& data, const History& history,
                     const InteractionMatrix& interactions, const AlsOptions& als,
                     const Execution& execution) {
  const bool any_product =
      !blend.is_popularity_alone() && !new_products(data, interactions).empty();
  if (interactions.by_account().entries() == 0 ||
      (!has_account_without_purchases(interactions) && !any_product)) {
    return blend;
  }
  const std::size_t products = blend.product_count();
  Newcomers::Parts parts;
  parts.factors = blend.parts().factors;
  if (!parts.factors) {
    parts.factors =
        std::make_shared<const FactorModel>(fit_als(interactions, als, execution).model);
  }
  parts.accounts = foretell_accounts(data, interactions, *parts.factors);
  parts.trend = trend_factors(history, products, mild_trend);
  if (any_product) {
    parts.products = foretell_products(data, interactions, *parts.factors);
    parts.trend = foretell_trend(data, interactions, std::move(parts.trend));
    parts.weight = slope(blend, *parts.factors, history, interactions);
  }
  parts.novelty = novelties(parts.products, data, history, *parts.factors);
  for (const double count : popularity(history, products, mild_trend.half_life_days)) {
    parts.popularity.push_back(static_cast<float>(count));
  }
  Blend::Parts result = blend.parts();
  result.newcomers = std::make_shared<const Newcomers>(std::move(parts));
  return Blend(std::move(result));
}

}  // namespace upcross
