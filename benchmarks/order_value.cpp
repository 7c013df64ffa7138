// How far off is the value of a first order? For every cut day, estimates the orders in which an
// account first buys a product within the horizon, from the lines before the cut alone, and
// compares with the plain rival: the median line value of the product.
//
//   order_value --purchases FILE [--products FILE] [--horizon-days N=90] CUT...

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include <upcross/core/random.hpp>
#include <upcross/core/statistics.hpp>
#include <upcross/recommend/order_estimate.hpp>
#include <upcross/upcross.hpp>

namespace {

using upcross::Dataset;
using upcross::Day;
using Pair = std::pair<upcross::AccountIndex, upcross::ProductIndex>;

/// Errors of one account: |estimate - value| / value of each of its first orders.
struct Errors {
  std::vector<double> ours;
  std::vector<double> rival;
};

/// Median value of a product's standing lines.
std::vector<double> median_line_values(const Dataset& data, const upcross::NetPurchases& net) {
  std::vector<std::vector<double>> values(data.product_count());
  const upcross::Purchases& lines = data.purchases();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (net.quantity[i] <= 0.0 || !(lines.unit_price[i] > 0.0)) continue;
    values[position(lines.product[i])].push_back(net.quantity[i] * lines.unit_price[i]);
  }
  std::vector<double> medians;
  for (auto& own : values) medians.push_back(upcross::median(std::move(own)));
  return medians;
}

/// Values of the orders of [begin, end) in which an account first names a product, without what it
/// sent back by then.
std::map<Pair, double> first_orders(const Dataset& data, Day begin, Day end) {
  const upcross::Purchases& lines = data.purchases();
  const auto kept = upcross::net_of_returns(data, end);
  std::map<Pair, double> result;
  for (std::size_t i = 0; i < lines.size();) {
    const Pair pair{lines.account[i], lines.product[i]};
    const upcross::Time first = lines.time[i];
    double value = 0.0;
    for (; i < lines.size() && Pair{lines.account[i], lines.product[i]} == pair; ++i) {
      if (lines.time[i] == first) value += kept.quantity[i] * lines.unit_price[i];
    }
    if (first >= begin && first < end && value > 0.0) result.emplace(pair, value);
  }
  return result;
}

bool bought_before(const Dataset& data, const upcross::NetPurchases& net,
                   upcross::AccountIndex account) {
  const auto [begin, end] = lines_of(data.purchases(), account);
  return std::ranges::any_of(std::span(net.quantity).subspan(begin, end - begin),
                             [](double quantity) { return quantity > 0.0; });
}

std::vector<Errors> errors_of(const Dataset& data, const std::vector<bool>& is_good, Day cut,
                              Day end) {
  const upcross::NetPurchases net = upcross::net_of_returns(data, cut);
  const upcross::OrderEstimator orders(data, net);
  const std::vector<double> rival = median_line_values(data, net);
  std::map<upcross::AccountIndex, Errors> errors;
  for (const auto& [pair, value] : first_orders(data, cut, end)) {
    const auto [account, product] = pair;
    const double ours = orders.estimate(account, product).order_value;
    const double theirs = rival[position(product)];
    if (!is_good[position(product)] || !bought_before(data, net, account) || std::isnan(ours) ||
        std::isnan(theirs)) {
      continue;
    }
    errors[account].ours.push_back(std::abs(ours - value) / value);
    errors[account].rival.push_back(std::abs(theirs - value) / value);
  }
  std::vector<Errors> result;
  for (auto& [account, own] : errors) result.push_back(std::move(own));
  return result;
}

/// Medians over the orders of these accounts: ours, the rival's.
std::pair<double, double> medians(const std::vector<const Errors*>& accounts) {
  Errors all;
  for (const Errors* one : accounts) {
    all.ours.insert(all.ours.end(), one->ours.begin(), one->ours.end());
    all.rival.insert(all.rival.end(), one->rival.begin(), one->rival.end());
  }
  return {upcross::median(std::move(all.ours)), upcross::median(std::move(all.rival))};
}

/// The 2.5 and 97.5 per cent points of ours / rival over resamples of the accounts.
std::pair<double, double> interval(const std::vector<Errors>& accounts) {
  constexpr std::size_t resamples = 400;
  std::vector<double> ratios;
  for (std::uint64_t r = 0; r < resamples; ++r) {
    std::vector<const Errors*> drawn;
    for (std::uint64_t i = 0; i < accounts.size(); ++i) {
      const double place = upcross::uniform(r, i) * static_cast<double>(accounts.size());
      drawn.push_back(&accounts[static_cast<std::size_t>(place)]);
    }
    const auto [ours, rival] = medians(drawn);
    ratios.push_back(ours / rival);
  }
  std::ranges::sort(ratios);
  return {ratios[resamples / 40], ratios[resamples - 1 - resamples / 40]};
}

void report(const std::string& cut, const std::vector<Errors>& accounts) {
  if (accounts.empty()) {
    std::cout << cut << ": no first orders\n";
    return;
  }
  std::vector<const Errors*> all;
  std::size_t orders = 0;
  for (const Errors& one : accounts) {
    all.push_back(&one);
    orders += one.ours.size();
  }
  const auto [ours, rival] = medians(all);
  const auto [low, high] = interval(accounts);
  std::cout << cut << ": " << orders << " first orders of " << accounts.size() << " accounts; "
            << "median relative error " << std::fixed << std::setprecision(3) << ours
            << ", of the median line value " << rival << "; ratio " << ours / rival << " [" << low
            << ", " << high << "]\n";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Errors of the estimated value of first orders", "order_value");
  upcross::Source source;
  std::vector<std::string> cuts;
  int horizon_days = 90;
  app.add_option("--purchases", source.purchases, "Order lines")->required();
  app.add_option("--products", source.products, "The catalogue");
  app.add_option("--horizon-days", horizon_days, "Length of each held-out period");
  app.add_option("cuts", cuts, "Days YYYY-MM-DD")->required();
  CLI11_PARSE(app, argc, argv);
  try {
    const Dataset data = upcross::read_dataset(source);
    std::vector<bool> is_good(data.product_count(), true);
    for (const auto& one : upcross::find_suspected_non_goods(data)) {
      is_good[position(one.product)] = false;
    }
    for (const std::string& cut : cuts) {
      const Day begin = upcross::parse_iso_day(cut).value();
      report(cut, errors_of(data, is_good, begin, begin + std::chrono::days(horizon_days)));
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "order_value: " << error.what() << '\n';
    return 1;
  }
}
