#include <cmath>
#include <numeric>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/model/popularity.hpp>

namespace upcross {
namespace {

void check(bool good, const char* field, double value, const char* expected) {
  if (good) return;
  throw Error(ErrorCode::invalid_argument, std::string("TrendOptions: ") + field + " is " +
                                               std::to_string(value) + ", expected " + expected);
}

void validate(const Trend& trend) {
  check(trend.strength >= 0.0 && trend.strength <= 10.0, "strength", trend.strength, "0 to 10");
  check(trend.half_life_days > 0.0 && std::isfinite(trend.half_life_days), "half_life_days",
        trend.half_life_days, "a positive number of days");
}

void validate(const TrendOptions& options) {
  validate(options.buyers);
  validate(options.new_buyers);
  check(options.smoothing > 0.0 && std::isfinite(options.smoothing), "smoothing", options.smoothing,
        "a positive number of accounts");
}

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Multiplies the factors by what the trend of the accounts that first or last bought on `day`
/// adds.
void multiply(std::vector<double>& factors, const History& history, const Trend& trend,
              Day Bought::*day, double smoothing) {
  if (trend.strength == 0.0) return;
  const std::vector<double> reference = popularity(history, factors.size());
  const std::vector<double> recent = popularity(history, factors.size(), trend.half_life_days, day);
  if (total(recent) <= 0.0) return;
  const double scale = total(reference) / total(recent);
  for (std::size_t p = 0; p < factors.size(); ++p) {
    if (reference[p] == 0.0) continue;  // the power of 1
    factors[p] *=
        std::pow((recent[p] * scale + smoothing) / (reference[p] + smoothing), trend.strength);
  }
}

}  // namespace

std::vector<double> popularity(const History& history, std::size_t products, double half_life_days,
                               Day Bought::*day) {
  std::vector<double> result(products, 0.0);
  for (const Bought& one : history.all()) {
    const auto age = static_cast<double>((history.as_of() - one.*day).count());
    result[position(one.product)] += half_life_days == 0.0 ? 1.0 : std::exp2(-age / half_life_days);
  }
  return result;
}

std::vector<float> trend_factors(const History& history, std::size_t products,
                                 const TrendOptions& options) {
  validate(options);
  std::vector<double> factors(products, 1.0);
  multiply(factors, history, options.buyers, &Bought::last, options.smoothing);
  multiply(factors, history, options.new_buyers, &Bought::first, options.smoothing);
  return {factors.begin(), factors.end()};
}

}  // namespace upcross
