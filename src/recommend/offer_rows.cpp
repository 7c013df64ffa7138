#include "recommend/offer_rows.hpp"

#include <algorithm>
#include <numeric>

namespace upcross {

OfferRows::OfferRows(const Question& question, std::size_t reasons, AccountIndex account)
    : question_(question),
      reasons_(reasons),
      account_(account),
      explainer_(question.ground.model,
                 question.ground.interactions.by_account().row(position(account))) {}

Recommendation OfferRows::row(ProductIndex product, double score, std::size_t rank) const {
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
  row.reasons = reasons(explainer_.contributions(product));
  return row;
}

/// The strongest contributions one by one, the others as one sum.
std::vector<Reason> OfferRows::reasons(const std::vector<double>& parts) const {
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t named = std::min(reasons_, parts.size());
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(named);
  std::ranges::partial_sort(order, middle, [&](std::size_t i, std::size_t j) {
    return parts[i] != parts[j] ? parts[i] > parts[j] : i < j;
  });
  std::vector<Reason> result;
  const auto own = question_.ground.interactions.by_account().row(position(account_)).indexes;
  for (std::size_t i = 0; i < named; ++i) {
    const auto product = static_cast<ProductIndex>(own[order[i]]);
    result.push_back({ReasonType::own_purchase, parts[order[i]], product, last_bought(product)});
  }
  if (named == parts.size()) return result;
  const double others = std::accumulate(middle, order.end(), 0.0,
                                        [&](double sum, std::size_t i) { return sum + parts[i]; });
  result.push_back({.type = ReasonType::other_purchases,
                    .contribution = others,
                    .purchases = parts.size() - named});
  return result;
}

std::optional<Day> OfferRows::last_bought(ProductIndex product) const {
  const Purchases& lines = question_.ground.data.purchases();
  const auto [begin, end] = lines_of(lines, account_, product);
  for (std::size_t i = end; i-- > begin;) {
    if (question_.ground.net.quantity[i] <= 0.0) continue;
    return std::chrono::floor<std::chrono::days>(lines.time[i]);
  }
  return std::nullopt;
}

}  // namespace upcross
