#include <bit>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <upcross/core/random.hpp>
#include <upcross/core/statistics.hpp>
#include <upcross/recommend/order_estimate.hpp>

#include "support/lines.hpp"

namespace upcross {
namespace {

/// Fifty accounts order twelve products at several quantities and prices, some of them unknown.
Dataset market() {
  const double quantities[] = {1.0, 2.0, 3.0, 4.0, 6.0, 12.0, 24.0, 48.0};
  std::vector<test::Line> lines;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto one_of = [&](std::uint64_t what, double count) {
      return static_cast<int>(count * uniform(what, i));
    };
    const double price = 1.0 + 0.05 * one_of(1, 40.0);
    lines.push_back({"a" + std::to_string(one_of(2, 50.0)), "p" + std::to_string(one_of(3, 12.0)),
                     "2020-01-" + std::to_string(10 + one_of(4, 20.0)), quantities[one_of(5, 8.0)],
                     one_of(6, 9.0) == 0 ? unknown : price});
  }
  return test::dataset_of(lines);
}

bool is_about(double a, double b) { return a <= 2.0 * b && b <= 2.0 * a; }

double held_near_one(const std::vector<double>& logarithms) {
  const auto n = static_cast<double>(logarithms.size());
  return logarithms.empty() ? 1.0 : std::exp(median(logarithms) * n / (n + 3.0));
}

/// The estimates as order_estimate.hpp tells them, line by line.
class Reference {
 public:
  explicit Reference(const Dataset& data) : lines_(data.purchases()) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const bool again = i > 0 && lines_.account[i] == lines_.account[i - 1] &&
                         lines_.product[i] == lines_.product[i - 1];
      if (!again) firsts_.push_back(i);
    }
  }

  std::pair<double, double> first_order(AccountIndex account, ProductIndex product) const {
    std::vector<double> ratios;
    std::vector<double> price_ratios;
    for (const std::size_t i : firsts_) {
      if (lines_.account[i] != account) continue;
      ratios.push_back(std::log(lines_.quantity[i] / usual_quantity(lines_.product[i])));
      const double usual = median(prices(lines_.product[i], lines_.quantity[i]));
      const double price = std::log(lines_.unit_price[i] / usual);
      if (is_known(price)) price_ratios.push_back(price);
    }
    const double wanted = usual_quantity(product) * held_near_one(ratios);
    const double quantity = likeliest(account, product, wanted);
    return {quantity, price(product, quantity, held_near_one(price_ratios))};
  }

 private:
  double usual_quantity(ProductIndex product) const {
    std::vector<double> quantities;
    for (const std::size_t i : firsts_) {
      if (lines_.product[i] == product) quantities.push_back(lines_.quantity[i]);
    }
    return median(quantities);
  }

  double likeliest(AccountIndex account, ProductIndex product, double wanted) const {
    std::map<double, double> all, own, of_product;
    double orders = 0.0;
    for (const std::size_t i : firsts_) {
      all[lines_.quantity[i]] += 1.0 / static_cast<double>(firsts_.size());
      if (lines_.product[i] == product) of_product[lines_.quantity[i]] += 1.0;
      if (lines_.account[i] != account) continue;
      own[lines_.quantity[i]] += 1.0;
      orders += 1.0;
    }
    std::map<double, double> by_weight;
    for (const auto& [q, count] : of_product) {
      const double taste = (own[q] + 20.0 * all[q]) / ((orders + 20.0) * all[q]);
      const double away = std::log(q / wanted);
      by_weight[count * taste * std::exp(-away * away / (2.0 * 1.4 * 1.4))] = q;
    }
    return by_weight.rbegin()->second;
  }

  /// Of the latest fifteen of the latest sixty lines that have a price and about this quantity.
  std::vector<double> prices(ProductIndex product, double quantity) const {
    std::multimap<std::pair<Time, std::size_t>, std::size_t> by_time;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_.product[i] == product) by_time.insert({{lines_.time[i], i}, i});
    }
    std::vector<double> result;
    std::size_t remembered = 0;
    for (auto line = by_time.rbegin(); line != by_time.rend() && remembered++ < 60; ++line) {
      const std::size_t i = line->second;
      const bool alike = is_known(lines_.unit_price[i]) && is_about(lines_.quantity[i], quantity);
      if (alike && result.size() < 15) result.push_back(lines_.unit_price[i]);
    }
    return result;
  }

  double price(ProductIndex product, double quantity, double level) const {
    const std::vector<double> near = prices(product, quantity);
    const double wanted = median(near) * level;
    return *std::ranges::min_element(
        near, {}, [&](double one) { return std::max(one / wanted, wanted / one); });
  }

  const Purchases& lines_;
  std::vector<std::size_t> firsts_;
};

TEST(OrderEstimator, EstimatesFirstOrdersAsItsContractTells) {
  const Dataset data = market();
  const OrderEstimator orders(data, net_of_returns(data, test::day("2020-03-01")));
  const Reference reference(data);
  std::size_t asked = 0;
  for (std::size_t a = 0; a < data.account_count(); ++a) {
    for (std::size_t p = 0; p < data.product_count(); ++p) {
      const auto account = static_cast<AccountIndex>(a);
      const auto product = static_cast<ProductIndex>(p);
      const LineRange own = lines_of(data.purchases(), account, product);
      if (own.begin != own.end) continue;
      const OrderEstimate order = orders.estimate(account, product);
      const auto [quantity, price] = reference.first_order(account, product);
      EXPECT_EQ(order.quantity, quantity) << a << " " << p;
      EXPECT_NEAR(order.unit_price, price, 1e-12) << a << " " << p;
      ++asked;
    }
  }
  EXPECT_GT(asked, 10U);
}

TEST(OrderEstimator, EstimatesTheSameWhateverTheThreads) {
  const Dataset data = market();
  const NetPurchases net = net_of_returns(data, test::day("2020-03-01"));
  const OrderEstimator one(data, net, {.threads = 1});
  const OrderEstimator three(data, net, {.threads = 3});
  for (std::size_t a = 0; a < data.account_count(); ++a) {
    for (std::size_t p = 0; p < data.product_count(); ++p) {
      const auto bits = [&](const OrderEstimator& orders) {
        const OrderEstimate order =
            orders.estimate(static_cast<AccountIndex>(a), static_cast<ProductIndex>(p));
        return std::pair(std::bit_cast<std::uint64_t>(order.quantity),
                         std::bit_cast<std::uint64_t>(order.unit_price));
      };
      EXPECT_EQ(bits(one), bits(three));
    }
  }
}

}  // namespace
}  // namespace upcross
