#include "recommend/product_habit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <utility>

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

/// The value with the smallest ratio to the wanted one, or of it to the value; the first of equals.
double nearest(std::span<const double> values, double wanted) {
  const double* below = nullptr;
  const double* above = nullptr;
  for (const double& value : values) {
    if (value <= wanted) {
      if (below == nullptr || value > *below) below = &value;
    } else if (above == nullptr || value < *above) {
      above = &value;
    }
  }
  if (below == nullptr) return *above;
  if (above == nullptr) return *below;
  const double up = std::abs(std::log(*below / wanted));
  const double down = std::abs(std::log(*above / wanted));
  if (up == down) return *std::min(below, above);
  return up < down ? *below : *above;
}

/// The lines with the latest days; of equal times, those that come last.
std::vector<std::size_t> latest(std::span<const std::size_t> lines, const std::vector<Time>& time) {
  std::vector<std::pair<Time, std::size_t>> by_time;
  by_time.reserve(lines.size());
  for (const std::size_t i : lines) by_time.emplace_back(time[i], i);
  if (by_time.size() > remembered_lines) {
    const auto last = by_time.begin() + static_cast<std::ptrdiff_t>(remembered_lines);
    std::ranges::nth_element(by_time, last, std::ranges::greater());
    by_time.erase(last, by_time.end());
  }
  std::ranges::sort(by_time, std::ranges::greater());
  std::vector<std::size_t> result;
  for (const auto& [when, line] : by_time) result.push_back(line);
  return result;
}

}  // namespace

ProductHabit::ProductHabit(const Dataset& data, const NetPurchases& net, ProductIndex product,
                           std::span<const std::size_t> lines, std::vector<double> quantities,
                           const QuantityTaste& taste) {
  const Purchases& all = data.purchases();
  const Product& told = data.product(product);
  see(std::move(quantities));
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
  for (Seen& one : seen_) {
    one.share = taste.share(one.quantity);
    one.price = price_at(one.quantity);
  }
}

void ProductHabit::see(std::vector<double> quantities) {
  std::ranges::sort(quantities);
  for (const double quantity : quantities) {
    if (seen_.empty() || seen_.back().quantity != quantity)
      seen_.push_back({quantity, 0.0, 0.0, 0.0, unknown});
    seen_.back().count += 1.0;
  }
  for (Seen& one : seen_) one.log_count = std::log(one.count);
  if (!seen_.empty()) most_frequent_ = std::ranges::max_element(seen_, {}, &Seen::count)->quantity;
  usual_quantity_ = upcross::median_of(quantities);
}

FirstRatio ProductHabit::ratio(double quantity, double price) const {
  const Seen& seen = *std::ranges::lower_bound(seen_, quantity, {}, &Seen::quantity);
  return {std::log(quantity / usual_quantity_), std::log(price / seen.price)};
}

double ProductHabit::first_quantity(AccountIndex account, double wanted,
                                    const QuantityTaste& taste) const {
  const bool near =
      std::ranges::any_of(seen_, [&](const Seen& one) { return is_about(one.quantity, wanted); });
  if (!near) return most_frequent_ * std::max(1.0, std::round(wanted / most_frequent_));
  double best = unknown;
  double most = -std::numeric_limits<double>::infinity();
  for (const Seen& one : seen_) {
    const double distance = std::log(one.quantity / wanted) / quantity_deviation;
    const double weight = one.log_count + taste.log_lift(account, one.quantity, one.share) -
                          0.5 * distance * distance;
    if (weight <= most) continue;
    most = weight;
    best = one.quantity;
  }
  return best;
}

double ProductHabit::allowed(double quantity) const {
  return std::max(whole_pieces_ ? std::round(quantity) : quantity, minimum_quantity_);
}

double ProductHabit::price_at(double quantity, double level) const {
  std::array<double, latest_lines> room;
  std::size_t count = 0;
  for (const Priced& line : latest_) {
    if (count == latest_lines) break;
    if (is_about(line.quantity, quantity)) room[count++] = line.price;
  }
  if (count < enough_lines) return usual_price_;
  const std::span prices = std::span(room).first(count);
  std::array<double, latest_lines> sorted = room;
  const double usual = upcross::median_of(std::span(sorted).first(count));
  return level == 1.0 ? usual : nearest(prices, usual * level);
}

}  // namespace upcross
