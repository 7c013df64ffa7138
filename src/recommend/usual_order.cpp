#include <cmath>
#include <cstdint>

#include <upcross/recommend/usual_order.hpp>

#include "recommend/standing_lines.hpp"

namespace upcross {
namespace {

constexpr double orders_of_all = 5.0;      ///< as many orders the mean of all products counts
constexpr double orders_at_level_1 = 3.0;  ///< the same for the level of an account

/// A mean of what is added, drawn towards another value that counts as `weight` more.
class DrawnMean {
 public:
  void add(double value) {
    sum_ += value;
    count_ += 1.0;
  }
  double towards(double value, double weight) const {
    return (sum_ + weight * value) / (count_ + weight);
  }

 private:
  double sum_ = 0.0;
  double count_ = 0.0;
};

/// A first order of a product by an account.
struct FirstOrder {
  std::size_t account;
  std::size_t product;
  double logarithm;  ///< of its value
};

std::vector<FirstOrder> first_orders(const Dataset& data, const NetPurchases& net,
                                     const StandingLines& standing) {
  const Purchases& lines = data.purchases();
  std::vector<FirstOrder> result;
  for (std::size_t pair = 0; pair < standing.pair_count(); ++pair) {
    const std::size_t i = standing.first_of_pair(pair);
    if (!is_known(lines.unit_price[i])) continue;
    result.push_back({position(lines.account[i]), position(lines.product[i]),
                      std::log(net.quantity[i] * lines.unit_price[i])});
  }
  return result;
}

/// Means by product of the logarithms less those of the accounts.
std::vector<double> product_levels(const std::vector<FirstOrder>& orders,
                                   const std::vector<double>& accounts, std::size_t products) {
  std::vector<DrawnMean> own(products);
  DrawnMean all;
  for (const FirstOrder& one : orders) {
    own[one.product].add(one.logarithm - accounts[one.account]);
    all.add(one.logarithm);
  }
  std::vector<double> result;
  const double middle = all.towards(0.0, 0.0);
  for (const DrawnMean& one : own) result.push_back(one.towards(middle, orders_of_all));
  return result;
}

/// Means by account of the logarithms less those of the products.
std::vector<double> account_levels(const std::vector<FirstOrder>& orders,
                                   const std::vector<double>& products, std::size_t accounts) {
  std::vector<DrawnMean> own(accounts);
  for (const FirstOrder& one : orders) {
    own[one.account].add(one.logarithm - products[one.product]);
  }
  std::vector<double> result;
  for (const DrawnMean& one : own) result.push_back(one.towards(0.0, orders_at_level_1));
  return result;
}

/// The share of margin in the value of each product's lines.
std::vector<double> margin_shares(const Dataset& data, const NetPurchases& net,
                                  const StandingLines& standing) {
  const Purchases& lines = data.purchases();
  std::vector<double> value(data.product_count());
  std::vector<double> cost(data.product_count());
  for (const std::size_t i : standing.lines) {
    const std::size_t p = position(lines.product[i]);
    const double told = lines.unit_cost.empty() ? unknown : lines.unit_cost[i];
    const double unit_cost = is_known(told) ? told : data.product(lines.product[i]).cost;
    if (!is_known(unit_cost) || !is_known(lines.unit_price[i])) continue;
    value[p] += net.quantity[i] * lines.unit_price[i];
    cost[p] += net.quantity[i] * unit_cost;
  }
  std::vector<double> result;
  for (std::size_t p = 0; p < value.size(); ++p) {
    result.push_back(value[p] > 0.0 ? 1.0 - cost[p] / value[p] : unknown);
  }
  return result;
}

}  // namespace

UsualOrders usual_orders(const Dataset& data, const NetPurchases& net) {
  const StandingLines standing = standing_lines(data, net);
  const std::vector<FirstOrder> orders = first_orders(data, net, standing);
  UsualOrders result;
  result.value.assign(data.product_count(), unknown);
  if (!orders.empty()) {
    std::vector<double> accounts(data.account_count());
    std::vector<double> products = product_levels(orders, accounts, data.product_count());
    accounts = account_levels(orders, products, data.account_count());
    products = product_levels(orders, accounts, data.product_count());
    for (std::size_t p = 0; p < products.size(); ++p) result.value[p] = std::exp(products[p]);
  }
  result.margin = margin_shares(data, net, standing);
  for (std::size_t p = 0; p < result.margin.size(); ++p) result.margin[p] *= result.value[p];
  return result;
}

}  // namespace upcross
