#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/core/statistics.hpp>
#include <upcross/evaluation/metrics.hpp>
#include <upcross/recommend/usual_order.hpp>
#include <upcross/selection/objective.hpp>

namespace upcross {
namespace {

constexpr std::array objectives = {Objective::probability, Objective::revenue, Objective::margin};
constexpr std::size_t steps = 50;  ///< of gamma, from 0 to 1
constexpr std::size_t k = 20;
constexpr std::size_t k_of_money = 10;
constexpr double least_amount = 0.01;

/// The amounts as factors > 0.
std::vector<double> positive(std::span<const double> amounts) {
  std::vector<double> known;
  std::ranges::copy_if(amounts, std::back_inserter(known), [](double v) { return is_known(v); });
  const double usual = known.empty() ? 1.0 : median(std::move(known));
  std::vector<double> result;
  for (const double v : amounts) result.push_back(std::max(is_known(v) ? v : usual, least_amount));
  return result;
}

double log_of(double positive) { return std::log(std::max(positive, 1e-12)); }

/// What an order of offers did, averaged over the accounts of a period.
struct Outcome {
  double ndcg = 0.0;
  double money = 0.0;  ///< summed over them
};

double ndcg(const PricedList& list, std::span<const std::size_t> order) {
  double gained = 0.0;
  for (std::size_t i = 0; i < std::min(k, order.size()); ++i) {
    if (list.offers[order[i]].bought) gained += discount(i + 1);
  }
  double best = 0.0;
  for (std::size_t i = 0; i < std::min(k, list.wanted); ++i) best += discount(i + 1);
  return gained / best;
}

Outcome outcome(const std::vector<PricedList>& period, double gamma) {
  Outcome result;
  std::vector<double> probabilities;
  std::vector<double> amounts;
  for (const PricedList& list : period) {
    probabilities.clear();
    amounts.clear();
    for (const PricedOffer& one : list.offers) {
      probabilities.push_back(one.probability);
      amounts.push_back(one.amount);
    }
    const auto order = ranked_by_value(probabilities, amounts, gamma);
    result.ndcg += ndcg(list, order);
    for (std::size_t i = 0; i < std::min(k_of_money, order.size()); ++i) {
      result.money += list.offers[order[i]].brought;
    }
  }
  result.ndcg /= std::max<double>(static_cast<double>(period.size()), 1.0);
  return result;
}

/// Summed over the periods, each of which counts alike in NDCG.
Outcome outcome(std::span<const std::vector<PricedList>> periods, double gamma) {
  Outcome result;
  for (const std::vector<PricedList>& period : periods) {
    const Outcome one = outcome(period, gamma);
    result.ndcg += one.ndcg;
    result.money += one.money;
  }
  return result;
}

double share_above(double value, double base) { return base > 0.0 ? value / base - 1.0 : 0.0; }

using Rows = std::span<Recommendation>;

/// The probabilities of rows in the order of affinity; an unknown one, that of a product without
/// buyers, is taken to be that of the row before it. Empty where none is known.
std::vector<double> probabilities_of(Rows rows) {
  const auto known = std::ranges::find_if(
      rows, [](const Recommendation& row) { return is_known(row.probability); });
  if (known == rows.end()) return {};
  std::vector<double> result;
  double latest = known->probability;
  for (const Recommendation& row : rows) {
    if (is_known(row.probability)) latest = row.probability;
    result.push_back(latest);
  }
  return result;
}

/// The best `limit` of the rows of one account and kind.
void append_ranked(std::vector<Recommendation>& result, Rows rows, double gamma,
                   std::span<const double> amounts, std::size_t limit) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::vector<double> probabilities = probabilities_of(rows);
  if (!probabilities.empty() && rows.front().kind == Kind::cross_sell) {
    std::vector<double> own;
    for (const Recommendation& row : rows) own.push_back(amounts[position(row.product)]);
    order = ranked_by_value(probabilities, own, gamma);
  }
  order.resize(std::min(limit, order.size()));
  for (const std::size_t i : order) result.push_back(std::move(rows[i]));
}

}  // namespace

std::string_view to_string(Objective objective) {
  switch (objective) {
    case Objective::probability:
      return "probability";
    case Objective::revenue:
      return "revenue";
    case Objective::margin:
      return "margin";
  }
  return {};
}

