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

void validate(const TrendOptions& options) {
  check(options.strength >= 0.0 && options.strength <= 10.0, "strength", options.strength,
        "0 to 10");
  check(options.half_life_days > 0.0 && std::isfinite(options.half_life_days), "half_life_days",
        options.half_life_days, "a positive number of days");
  check(options.smoothing > 0.0 && std::isfinite(options.smoothing), "smoothing", options.smoothing,
        "a positive number of accounts");
}

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

std::vector<double> popularity(const History& history, std::size_t products,
                               double half_life_days) {
  std::vector<double> result(products, 0.0);
  for (const Bought& one : history.all()) {
    const auto age = static_cast<double>((history.as_of() - one.last).count());
    result[position(one.product)] += half_life_days == 0.0 ? 1.0 : std::exp2(-age / half_life_days);
  }
  return result;
}

std::vector<float> trend_factors(const History& history, std::size_t products,
                                 const TrendOptions& options) {
  validate(options);
  std::vector<float> result(products, 1.0F);
  const std::vector<double> reference = popularity(history, products);
  const std::vector<double> recent = popularity(history, products, options.half_life_days);
  if (options.strength == 0.0 || total(recent) <= 0.0) return result;
  const double scale = total(reference) / total(recent);
  for (std::size_t p = 0; p < products; ++p) {
    const double ratio =
        (recent[p] * scale + options.smoothing) / (reference[p] + options.smoothing);
    result[p] = static_cast<float>(std::pow(ratio, options.strength));
  }
  return result;
}

}  // namespace upcross
