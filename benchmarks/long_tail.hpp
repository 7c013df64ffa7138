#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <upcross/core/random.hpp>
#include <upcross/data/dataset.hpp>

namespace upcross::bench {

/// How large an artificial wholesaler is.
struct LongTailSize {
  std::size_t accounts = 2'000;
  std::size_t products = 1'000;
  std::size_t lines = 100'000;  ///< purchases; some repeat an account's product
  std::uint64_t seed = 1;
};

struct LongTailLine {
  std::string account;
  std::string product;
  Day day;
  int quantity;
  double unit_price;
};

/// Draws positions 0 .. size-1 with a chance proportional to 1 / (position + 10)^0.9: a few sell
/// often, most seldom.
class LongTailDraw {
 public:
  explicit LongTailDraw(std::size_t size) {
    double sum = 0.0;
    for (std::size_t i = 0; i < size; ++i) {
      sum += std::pow(static_cast<double>(i) + 10.0, -0.9);
      cumulative_.push_back(sum);
    }
  }

  /// The position at the fraction `u` of all chances; u in (0, 1).
  std::size_t operator()(double u) const {
    const auto found = std::ranges::lower_bound(cumulative_, u * cumulative_.back());
    return std::min(static_cast<std::size_t>(found - cumulative_.begin()), cumulative_.size() - 1);
  }

 private:
  std::vector<double> cumulative_;
};

/// Three in four purchases of an account are of its own taste, one of sixteen: every sixteenth
/// product. Line i depends on the size and i alone.
inline std::vector<LongTailLine> long_tail_lines(const LongTailSize& size) {
  constexpr std::size_t tastes = 16;
  const LongTailDraw draw_account(size.accounts);
  const LongTailDraw draw_product(size.products);
  std::vector<LongTailLine> lines;
  for (std::size_t i = 0; i < size.lines; ++i) {
    const auto dice = [&](std::uint64_t which) { return uniform(size.seed, 8 * i + which); };
    const std::size_t account = draw_account(dice(0));
    std::size_t product = draw_product(dice(1));
    if (dice(2) < 0.75) product = product / tastes * tastes + mix(account) % tastes;
    product = std::min(product, size.products - 1);
    const Day day =
        Day(std::chrono::year(2020) / 1 / 1) + std::chrono::days(static_cast<int>(730.0 * dice(3)));
    const int quantity = 1 + static_cast<int>(12.0 * dice(4) * dice(5));
    const double price = 0.5 + static_cast<double>(mix(product) % 2000) / 100.0;
    lines.push_back(
        {"a" + std::to_string(account), "p" + std::to_string(product), day, quantity, price});
  }
  return lines;
}

inline Dataset dataset_of(const std::vector<LongTailLine>& lines) {
  DatasetBuilder builder;
  for (const LongTailLine& line : lines) {
    builder.add({.account = line.account,
                 .product = line.product,
                 .time = line.day,
                 .quantity = static_cast<double>(line.quantity),
                 .unit_price = line.unit_price});
  }
  return builder.build();
}

inline void write_purchases(const std::string& path, const std::vector<LongTailLine>& lines) {
  std::ofstream out(path);
  out << "account_id,product_id,timestamp,quantity,unit_price\n";
  for (const LongTailLine& line : lines) {
    out << line.account << ',' << line.product << ',' << iso(line.day) << ',' << line.quantity
        << ',' << line.unit_price << '\n';
  }
}

}  // namespace upcross::bench
