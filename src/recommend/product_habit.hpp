#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/net.hpp>

#include "recommend/quantity_taste.hpp"

namespace upcross {

/// Lines of purchases that stand: not taken back whole and not given away.
struct StandingLines {
  std::vector<std::size_t> lines;  ///< positions in the purchases, rising
  std::vector<bool> is_first;      ///< of its account and product
};

StandingLines standing_lines(const Dataset& data, const NetPurchases& net);

/// How a product is ordered.
class ProductHabit {
 public:
  /// `lines` are the product's standing lines, `firsts` those that are an account's first.
  ProductHabit(const Dataset& data, const NetPurchases& net, ProductIndex product,
               std::span<const std::size_t> lines, std::span<const std::size_t> firsts);

  double usual_quantity() const noexcept { return usual_quantity_; }  ///< median first order
  double unit_cost() const noexcept { return unit_cost_; }

  /// The likeliest first quantity: the one of those seen with the most orders, times the taste of
  /// the account for it, times a normal density of the logarithm around `wanted`. Where none is
  /// within a factor of 2 of `wanted`: that in multiples of the most frequent quantity.
  double first_quantity(AccountIndex account, double wanted, const QuantityTaste& taste) const;

  /// Whole pieces where the product is sold so, and at least the minimum quantity.
  double allowed(double quantity) const;

  /// What lines of about this quantity cost lately: their median. A `level` other than 1 is the
  /// wanted ratio to it; then the one of their prices that comes nearest.
  double price_at(double quantity, double level = 1.0) const;

 private:
  struct Seen {
    double quantity;
    double count;
  };
  struct Priced {
    double quantity;
    double price;
  };

  double usual_quantity_;
  double most_frequent_ = unknown;
  double minimum_quantity_;
  bool whole_pieces_;
  std::vector<Seen> seen_;      ///< first quantities, rising
  std::vector<Priced> latest_;  ///< latest line first
  double usual_price_;
  double unit_cost_;
};

}  // namespace upcross
