#pragma once

#include <string>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/recommend/recommendation.hpp>

namespace upcross::test {

inline constexpr Day as_of = std::chrono::sys_days(std::chrono::year(2011) / 12 / 10);

/// Products "p0", "p1", ... with these names, and an account "k1" called "Jones, Smith & Co.".
inline Dataset catalogue(const std::vector<std::string>& names) {
  DatasetBuilder builder;
  for (std::size_t p = 0; p < names.size(); ++p) {
    Product product;
    product.name = names[p];
    builder.add_product("p" + std::to_string(p), product);
  }
  Account account;
  account.name = "Jones, Smith & Co.";
  builder.add_account("k1", account);
  return builder.build();
}

inline ProductIndex product(std::size_t p) { return static_cast<ProductIndex>(p); }

inline Reason bought(std::size_t p, double contribution, std::optional<Day> last = {}) {
  return {ReasonType::own_purchase, contribution, product(p), last};
}

inline Reason others(std::size_t count, double contribution) {
  return {ReasonType::other_purchases, contribution, {}, {}, count};
}

/// Product p0 offered to k1.
inline Recommendation offer(std::vector<Reason> reasons) {
  double score = 0.0;
  for (const Reason& reason : reasons) score += reason.contribution;
  return {.account = AccountIndex{0},
          .rank = 1,
          .kind = Kind::cross_sell,
          .product = product(0),
          .score = score,
          .reasons = std::move(reasons),
          .expires_on = as_of + std::chrono::days(89)};
}

}  // namespace upcross::test
