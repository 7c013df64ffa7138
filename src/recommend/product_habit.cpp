#include "recommend/product_habit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <upcross/core/statistics.hpp>

namespace upcross {
namespace {

constexpr std::size_t latest_lines = 15;
constexpr std::size_t remembered_lines = 60;
constexpr std::size_t enough_lines = 3;
constexpr double quantity_deviation = 1.4;  ///< of the logarithm
constexpr double about_the_same = 2.0;      ///< the factor between such quantities

double known_or(double value, double fallback) { return is_known(value) ? value : fallback; }

bool is_about(double quantity, double other) {
  return quantity <= other * about_the_same && other <= quantity * about_the_same;
}

double median_of(std::span<const std::size_t> lines, const std::vector<double>& column) {
  std::vector<double> values;
  for (const std::size_t i : lines) {
    if (is_known(column[i])) values.push_back(column[i]);
  }
  return median(std::move(values));
}

/// The lines with the latest days; of equal times, those that come last.
std::vector<std::size_t> latest(std::span<const std::size_t> lines, const std::vector<Time>& time) {
  std::vector<std::size_t> result(std::min(remembered_lines, lines.size()));
  std::ranges::partial_sort_copy(lines, result, [&](std::size_t a, std::size_t b) {
    return time[a] != time[b] ? time[a] > time[b] : a > b;
  });
  return result;
}

}  // namespace

StandingLines standing_lines(const Dataset& data, const NetPurchases& net) {
  const Purchases& lines = data.purchases();
  StandingLines result;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (net.quantity[i] <= 0.0 || lines.unit_price[i] == 0.0) continue;
    const bool again = !result.lines.empty() &&
                       lines.account[result.lines.back()] == lines.account[i] &&
                       lines.product[result.lines.back()] == lines.product[i];
    result.lines.push_back(i);
    result.is_first.push_back(!again);
  }
  return result;
}

ProductHabit::ProductHabit(const Dataset& data, const NetPurchases& net, ProductIndex product,
                           std::span<const std::size_t> lines,
                           std::span<const std::size_t> firsts) {
  const Purchases& all = data.purchases();
  const Product& told = data.product(product);
  std::vector<double> quantities;
  for (const std::size_t i : firsts) quantities.push_back(net.quantity[i]);
  std::ranges::sort(quantities);
  for (const double quantity : quantities) {
    if (seen_.empty() || seen_.back().quantity != quantity) seen_.push_back({quantity, 0.0});
    seen_.back().count += 1.0;
  }
  if (!seen_.empty()) most_frequent_ = std::ranges::max_element(seen_, {}, &Seen::count)->quantity;
  usual_quantity_ = median(std::move(quantities));
  whole_pieces_ = std::ranges::all_of(
      lines, [&](std::size_t i) { return net.quantity[i] == std::floor(net.quantity[i]); });
  minimum_quantity_ = known_or(told.minimum_quantity, whole_pieces_ ? 1.0 : 0.0);

  const std::vector<std::size_t> remembered = latest(lines, all.time);
  const auto recent = std::span(remembered).first(std::min(latest_lines, remembered.size()));
  for (const std::size_t i : remembered) {
    if (is_known(all.unit_price[i])) latest_.push_back({net.quantity[i], all.unit_price[i]});
  }
  usual_price_ = known_or(median_of(recent, all.unit_price), told.list_price);
  unit_cost_ =
      all.unit_cost.empty() ? told.cost : known_or(median_of(recent, all.unit_cost), told.cost);
}

double ProductHabit::first_quantity(AccountIndex account, double wanted,
                                    const QuantityTaste& taste) const {
  const bool near =
      std::ranges::any_of(seen_, [&](const Seen& one) { return is_about(one.quantity, wanted); });
  if (!near) return most_frequent_ * std::max(1.0, std::round(wanted / most_frequent_));
  double best = unknown;
  double most = -std::numeric_limits<double>::infinity();
  for (const auto& [quantity, count] : seen_) {
    const double distance = std::log(quantity / wanted) / quantity_deviation;
    const double weight =
        std::log(count) + taste.log_lift(account, quantity) - 0.5 * distance * distance;
    if (weight <= most) continue;
    most = weight;
    best = quantity;
  }
  return best;
}

double ProductHabit::allowed(double quantity) const {
  return std::max(whole_pieces_ ? std::round(quantity) : quantity, minimum_quantity_);
}

double ProductHabit::price_at(double quantity, double level) const {
  std::vector<double> prices;
  for (const Priced& line : latest_) {
    if (prices.size() < latest_lines && is_about(line.quantity, quantity)) {
      prices.push_back(line.price);
    }
  }
  if (prices.size() < enough_lines) return usual_price_;
  const double usual = median(prices);
  if (level == 1.0) return usual;
  return *std::ranges::min_element(
      prices, {}, [&](double price) { return std::abs(std::log(price / (usual * level))); });
}

}  // namespace upcross
