#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/interactions/net.hpp>

namespace upcross {
namespace {

void validate(const InteractionOptions& options, std::size_t products) {
  const auto check = [](bool good, const std::string& field, double value, const char* expected) {
    if (good) return;
    throw Error(ErrorCode::invalid_argument, "InteractionOptions: " + field + " is " +
                                                 std::to_string(value) + ", expected " + expected);
  };
  check(std::isfinite(options.half_life_days) && options.half_life_days >= 0.0, "half_life_days",
        options.half_life_days, "0 (no ageing) or a positive number of days");
  check(options.alpha >= 1e-6 && options.alpha <= 1e6, "alpha", options.alpha,
        "a number from 1e-6 to 1e6");
  const double factor = options.confidence_factor.value_or(1.0);
  check(std::isfinite(factor) && factor > 0.0, "confidence_factor", factor, "a positive number");
  for (const ProductIndex p : options.left_out_products) {
    check(position(p) < products, "left_out_products", static_cast<double>(position(p)),
          "the index of a product of the data set");
  }
}

/// Walks the lines account by account and product by product.
class Builder {
 public:
  Builder(const Dataset& data, const InteractionOptions& options)
      : lines_(data.purchases()),
        options_(options),
        as_of_(options.as_of ? *options.as_of : data.default_as_of()),
        net_(net_of_returns(data, as_of_)),
        left_out_product_(data.product_count(), false) {
    for (const ProductIndex p : options.left_out_products) left_out_product_[position(p)] = true;
    for (std::size_t age = 0; age < recency_.size(); ++age) recency_[age] = recency_of(age);
  }

  InteractionMatrix build(const Dataset& data, const Execution& execution) {
    InteractionMatrix::Parts parts{as_of_, data.account_ids(), data.product_ids(), {}, {}, {}, {}};
    for (std::size_t a = 0, line = 0; a < data.account_count(); ++a) {
      if (a % 1024 == 0) execution.throw_if_stopped("building interactions");
      while (line < lines_.size() && position(lines_.account[line]) == a) {
        line = add_pair(line, parts);
      }
      parts.by_account.starts.push_back(parts.by_account.indexes.size());
      parts.seen.starts.push_back(parts.seen.indexes.size());
    }
    std::vector<float>& confidences = parts.by_account.values;
    parts.confidence_factor = options_.confidence_factor.value_or(factor_to_mean_one(confidences));
    for (float& v : confidences) v = static_cast<float>(v * parts.confidence_factor);
    for (std::size_t p = 0; p < left_out_product_.size(); ++p) {
      if (left_out_product_[p]) parts.left_out_products.push_back(static_cast<ProductIndex>(p));
    }
    parts.left_out = data.left_out() + net_.left_out;
    return InteractionMatrix(std::move(parts));
  }

 private:
  /// Adds the pair whose lines begin at `line`; returns where the next pair begins.
  std::size_t add_pair(std::size_t line, InteractionMatrix::Parts& parts) {
    const auto product = static_cast<std::uint32_t>(lines_.product[line]);
    if (lines_.time[line] < as_of_) parts.seen.indexes.push_back(product);
    double strength = 0.0;
    Day counted = Day::min();
    const std::size_t begin = line;
    for (; line < lines_.size() && lines_.account[line] == lines_.account[begin] &&
           lines_.product[line] == lines_.product[begin];
         ++line) {
      const Day day = std::chrono::floor<std::chrono::days>(lines_.time[line]);
      if (!is_evidence(line) || day == counted) continue;
      strength += recency(day);
      counted = day;
    }
    if (strength > 0.0) {
      parts.by_account.indexes.push_back(product);
      parts.by_account.values.push_back(static_cast<float>(confidence(strength)));
    }
    return line;
  }

  bool is_evidence(std::size_t line) {
    if (net_.quantity[line] <= 0.0) return false;
    if (left_out_product_[position(lines_.product[line])]) {
      ++net_.left_out[LeftOutReason::suspected_non_good];
      return false;
    }
    if (lines_.unit_price[line] == 0.0) {
      ++net_.left_out[LeftOutReason::zero_price];
      return false;
    }
    return true;
  }

  double recency(Day day) const {
    const auto age = static_cast<std::size_t>((as_of_ - day).count());
    return age < recency_.size() ? recency_[age] : recency_of(age);
  }

  double recency_of(std::size_t age) const {
    if (options_.half_life_days == 0.0) return 1.0;
    return std::max(std::exp2(-static_cast<double>(age) / options_.half_life_days), 1e-9);
  }

  double confidence(double strength) const {
    const double scaled = options_.alpha * strength;
    return options_.scale == ConfidenceScale::log ? std::log1p(scaled) : 1.0 + scaled;
  }

  static double factor_to_mean_one(const std::vector<float>& values) {
    double sum = 0.0;
    for (const float v : values) sum += v;
    return values.empty() ? 1.0 : static_cast<double>(values.size()) / sum;
  }

  const Purchases& lines_;
  const InteractionOptions& options_;
  Day as_of_;
  NetPurchases net_;
  std::vector<bool> left_out_product_;
  std::array<double, 4096> recency_;  ///< by the age in days: lines are more than days
};

}  // namespace

InteractionMatrix build_interactions(const Dataset& data, const InteractionOptions& options,
                                     const Execution& execution) {
  validate(options, data.product_count());
  return Builder(data, options).build(data, execution);
}

}  // namespace upcross
