#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <upcross/core/error.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

#include "core/large_pages.hpp"
#include "interactions/pair_netting.hpp"

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

/// What a day and a strength are worth.
class Weights {
 public:
  /// For about so many lines.
  Weights(const InteractionOptions& options, Day as_of, std::size_t lines)
      : options_(options), as_of_(as_of) {
    constexpr std::size_t most = 4096;
    for (std::size_t age = 0; age < std::min(lines, most); ++age) {
      recency_.push_back(recency_of(age));
      confidence_.push_back(confidence(recency_.back()));
    }
  }

  double recency(Day day) const {
    const std::size_t age = age_of(day);
    return age < recency_.size() ? recency_[age] : recency_of(age);
  }

  float confidence(double strength) const {
    const double scaled = options_.alpha * strength;
    return static_cast<float>(options_.scale == ConfidenceScale::log ? std::log1p(scaled)
                                                                     : 1.0 + scaled);
  }

  /// Of what was bought on that day alone, before all are scaled.
  float confidence(Day day) const {
    const std::size_t age = age_of(day);
    return age < confidence_.size() ? confidence_[age] : confidence(recency_of(age));
  }

 private:
  std::size_t age_of(Day day) const { return static_cast<std::size_t>((as_of_ - day).count()); }

  double recency_of(std::size_t age) const {
    if (options_.half_life_days == 0.0) return 1.0;
    return std::max(std::exp2(-static_cast<double>(age) / options_.half_life_days), 1e-9);
  }

  const InteractionOptions& options_;
  Day as_of_;
  std::vector<double> recency_;    ///< by the age in days: lines are more than days
  std::vector<float> confidence_;  ///< the same, and most pairs have one day
};

/// Walks the lines account by account and product by product.
class Builder {
 public:
  Builder(const Dataset& data, const InteractionOptions& options)
      : lines_(data.purchases()),
        options_(options),
        as_of_(options.as_of ? *options.as_of : data.default_as_of()),
        weights_(options, as_of_, lines_.size()),
        netting_(lines_, as_of_),
        left_out_product_(data.product_count(), false) {
    for (const ProductIndex p : options.left_out_products) left_out_product_[position(p)] = true;
  }

  InteractionMatrix build(const Dataset& data, const Execution& execution) {
    InteractionMatrix::Parts parts{as_of_, data.account_ids(), data.product_ids(), {}, {}, {}, {}};
    add_rows(data.account_count(), parts, execution);
    std::vector<float>& confidences = parts.by_account.values;
    parts.confidence_factor = options_.confidence_factor.value_or(factor_to_mean_one(confidences));
    for (float& v : confidences) v = static_cast<float>(v * parts.confidence_factor);
    for (std::size_t p = 0; p < left_out_product_.size(); ++p) {
      if (left_out_product_[p]) parts.left_out_products.push_back(static_cast<ProductIndex>(p));
    }
    parts.left_out = data.left_out() + netting_.left_out() + left_out_;
    return InteractionMatrix(std::move(parts));
  }

 private:
  void add_rows(std::size_t accounts, InteractionMatrix::Parts& parts, const Execution& execution) {
    const std::size_t pairs = pair_count();
    detail::reserve_large_pages(parts.by_account.indexes, pairs);
    detail::reserve_large_pages(parts.by_account.values, pairs);
    detail::reserve_large_pages(parts.seen.indexes, pairs);
    for (std::size_t a = 0, line = 0; a < accounts; ++a) {
      if (a % 1024 == 0) execution.throw_if_stopped("building interactions");
      while (line < lines_.size() && position(lines_.account[line]) == a) {
        const LineRange pair = detail::pair_at(lines_, line);
        add_pair(pair, parts);
        line = pair.end;
      }
      parts.by_account.starts.push_back(parts.by_account.indexes.size());
      parts.seen.starts.push_back(parts.seen.indexes.size());
    }
  }

  std::size_t pair_count() const {
    std::size_t pairs = lines_.size() > 0 ? 1 : 0;
    for (std::size_t i = 1; i < lines_.size(); ++i) {
      pairs +=
          lines_.account[i] != lines_.account[i - 1] || lines_.product[i] != lines_.product[i - 1];
    }
    return pairs;
  }

  void add_pair(LineRange pair, InteractionMatrix::Parts& parts) {
    const auto product = static_cast<std::uint32_t>(lines_.product[pair.begin]);
    const std::span<const double> net = netting_.net(pair);
    if (!net.empty()) parts.seen.indexes.push_back(product);
    double strength = 0.0;
    std::size_t days = 0;
    Day counted = Day::min();
    for (std::size_t i = 0; i < net.size(); ++i) {
      const Day day = std::chrono::floor<std::chrono::days>(lines_.time[pair.begin + i]);
      if (!is_evidence(pair.begin + i, net[i]) || day == counted) continue;
      strength += weights_.recency(day);
      counted = day;
      ++days;
    }
    if (days == 0) return;
    parts.by_account.indexes.push_back(product);
    parts.by_account.values.push_back(days == 1 ? weights_.confidence(counted)
                                                : weights_.confidence(strength));
  }

  bool is_evidence(std::size_t line, double net_quantity) {
    if (net_quantity <= 0.0) return false;
    if (left_out_product_[position(lines_.product[line])]) {
      ++left_out_[LeftOutReason::suspected_non_good];
      return false;
    }
    if (lines_.unit_price[line] == 0.0) {
      ++left_out_[LeftOutReason::zero_price];
      return false;
    }
    return true;
  }

  static double factor_to_mean_one(const std::vector<float>& values) {
    double sum = 0.0;
    for (const float v : values) sum += v;
    return values.empty() ? 1.0 : static_cast<double>(values.size()) / sum;
  }

  const Purchases& lines_;
  const InteractionOptions& options_;
  Day as_of_;
  Weights weights_;
  detail::PairNetting netting_;
  LeftOut left_out_;
  std::vector<bool> left_out_product_;
};

}  // namespace

InteractionMatrix build_interactions(const Dataset& data, const InteractionOptions& options,
                                     const Execution& execution) {
  validate(options, data.product_count());
  return Builder(data, options).build(data, execution);
}

}  // namespace upcross
