#pragma once

#include <string>
#include <vector>

#include <upcross/core/random.hpp>
#include <upcross/interactions/history.hpp>

#include "support/lines.hpp"
#include "support/synthetic.hpp"

namespace upcross::test {

/// 300 days of purchases. Accounts of four tastes that buy mostly products of their own taste, or,
/// `by_taste` being false, any of them alike. Popular products come first. And `more` lines.
inline Dataset moving_market(bool by_taste, std::size_t accounts = 240, std::size_t products = 80,
                             std::uint64_t seed = 1, std::vector<Line> more = {}) {
  const Day first = day("2020-01-01");
  std::vector<Line> lines = std::move(more);
  for (std::size_t a = 0; a < accounts; ++a) {
    for (std::size_t n = 0; n < 30; ++n) {
      const std::uint64_t draw = 4 * (a * 30 + n);
      const double skew = uniform(seed, draw) * uniform(seed, draw);
      auto p = static_cast<std::size_t>(skew * static_cast<double>(products));
      if (by_taste && uniform(seed, draw + 1) < 0.9) p = p / 4 * 4 + a % 4;
      const auto after = static_cast<int>(uniform(seed, draw + 2) * 300.0);
      lines.push_back({.account = numbered('a', a),
                       .product = numbered('p', p),
                       .day = iso(first + std::chrono::days(after)),
                       .price = 1.0 + static_cast<double>(p % 7)});
    }
  }
  return dataset_of(lines);
}

/// Its history before a day.
inline History history_of(const Dataset& data, Day as_of) {
  return History(data, net_of_returns(data, as_of));
}

}  // namespace upcross::test
