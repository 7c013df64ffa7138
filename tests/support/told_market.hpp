#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <upcross/core/random.hpp>

#include "support/lines.hpp"
#include "support/synthetic.hpp"

namespace upcross::test {

/// 300 days of a market whose tastes attributes tell: an account likes the brand of its segment and
/// the category of its region. Some accounts and products are listed but have no purchases.
struct ToldMarket {
  std::size_t accounts = 480;
  std::size_t products = 120;
  std::size_t hidden = 5;                 ///< one of so many, on both sides
  bool told = true;                       ///< whether attributes are listed
  std::string hidden_products_from = "";  ///< since when these are in the catalogue
  Day first = day("2020-01-01");

  bool hides(std::size_t row) const { return row / 12 % hidden == 0; }

  /// Whether an account would buy a product, and when.
  bool buys(std::size_t a, std::size_t p) const {
    const double likes =
        0.05 + (a % 4 == p % 4 ? 0.5 : 0.0) + (a / 4 % 3 == p / 4 % 3 ? 0.35 : 0.0);
    return uniform(1, a * products + p) < likes * (p / 12 % 2 == 0 ? 0.9 : 0.5);
  }

  /// What an account would buy among products that are hidden or not.
  std::vector<std::uint32_t> wanted(std::size_t a, bool of_hidden) const {
    std::vector<std::uint32_t> result;
    for (std::size_t p = 0; p < products; ++p) {
      if (hides(p) == of_hidden && buys(a, p)) result.push_back(static_cast<std::uint32_t>(p));
    }
    return result;
  }

  Dataset data() const {
    DatasetBuilder builder;
    for (std::size_t a = 0; a < accounts; ++a) {
      Account account;
      if (told) account.segment = std::to_string(a % 4);
      if (told) account.region = std::to_string(a / 4 % 3);
      builder.add_account(numbered('a', a), account);
    }
    for (std::size_t p = 0; p < products; ++p) {
      Product product;
      if (told) product.brand = std::to_string(p % 4);
      if (told) product.category = std::to_string(p / 4 % 3);
      if (hides(p)) product.valid_from = parse_iso_day(hidden_products_from);
      builder.add_product(numbered('p', p), product);
    }
    std::vector<Line> lines;
    for (std::size_t a = 0; a < accounts; ++a) {
      for (std::size_t p = 0; p < products; ++p) {
        if (hides(a) || hides(p) || !buys(a, p)) continue;
        const auto after = static_cast<int>(uniform(2, a * products + p) * 300.0);
        lines.push_back({.account = numbered('a', a),
                         .product = numbered('p', p),
                         .day = iso(first + std::chrono::days(after))});
      }
    }
    return dataset_of(lines, std::move(builder));
  }
};

}  // namespace upcross::test
