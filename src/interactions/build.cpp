#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

#include "core/large_pages.hpp"
#include "core/parallel_blocks.hpp"
#include "core/parallel_steps.hpp"
#include "core/pieces.hpp"
#include "interactions/day_weights.hpp"
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

/// The rows of consecutive accounts.
struct Rows {
  SparseRows by_account;
  SparseRows seen;
  LeftOut left_out;
};

/// Consecutive accounts [begin, end) and all their lines.
struct Stretch {
  std::size_t begin;
  std::size_t end;
  LineRange lines;
};

/// Walks lines account by account and product by product.
class RowBuilder {
 public:
  RowBuilder(const Purchases& lines, const detail::DayWeights& weights,
             const std::vector<bool>& left_out_product, Day as_of)
      : lines_(lines),
        weights_(weights),
        left_out_product_(left_out_product),
        netting_(lines, as_of) {}

  /// With room for so many pairs; what stays empty takes no memory.
  Rows rows(const Stretch& stretch, std::size_t room, const Execution& execution) {
    detail::reserve_large_pages(rows_.by_account.indexes, room);
    detail::reserve_large_pages(rows_.by_account.values, room);
    detail::reserve_large_pages(rows_.seen.indexes, room);
    std::size_t line = stretch.lines.begin;
    for (std::size_t a = stretch.begin; a < stretch.end; ++a) {
      if (a % 1024 == 0) execution.throw_if_stopped("building interactions");
      while (line < stretch.lines.end && position(lines_.account[line]) == a) {
        const LineRange pair = detail::pair_at(lines_, line);
        add_pair(pair);
        line = pair.end;
      }
      rows_.by_account.starts.push_back(rows_.by_account.indexes.size());
      rows_.seen.starts.push_back(rows_.seen.indexes.size());
    }
    rows_.left_out = rows_.left_out + netting_.left_out();
    return std::move(rows_);
  }

 private:
  void add_pair(LineRange pair) {
    const auto product = static_cast<std::uint32_t>(lines_.product[pair.begin]);
    const std::span<const double> net = netting_.net(pair);
    if (!net.empty()) rows_.seen.indexes.push_back(product);
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
    rows_.by_account.indexes.push_back(product);
    rows_.by_account.values.push_back(days == 1 ? weights_.confidence(counted)
                                                : weights_.confidence(strength));
  }

  bool is_evidence(std::size_t line, double net_quantity) {
    if (net_quantity <= 0.0) return false;
    if (left_out_product_[position(lines_.product[line])]) {
      ++rows_.left_out[LeftOutReason::suspected_non_good];
      return false;
    }
    if (lines_.unit_price[line] == 0.0) {
      ++rows_.left_out[LeftOutReason::zero_price];
      return false;
    }
    return true;
  }

  const Purchases& lines_;
  const detail::DayWeights& weights_;
  const std::vector<bool>& left_out_product_;
  detail::PairNetting netting_;
  Rows rows_;
};

template <class T>
void append(std::vector<T>& to, const std::vector<T>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Each column by a thread.
void append(Rows& to, const Rows& more, const Execution& execution) {
  for (const auto rows : {&Rows::by_account, &Rows::seen}) {
    const std::size_t before = (to.*rows).entries();
    for (const std::size_t start : std::span((more.*rows).starts).subspan(1)) {
      (to.*rows).starts.push_back(before + start);
    }
  }
  detail::parallel_steps(execution,
                         {[&] { append(to.by_account.indexes, more.by_account.indexes); },
                          [&] { append(to.by_account.values, more.by_account.values); },
                          [&] { append(to.seen.indexes, more.seen.indexes); }});
  to.left_out = to.left_out + more.left_out;
}

/// All accounts in stretches of about as many lines.
std::vector<Stretch> stretches_of(const Dataset& data, const Execution& execution) {
  const std::vector<AccountIndex>& accounts = data.purchases().account;
  const detail::Pieces pieces(accounts.size(), execution);
  std::vector<Stretch> stretches;
  Stretch last{0, 0, {0, 0}};
  for (std::size_t piece = 0; piece < pieces.count(); ++piece) {
    const std::size_t line = pieces.end(piece);
    const bool is_last = line == accounts.size();
    const std::size_t end = is_last ? data.account_count() : position(accounts[line]);
    const std::size_t end_line =
        is_last ? line : lines_of(data.purchases(), static_cast<AccountIndex>(end)).begin;
    last = {last.end, end, {last.lines.end, end_line}};
    stretches.push_back(last);
  }
  return stretches;
}

Rows all_rows(const Dataset& data, const detail::DayWeights& weights,
              const std::vector<bool>& left_out_product, Day as_of, const Execution& execution) {
  const Purchases& lines = data.purchases();
  const std::vector<Stretch> stretches = stretches_of(data, execution);
  std::vector<Rows> rows(stretches.size());
  parallel_for(execution, stretches.size(), [&](std::size_t i, unsigned) {
    const LineRange own = stretches[i].lines;
    const std::size_t room = i == 0 ? lines.size() : own.end - own.begin;
    rows[i] =
        RowBuilder(lines, weights, left_out_product, as_of).rows(stretches[i], room, execution);
  });
  execution.throw_if_stopped("building interactions");
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const Rows more = std::move(rows[i]);
    append(rows[0], more, execution);
  }
  return std::move(rows[0]);
}

double factor_to_mean_one(const std::vector<float>& values) {
  double sum = 0.0;
  for (const float v : values) sum += v;
  return values.empty() ? 1.0 : static_cast<double>(values.size()) / sum;
}

}  // namespace

InteractionMatrix build_interactions(const Dataset& data, const InteractionOptions& options,
                                     const Execution& execution) {
  validate(options, data.product_count());
  const Day as_of = options.as_of ? *options.as_of : data.default_as_of(execution);
  std::vector<bool> left_out_product(data.product_count(), false);
  for (const ProductIndex p : options.left_out_products) left_out_product[position(p)] = true;
  const detail::DayWeights weights(options, as_of, data.purchases().size());
  Rows rows = all_rows(data, weights, left_out_product, as_of, execution);
  std::vector<float>& confidences = rows.by_account.values;
  const double factor = options.confidence_factor.value_or(factor_to_mean_one(confidences));
  detail::parallel_blocks(execution, confidences.size(), [&](std::size_t begin, std::size_t end) {
    for (float& v : std::span(confidences).subspan(begin, end - begin)) {
      v = static_cast<float>(v * factor);
    }
  });
  execution.throw_if_stopped("building interactions");
  std::vector<ProductIndex> left_out_products = options.left_out_products;
  std::ranges::sort(left_out_products);
  left_out_products.erase(std::unique(left_out_products.begin(), left_out_products.end()),
                          left_out_products.end());
  return InteractionMatrix(
      {as_of, data.account_ids(), data.product_ids(), std::move(rows.by_account),
       std::move(rows.seen), std::move(left_out_products), data.left_out() + rows.left_out, factor},
      execution);
}

}  // namespace upcross
