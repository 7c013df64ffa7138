#include "recommend/kinship.hpp"

#include <algorithm>
#include <utility>

#include <Eigen/Cholesky>

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

/// Eigen's blocks, and so the rounding, would follow the caches of the processor.
void fix_block_sizes() {
  [[maybe_unused]] static const bool fixed =
      (Eigen::setCpuCacheSizes(32 << 10, 512 << 10, 2 << 20), true);
}

}  // namespace

Kinship::Kinship(const History& history, const Ladders& ladders, Day before) : before_(before) {
  for (const ProductIndex product : most_bought(history, ladders, before)) {
    if (position(product) >= place_.size()) place_.resize(position(product) + 1, nowhere);
    place_[position(product)] = size_++;
  }
  fix_block_sizes();
  weights_ = gram(history).llt().solve(Eigen::MatrixXf::Identity(size_, size_));
  const Eigen::VectorXf diagonal = weights_.diagonal();
  for (Eigen::Index i = 0; i < size_; ++i) weights_.col(i) /= -diagonal(i);
  weights_.diagonal().setZero();
}

/// X^T X, the ridge added.
Eigen::MatrixXf Kinship::gram(const History& history) const {
  Eigen::MatrixXf result = ridge * Eigen::MatrixXf::Identity(size_, size_);
  for (std::size_t a = 0; a < history.account_count(); ++a) {
    const std::vector<Eigen::Index> own = places(history.of(a));
    for (const Eigen::Index column : own) {
      for (const Eigen::Index row : own) result(row, column) += 1.0F;
    }
  }
  return result;
}

std::vector<Eigen::Index> Kinship::places(std::span<const Bought> bought) const {
  std::vector<Eigen::Index> result;
  for (const Bought& one : bought) {
    if (one.first < before_ && place(one.product) != nowhere) result.push_back(place(one.product));
  }
  return result;
}

double Kinship::affinity(std::span<const Eigen::Index> places, ProductIndex to) const {
  if (place(to) == nowhere) return 0.0;
  double sum = 0.0;
  for (const Eigen::Index from : places) sum += static_cast<double>(weights_(from, place(to)));
  return sum;
}

}  // namespace upcross
