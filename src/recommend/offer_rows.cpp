#include "recommend/offer_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace upcross {

OfferRows::OfferRows(const Question& question, std::size_t reasons, AccountIndex account)
    : question_(question),
      reasons_(reasons),
      account_(account),
      view_(question.ground.model.account(question.ground.history, question.ground.interactions,
                                          account)),
      explainer_(question.ground.model, view_) {}

void OfferRows::turn_to(AccountIndex account) {
  const Groundwork& ground = question_.ground;
  account_ = account;
  view_ = ground.model.account(ground.history, ground.interactions, account);
  explainer_.turn_to(view_);
}

Recommendation OfferRows::row(ProductIndex product, double score, std::size_t rank) const {
  return row(product, score, rank, explainer_.contributions(product));
}

std::vector<Recommendation> OfferRows::rows(std::span<const ScoredProduct> products) const {
  std::vector<ProductIndex> wanted;
  for (const ScoredProduct& one : products) wanted.push_back(one.product);
  const std::vector<double> parts = explainer_.contributions(wanted);
  const std::size_t own = view_.bought.size();
  std::vector<Recommendation> result;
  result.reserve(products.size());
  for (std::size_t i = 0; i < products.size(); ++i) {
    const auto [product, score] = products[i];
    result.push_back(
        row(product, static_cast<double>(score), i + 1, std::span(parts).subspan(i * own, own)));
  }
  return result;
}

Recommendation OfferRows::row(ProductIndex product, double score, std::size_t rank,
                              std::span<const double> parts) const {
  const OrderEstimate order = question_.ground.orders.estimate(account_, product);
  Recommendation row{.account = account_,
                     .rank = rank,
                     .kind = Kind::cross_sell,
                     .product = product,
                     .score = score,
                     .expires_on = last_day(question_, product)};
  row.quantity = order.quantity;
  row.unit_price = order.unit_price;
  row.order_value = order.order_value;
  row.order_margin = order.order_margin;
  row.reasons = reasons(product, parts);
  return row;
}

/// The strongest purchases one by one, popularity and trend, then the other purchases as one sum.
std::vector<Reason> OfferRows::reasons(ProductIndex product, std::span<const double> parts) const {
  if (question_.ground.model.is_of_newcomers(view_, product)) return newcomer_reasons(product);
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t named = std::min(reasons_, parts.size());
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(named);
  std::ranges::partial_sort(order, middle, [&](std::size_t i, std::size_t j) {
    return parts[i] != parts[j] ? parts[i] > parts[j] : i < j;
  });
  std::vector<Reason> result = market_reasons(product, parts);
  for (std::size_t i = 0; i < named; ++i) {
    const Bought& one = view_.bought[order[i]];
    result.push_back({ReasonType::own_purchase, parts[order[i]], one.product, one.last});
  }
  std::ranges::stable_sort(result, std::ranges::greater(), &Reason::contribution);
  if (named == parts.size()) return result;
  const double others = std::accumulate(middle, order.end(), 0.0,
                                        [&](double sum, std::size_t i) { return sum + parts[i]; });
  result.push_back({.type = ReasonType::other_purchases,
                    .contribution = others,
                    .purchases = parts.size() - named});
  return result;
}

/// Those of an account without purchases, or of a product without buyers.
std::vector<Reason> OfferRows::newcomer_reasons(ProductIndex product) const {
  const Newcomers& newcomers = *question_.ground.model.parts().newcomers;
  const Newcomers::Sum sum = newcomers.affinity(view_.prior, product);
  if (newcomers.is_new(product)) {
    return {{.type = ReasonType::similar_products,
             .contribution = sum.similar_products,
             .product = most_similar(product)}};
  }
  std::vector<Reason> result;
  const auto add = [&](ReasonType type, double contribution) {
    if (contribution != 0.0) result.push_back({.type = type, .contribution = contribution});
  };
  add(ReasonType::similar_accounts, sum.similar_accounts);
  add(ReasonType::trend, sum.trend);
  add(ReasonType::popular_lately, sum.popularity);
  std::ranges::stable_sort(result, std::ranges::greater(), &Reason::contribution);
  return result;
}

/// The purchase of the account's own whose factors point most in the direction of a new product's.
std::optional<ProductIndex> OfferRows::most_similar(ProductIndex product) const {
  const Newcomers::Parts& newcomers = question_.ground.model.parts().newcomers->parts();
  const std::span<const float> wanted = newcomers.products.of(position(product));
  std::optional<ProductIndex> best;
  double highest = 0.0;
  for (const Bought& one : view_.bought) {
    const auto own = newcomers.factors->product_factors().row(position(one.product));
    const double similarity = affinity(own, wanted) / std::sqrt(affinity(own, own));
    if (!(similarity > highest)) continue;
    highest = similarity;
    best = one.product;
  }
  return best;
}

/// What is no purchase of the account's own.
std::vector<Reason> OfferRows::market_reasons(ProductIndex product,
                                              std::span<const double> parts) const {
  const Blend& model = question_.ground.model;
  const double popularity = model.popularity(view_, product);
  const auto trend = static_cast<double>(model.parts().trend[position(product)]);
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

}  // namespace upcross
