#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/net.hpp>

#include "recommend/quantity_taste.hpp"

namespace upcross {

/// How a first order compares with what is usual of its product; of a price `unknown` where one of
/// both is.
struct FirstRatio {
  double log_quantity;
  double log_price;  ///< to that of such quantities lately
};

/// How a product is ordered.
class ProductHabit {
 public:
  ProductHabit() = default;

  /// `lines` are the product's standing lines, `quantities` what accounts first order of it;
  /// `taste` is made of these and those of other products.
  ProductHabit(const Dataset& data, const NetPurchases& net, ProductIndex product,
               std::span<const std::size_t> lines, std::vector<double> quantities,
               const QuantityTaste& taste);

  double usual_quantity() const noexcept { return usual_quantity_; }  ///< median first order
  double unit_cost() const noexcept { return unit_cost_; }

  /// Of a first order, which must be one of the constructor's.
  FirstRatio ratio(double quantity, double price) const;

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
    double log_count;
    double share;  ///< of all first orders of all products that are of this quantity
    double price;  ///< `price_at`
  };
  struct Priced {
    double quantity;
    double price;
  };

  void see(std::vector<double> quantities);

  double usual_quantity_ = unknown;
  double most_frequent_ = unknown;
  double minimum_quantity_ = unknown;
  bool whole_pieces_ = true;
  std::vector<Seen> seen_;      ///< first quantities, rising
  std::vector<Priced> latest_;  ///< latest line first
  double usual_price_ = unknown;
  double unit_cost_ = unknown;
};

}  // namespace upcross
