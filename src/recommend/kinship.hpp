#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/core/matrix.hpp>
#include <upcross/interactions/history.hpp>
#include <upcross/recommend/ladder.hpp>

namespace upcross {

/// How much having one product of a ladder speaks for having another, as it was known before a day:
/// EASE (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data"), the weights B with
/// diagonal 0 that minimize |X - XB|^2 + 300 |B|^2, X = 1 where an account had bought a product.
/// Of the products on ladders the 2,000 with most buyers have weights. O(2,000^3) at most.
class Kinship {
 public:
  Kinship(const History& history, const Ladders& ladders, Day before);

  /// Where the weights of what was bought before the day stand, in its order.
  std::vector<std::size_t> places(std::span<const Bought> bought) const;

  /// The sum of the weights from these places to the product; 0 for one that has none.
  double affinity(std::span<const std::size_t> places, ProductIndex to) const;

 private:
  static constexpr auto nowhere = static_cast<std::size_t>(-1);

  std::size_t place(ProductIndex product) const {
    return position(product) < place_.size() ? place_[position(product)] : nowhere;
  }
  Matrix gram(const History& history) const;

  Day before_;
  std::vector<std::size_t> place_;  ///< of each product among the weights, or nowhere
  std::size_t size_ = 0;            ///< how many have weights
  Matrix weights_;
};

}  // namespace upcross
