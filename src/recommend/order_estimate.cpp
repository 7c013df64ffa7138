#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include <upcross/core/money.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/core/statistics.hpp>
#include <upcross/recommend/order_estimate.hpp>

#include "core/large_pages.hpp"
#include "recommend/product_habit.hpp"
#include "recommend/standing_lines.hpp"

namespace upcross {
namespace {

constexpr double shrinkage_orders = 3.0;

/// The pairs of each product, rising.
class PairsByProduct {
 public:
  PairsByProduct(const Dataset& data, const StandingLines& standing)
      : starts_(data.product_count() + 1), pairs_(standing.pair_count()) {
    const auto product_of = [&](std::size_t pair) {
      return position(data.purchases().product[standing.first_of_pair(pair)]);
    };
    for (std::size_t pair = 0; pair < pairs_.size(); ++pair) ++starts_[product_of(pair) + 1];
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
    for (std::size_t pair = 0; pair < pairs_.size(); ++pair) {
      pairs_[next[product_of(pair)]++] = pair;
    }
  }

  std::span<const std::size_t> of(std::size_t product) const {
    return std::span(pairs_).subspan(starts_[product], starts_[product + 1] - starts_[product]);
  }

 private:
  std::vector<std::size_t> starts_;
  std::vector<std::size_t> pairs_;
};

/// exp of the median logarithm, held near 1 while the orders are few.
double usual_ratio(std::vector<double> logarithms) {
  const double count = static_cast<double>(logarithms.size());
  if (logarithms.empty()) return 1.0;
  return std::exp(median(std::move(logarithms)) * count / (count + shrinkage_orders));
}

}  // namespace

class OrderEstimator::State {
 public:
  State(const Dataset& data, const NetPurchases& net, const StandingLines& standing,
        const Execution& execution)
      : pair_starts_(pairs_by_account(data, standing)),
        taste_(net, standing, pair_starts_, execution),
        products_(data.product_count()),
        scale_(data.account_count(), 1.0),
        price_level_(data.account_count(), 1.0) {
    detail::reserve_large_pages(pairs_, standing.pair_count());
    pairs_.resize(standing.pair_count());
    const std::vector<FirstRatio> ratios = learn_products(data, net, standing, execution);
    parallel_for(execution, data.account_count(), [&](std::size_t account, unsigned) {
      learn_account(account, ratios);
      learn_pairs(account, data.purchases(), net, standing);
    });
    execution.throw_if_stopped("estimating orders");
  }

  OrderEstimate estimate(AccountIndex account, ProductIndex product) const {
    const ProductHabit& habit = products_[position(product)];
    const double wanted = habit.usual_quantity() * scale_[position(account)];
    double quantity = habit.allowed(habit.first_quantity(account, wanted, taste_));
    double price = habit.price_at(quantity, price_level_[position(account)]);
    if (const Pair* own = find(account, product)) {
      quantity = habit.allowed(own->quantity);
      if (is_known(own->price)) price = own->price;
    }
    return {quantity, price, in_cents(quantity * price),
            in_cents(quantity * (price - habit.unit_cost()))};
  }

 private:
  /// How an account orders a product that it bought.
  struct Pair {
    ProductIndex product;
    double quantity;  ///< median
    double price;     ///< latest known
  };

  /// How the first line of each pair compares with what is usual.
  std::vector<FirstRatio> learn_products(const Dataset& data, const NetPurchases& net,
                                         const StandingLines& standing,
                                         const Execution& execution) {
    const PairsByProduct pairs(data, standing);
    std::vector<FirstRatio> ratios;
    detail::reserve_large_pages(ratios, pairs_.size());
    ratios.resize(pairs_.size());
    parallel_for(execution, products_.size(), [&](std::size_t p, unsigned) {
      std::vector<std::size_t> lines;
      std::vector<double> quantities;
      for (const std::size_t pair : pairs.of(p)) {
        const std::span<const std::size_t> own = standing.of_pair(pair);
        lines.insert(lines.end(), own.begin(), own.end());
        quantities.push_back(net.quantity[own.front()]);
      }
      products_[p] = {data, net, static_cast<ProductIndex>(p), lines, quantities, taste_};
      for (std::size_t i = 0; i < quantities.size(); ++i) {
        const std::size_t pair = pairs.of(p)[i];
        const double price = data.purchases().unit_price[standing.first_of_pair(pair)];
        ratios[pair] = products_[p].ratio(quantities[i], price);
      }
    });
    return ratios;
  }

  void learn_account(std::size_t account, const std::vector<FirstRatio>& ratios) {
    std::vector<double> quantities;
    std::vector<double> prices;
    for (std::size_t pair = pair_starts_[account]; pair < pair_starts_[account + 1]; ++pair) {
      quantities.push_back(ratios[pair].log_quantity);
      if (is_known(ratios[pair].log_price)) prices.push_back(ratios[pair].log_price);
    }
    scale_[account] = usual_ratio(std::move(quantities));
    price_level_[account] = usual_ratio(std::move(prices));
  }

  void learn_pairs(std::size_t account, const Purchases& lines, const NetPurchases& net,
                   const StandingLines& standing) {
    std::vector<double> quantities;
    for (std::size_t pair = pair_starts_[account]; pair < pair_starts_[account + 1]; ++pair) {
      quantities.clear();
      double price = unknown;
      for (const std::size_t line : standing.of_pair(pair)) {
        quantities.push_back(net.quantity[line]);
        if (is_known(lines.unit_price[line])) price = lines.unit_price[line];
      }
      pairs_[pair] = {lines.product[standing.first_of_pair(pair)], median_of(quantities), price};
    }
  }

  const Pair* find(AccountIndex account, ProductIndex product) const {
    const std::size_t begin = pair_starts_[position(account)];
    const auto own = std::span(pairs_).subspan(begin, pair_starts_[position(account) + 1] - begin);
    const auto found = std::ranges::lower_bound(own, product, {}, &Pair::product);
    return found != own.end() && found->product == product ? &*found : nullptr;
  }

  std::vector<std::size_t> pair_starts_;  ///< by account
  std::vector<Pair> pairs_;
  QuantityTaste taste_;
  std::vector<ProductHabit> products_;
  std::vector<double> scale_;        ///< of first quantities, by account
  std::vector<double> price_level_;  ///< of prices for about the same quantity, by account
};

OrderEstimator::OrderEstimator(const Dataset& data, const NetPurchases& net,
                               const Execution& execution)
    : state_(std::make_shared<State>(data, net, standing_lines(data, net), execution)) {}

OrderEstimate OrderEstimator::estimate(AccountIndex account, ProductIndex product) const {
  return state_->estimate(account, product);
}

}  // namespace upcross