std::optional<Objective> parse_objective(std::string_view word) {
  for (const Objective one : objectives) {
    if (to_string(one) == word) return one;
  }
  return std::nullopt;
}

void validate(const ObjectiveOptions& options) {
  if (options.lost_relevance >= 0.0 && options.lost_relevance <= 1.0) return;
  throw Error(ErrorCode::invalid_argument,
              "lost_relevance is " + std::to_string(options.lost_relevance) + ", expected 0 to 1");
}

void validate(const ObjectiveOptions& options, const Dataset& data) {
  validate(options);
  if (options.objective == Objective::probability) return;
  const auto tells = [&](const std::vector<double>& column, double Product::*told) {
    bool any = std::ranges::any_of(column, is_known);
    for (std::size_t p = 0; !any && p < data.product_count(); ++p) {
      any = is_known(data.product(static_cast<ProductIndex>(p)).*told);
    }
    return any;
  };
  if (!tells(data.purchases().unit_price, &Product::list_price)) {
    throw Error(ErrorCode::invalid_input,
                "objective is " + std::string(to_string(options.objective)) +
                    ", but the data tell no price; expected unit_price in the purchases or "
                    "list_price in the catalogue");
  }
  if (options.objective == Objective::margin &&
      !tells(data.purchases().unit_cost, &Product::cost)) {
    throw Error(ErrorCode::invalid_input,
                "objective is margin, but the data tell no cost; expected unit_cost in the "
                "purchases or cost in the catalogue, or objective revenue");
  }
}

std::vector<double> usual_amounts(Objective objective, const Dataset& data,
                                  const NetPurchases& net) {
  if (objective == Objective::probability) return {};
  UsualOrders usual = usual_orders(data, net);
  return objective == Objective::margin ? std::move(usual.margin) : std::move(usual.value);
}

std::vector<std::size_t> ranked_by_value(std::span<const double> probabilities,
                                         std::span<const double> amounts, double gamma) {
  std::vector<double> keys(probabilities.begin(), probabilities.end());
  std::ranges::sort(keys, std::ranges::greater());
  const std::vector<double> factors = positive(amounts);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i] = (1.0 - gamma) * log_of(keys[i]) + gamma * log_of(probabilities[i] * factors[i]);
  }
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t i) { return keys[i]; });
  return order;
}

Trade fit_trade(std::span<const std::vector<PricedList>> periods, const ObjectiveOptions& options) {
  validate(options);
  Trade result{.objective = options.objective};
  if (options.objective == Objective::probability) return result;
  const Outcome before = outcome(periods, 0.0);
  for (std::size_t step = 1; step <= steps && before.ndcg > 0.0; ++step) {
    const double gamma = static_cast<double>(step) / static_cast<double>(steps);
    const Outcome after = outcome(periods, gamma);
    const double lost = -share_above(after.ndcg, before.ndcg);
    if (lost > options.lost_relevance) break;
    const double gain = share_above(after.money, before.money);
    if (gain > 0.0) result = {options.objective, gamma, lost, gain};
  }
  return result;
}

std::size_t competing_offers(std::size_t limit) {
  constexpr std::size_t least = 100;
  constexpr std::size_t per_place = 5;
  return std::max(least, per_place * limit);
}

Recommendations ranked_by(const Trade& trade, std::span<const double> amounts,
                          Recommendations offers, std::size_t limit) {
  std::vector<Recommendation> rows = std::exchange(offers.rows, {});
  const auto same_list = [](const Recommendation& a, const Recommendation& b) {
    return a.account == b.account && a.kind == b.kind;
  };
  std::size_t rank = 0;
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin + 1;
    while (end < rows.size() && same_list(rows[begin], rows[end])) ++end;
    if (begin == 0 || rows[begin - 1].account != rows[begin].account) rank = 0;
    const std::size_t first = offers.rows.size();
    append_ranked(offers.rows, Rows(rows).subspan(begin, end - begin), trade.gamma, amounts, limit);
    for (std::size_t i = first; i < offers.rows.size(); ++i) offers.rows[i].rank = ++rank;
    begin = end;
  }
  return offers;
}

}  // namespace upcross
