#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

#include <upcross/core/money.hpp>
#include <upcross/core/statistics.hpp>
#include <upcross/recommend/order_estimate.hpp>

#include "recommend/product_habit.hpp"

namespace upcross {
namespace {

constexpr double shrinkage_orders = 3.0;

/// Lines grouped by product; within a product in the order of the columns.
class ByProduct {
 public:
  ByProduct(const std::vector<ProductIndex>& product, std::size_t products,
            const std::vector<std::size_t>& lines)
      : starts_(products + 1), lines_(lines.size()) {
    for (const std::size_t i : lines) ++starts_[position(product[i]) + 1];
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
    for (const std::size_t i : lines) lines_[next[position(product[i])]++] = i;
  }

  std::span<const std::size_t> of(std::size_t product) const {
    return std::span(lines_).subspan(starts_[product], starts_[product + 1] - starts_[product]);
  }

 private:
  std::vector<std::size_t> starts_;
  std::vector<std::size_t> lines_;
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
  State(const Dataset& data, const NetPurchases& net)
      : standing_(standing_lines(data, net)),
        scale_(data.account_count(), 1.0),
        price_level_(data.account_count(), 1.0) {
    const std::vector<ProductIndex>& product = data.purchases().product;
    std::vector<std::size_t> firsts;
    for (std::size_t n = 0; n < standing_.lines.size(); ++n) {
      if (standing_.is_first[n]) firsts.push_back(standing_.lines[n]);
    }
    const ByProduct lines_of_product(product, data.product_count(), standing_.lines);
    const ByProduct firsts_of_product(product, data.product_count(), firsts);
    products_.reserve(data.product_count());
    for (std::size_t p = 0; p < data.product_count(); ++p) {
      products_.emplace_back(data, net, static_cast<ProductIndex>(p), lines_of_product.of(p),
                             firsts_of_product.of(p));
    }
    taste_.emplace(data, net, firsts);
    learn_accounts(data, net, firsts);
    learn_pairs(data, net);
  }

  OrderEstimate estimate(AccountIndex account, ProductIndex product) const {
    const ProductHabit& habit = products_[position(product)];
    const double wanted = habit.usual_quantity() * scale_[position(account)];
    double quantity = habit.allowed(habit.first_quantity(account, wanted, *taste_));
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

  void learn_accounts(const Dataset& data, const NetPurchases& net,
                      const std::vector<std::size_t>& firsts) {
    const Purchases& lines = data.purchases();
    for (auto begin = firsts.begin(); begin != firsts.end();) {
      const AccountIndex account = lines.account[*begin];
      std::vector<double> quantities;
      std::vector<double> prices;
      for (; begin != firsts.end() && lines.account[*begin] == account; ++begin) {
        const ProductHabit& habit = products_[position(lines.product[*begin])];
        quantities.push_back(std::log(net.quantity[*begin] / habit.usual_quantity()));
        const double price =
            std::log(lines.unit_price[*begin] / habit.price_at(net.quantity[*begin]));
        if (is_known(price)) prices.push_back(price);
      }
      scale_[position(account)] = usual_ratio(std::move(quantities));
      price_level_[position(account)] = usual_ratio(std::move(prices));
    }
  }

  void learn_pairs(const Dataset& data, const NetPurchases& net) {
    const Purchases& lines = data.purchases();
    pair_starts_.resize(data.account_count() + 1);
    for (std::size_t n = 0; n < standing_.lines.size();) {
      const std::size_t first = standing_.lines[n];
      std::vector<double> quantities;
      double price = unknown;
      do {
        const std::size_t line = standing_.lines[n];
        quantities.push_back(net.quantity[line]);
        if (is_known(lines.unit_price[line])) price = lines.unit_price[line];
      } while (++n < standing_.lines.size() && !standing_.is_first[n]);
      pairs_.push_back({lines.product[first], median(std::move(quantities)), price});
      ++pair_starts_[position(lines.account[first]) + 1];
    }
    std::partial_sum(pair_starts_.begin(), pair_starts_.end(), pair_starts_.begin());
  }

  const Pair* find(AccountIndex account, ProductIndex product) const {
    const std::size_t begin = pair_starts_[position(account)];
    const auto own = std::span(pairs_).subspan(begin, pair_starts_[position(account) + 1] - begin);
    const auto found = std::ranges::lower_bound(own, product, {}, &Pair::product);
    return found != own.end() && found->product == product ? &*found : nullptr;
  }

  StandingLines standing_;
  std::vector<ProductHabit> products_;
  std::optional<QuantityTaste> taste_;
  std::vector<double> scale_;        ///< of first quantities, by account
  std::vector<double> price_level_;  ///< of prices for about the same quantity, by account
  std::vector<std::size_t> pair_starts_;
  std::vector<Pair> pairs_;
};

OrderEstimator::OrderEstimator(const Dataset& data, const NetPurchases& net)
    : state_(std::make_shared<State>(data, net)) {}

OrderEstimate OrderEstimator::estimate(AccountIndex account, ProductIndex product) const {
  return state_->estimate(account, product);
}

}  // namespace upcross
