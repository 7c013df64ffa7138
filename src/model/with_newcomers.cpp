#include <algorithm>
#include <cmath>
#include <utility>

#include <upcross/model/als.hpp>
#include <upcross/model/blend.hpp>
#include <upcross/model/popularity.hpp>

namespace upcross {
namespace {

/// Accounts whose affinities for all products are looked at, and for new ones alone.
constexpr std::size_t most_measured = 100;
constexpr std::size_t most_of_market = 1000;

constexpr Trend mild_trend{.strength = 0.5, .half_life_days = 28.0};

std::vector<AccountIndex> with_purchases(const InteractionMatrix& interactions) {
  std::vector<AccountIndex> result;
  for (std::size_t a = 0; a < interactions.account_count(); ++a) {
    if (interactions.by_account().row(a).size() == 0) continue;
    result.push_back(static_cast<AccountIndex>(a));
  }
  return result;
}

/// At most twice so many of them, spread evenly.
std::vector<AccountIndex> sampled(const std::vector<AccountIndex>& all, std::size_t most) {
  const std::size_t step = std::max<std::size_t>(all.size() / most, 1);
  std::vector<AccountIndex> result;
  for (std::size_t i = 0; i < all.size(); i += step) result.push_back(all[i]);
  return result;
}

/// How large affinities of the blend are where those of the factors are 1: the slope of the
/// regression of the ones on the others, through the origin.
float slope(const Blend& blend, const FactorModel& factors, const History& history,
            const InteractionMatrix& interactions, const std::vector<AccountIndex>& accounts) {
  double product = 0.0;
  double square = 0.0;
  std::vector<float> scores(blend.product_count());
  for (const AccountIndex a : sampled(accounts, most_measured)) {
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

/// How many accounts would have bought each product of these factors by now, had it always been
/// there.
std::vector<double> foretold_buyers(const Matrix& products,
                                    const std::vector<AccountIndex>& accounts,
                                    const FactorModel& factors) {
  if (products.rows() == 0) return {};
  const std::vector<AccountIndex> sample = sampled(accounts, most_of_market);
  Matrix of_accounts(sample.size(), products.cols());
  for (std::size_t i = 0; i < sample.size(); ++i) {
    std::ranges::copy(factors.account_factors().row(position(sample[i])),
                      of_accounts.row(i).begin());
  }
  const double share = static_cast<double>(sample.size()) / static_cast<double>(accounts.size());
  std::vector<double> result;
  for (std::size_t i = 0; i < products.rows(); ++i) {
    const Eigen::Map<const Eigen::VectorXf> y(products.row(i).data(), std::ssize(products.row(i)));
    const Eigen::VectorXf affinities = eigen_view(of_accounts) * y;
    result.push_back(affinities.cwiseMax(0.0F).cast<double>().sum() / share);
  }
  return result;
}

/// Of a product that would have been bought n times by now if it sold as foretold, but was not,
/// 1 / (1 + n): the mean of a rate whose prior is exponential, after no event.
std::vector<float> novelties(const ForetoldFactors& products, const Dataset& data,
                             const History& history, const FactorModel& factors,
                             const std::vector<AccountIndex>& accounts) {
  Day first = history.as_of();
  for (const Bought& one : history.all()) first = std::min(first, one.first);
  const auto days_since = [&](Day day) {
    return static_cast<double>((history.as_of() - std::max(day, first)).count());
  };
  const std::vector<double> buyers = foretold_buyers(products.factors, accounts, factors);
  std::vector<float> result;
  for (std::size_t i = 0; i < products.rows.size(); ++i) {
    const Product& product = data.product(static_cast<ProductIndex>(products.rows[i]));
    const double listed = days_since(product.valid_from.value_or(first)) / days_since(first);
    result.push_back(static_cast<float>(1.0 / (1.0 + listed * buyers[i])));
  }
  return result;
}

}  // namespace

Blend with_newcomers(const Blend& blend, const Dataset& data, const History& history,
                     const InteractionMatrix& interactions, const AlsOptions& als,
                     const Execution& execution) {
  const bool any_product =
      !blend.is_popularity_alone() && !new_products(data, interactions).empty();
  const std::vector<AccountIndex> accounts = with_purchases(interactions);
  const bool any_account = !new_accounts(data, interactions).empty();
  if (accounts.empty() || (!any_account && !any_product)) return blend;
  const std::size_t products = blend.product_count();
  Newcomers::Parts parts;
  parts.factors = blend.parts().factors;
  if (!parts.factors) {
    parts.factors =
        std::make_shared<const FactorModel>(fit_als(interactions, als, execution).model);
  }
  parts.accounts = foretell_accounts(data, interactions, *parts.factors);
  parts.trend = trend_factors(history, products, {.buyers = mild_trend});
  if (any_product) {
    parts.products = foretell_products(data, interactions, *parts.factors);
    parts.trend = foretell_trend(data, interactions, std::move(parts.trend));
    parts.weight = slope(blend, *parts.factors, history, interactions, accounts);
  }
  parts.novelty = novelties(parts.products, data, history, *parts.factors, accounts);
  for (const double count : popularity(history, products, mild_trend.half_life_days)) {
    parts.popularity.push_back(static_cast<float>(count));
  }
  Blend::Parts result = blend.parts();
  result.newcomers = std::make_shared<const Newcomers>(std::move(parts));
  return Blend(std::move(result));
}

}  // namespace upcross
