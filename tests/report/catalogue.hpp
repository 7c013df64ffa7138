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

struct Step {
  std::size_t accounts = 0;
  std::size_t of_accounts = 0;
  double price_difference = unknown;
  std::size_t to = 0;
  std::size_t from = 1;
};

/// Product `to` offered to k1 in place of `from`.
inline Recommendation step(const Step& told) {
  Recommendation row = offer({{ReasonType::bought_now, 0.3, product(told.from)},
                              {.type = ReasonType::others_went_on,
                               .contribution = 0.2,
                               .product = product(told.from),
                               .accounts = told.accounts,
                               .of_accounts = told.of_accounts},
                              {.type = ReasonType::costs_more,
                               .contribution = -0.1,
                               .product = product(told.from),
                               .price_difference = told.price_difference}});
  row.kind = Kind::up_sell;
  row.product = product(told.to);
  row.from_product = product(told.from);
  return row;
}

}  // namespace upcross::test
