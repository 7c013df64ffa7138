#include "recommend/kinship.hpp"

#include <algorithm>
#include <utility>

#include "model/ease_weights.hpp"

namespace upcross {
namespace {

constexpr std::size_t most_products = 2000;
constexpr float ridge = 300.0F;

/// The products on ladders, those with most buyers before the day first.
std::vector<ProductIndex> most_bought(const History& history, const Ladders& ladders, Day before) {
  std::vector<ProductIndex> products;
  std::vector<std::size_t> buyers;
  for (const Bought& one : history.all()) {
    if (one.first >= before || ladders.family_of(one.product) == Ladders::no_family) continue;
    if (position(one.product) >= buyers.size()) buyers.resize(position(one.product) + 1);
    if (++buyers[position(one.product)] == 1) products.push_back(one.product);
  }
  std::ranges::sort(products, {}, [&](ProductIndex p) {
    return std::pair(-static_cast<double>(buyers[position(p)]), p);
  });
  products.resize(std::min(products.size(), most_products));
  return products;
}

}  // namespace

Kinship::Kinship(const History& history, const Ladders& ladders, Day before) : before_(before) {
  for (const ProductIndex product : most_bought(history, ladders, before)) {
    if (position(product) >= place_.size()) place_.resize(position(product) + 1, nowhere);
    place_[position(product)] = size_++;
  }
  weights_ = detail::ease_weights(gram(history));
}

/// X^T X, the ridge added.
Matrix Kinship::gram(const History& history) const {
  Matrix result(size_, size_);
  for (std::size_t i = 0; i < size_; ++i) result.row(i)[i] = ridge;
  for (std::size_t a = 0; a < history.account_count(); ++a) {
    const std::vector<std::size_t> own = places(history.of(a));
    for (const std::size_t row : own) {
      for (const std::size_t column : own) result.row(row)[column] += 1.0F;
    }
  }
  return result;
}

std::vector<std::size_t> Kinship::places(std::span<const Bought> bought) const {
  std::vector<std::size_t> result;
  for (const Bought& one : bought) {
    if (one.first < before_ && place(one.product) != nowhere) result.push_back(place(one.product));
  }
  return result;
}

double Kinship::affinity(std::span<const std::size_t> places, ProductIndex to) const {
  if (place(to) == nowhere) return 0.0;
  double sum = 0.0;
  for (const std::size_t from : places) sum += static_cast<double>(weights_.row(from)[place(to)]);
  return sum;
}

}  // namespace upcross
