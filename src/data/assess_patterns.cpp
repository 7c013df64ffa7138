#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include "data/assess_parts.hpp"

namespace upcross::detail {
namespace {

constexpr std::size_t most_bought = 100;
constexpr std::uint32_t none = most_bought;

/// The place of each product among the most bought, or `none`.
std::vector<std::uint32_t> places_of(const ProductsByAccount& bought, std::size_t products) {
  std::vector<std::size_t> buyers(products);
  for (const auto& row : bought) {
    for (const std::uint32_t p : row) ++buyers[p];
  }
  std::vector<std::uint32_t> order(products);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, std::ranges::greater(), [&](auto p) { return buyers[p]; });
  std::vector<std::uint32_t> places(products, none);
  for (std::uint32_t i = 0; i < std::min(most_bought, products); ++i) places[order[i]] = i;
  return places;
}

/// How often the most bought products are bought, alone and together.
struct Counts {
  std::array<double, most_bought> buyers{};
  std::array<std::array<double, most_bought>, most_bought> together{};
  /// Accounts by how many of these products they bought.
  std::array<double, most_bought + 1> accounts{};
  double pairs = 0.0;
};

Counts counted(const ProductsByAccount& bought, std::size_t products) {
  const std::vector<std::uint32_t> places = places_of(bought, products);
  Counts counts;
  for (const auto& row : bought) {
    std::vector<std::uint32_t> own;
    for (const std::uint32_t p : row) {
      if (places[p] != none) own.push_back(places[p]);
    }
    ++counts.accounts[own.size()];
    counts.pairs += static_cast<double>(own.size());
    for (const std::uint32_t p : own) {
      ++counts.buyers[p];
      for (const std::uint32_t q : own) ++counts.together[p][q];
    }
  }
  return counts;
}

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

/// Of the number of accounts that would buy both if each drew its own number of products by their
/// popularity alone. `effective` is the number of equally popular products that would collide as
/// often: nothing is drawn twice.
Moments by_chance(const Counts& counts, std::size_t p, std::size_t q, double effective) {
  Moments result;
  for (std::size_t own = 2; own <= most_bought; ++own) {
    const auto n = static_cast<double>(own);
    const double first = std::min(1.0, n * counts.buyers[p] / counts.pairs);
    const double second = std::min(1.0, n * counts.buyers[q] / counts.pairs);
    const double apart = (n - 1.0) / n * effective / (effective - 1.0);
    const double both = std::min(1.0, first * second * apart);
    result.mean += counts.accounts[own] * both;
    result.variance += counts.accounts[own] * both * (1.0 - both);
  }
  return result;
}

}  // namespace

double beyond_chance(const ProductsByAccount& bought, std::size_t products) {
  const Counts counts = counted(bought, products);
  const double squares =
      std::inner_product(counts.buyers.begin(), counts.buyers.end(), counts.buyers.begin(), 0.0);
  const double effective = counts.pairs * counts.pairs / squares;
  double sum = 0.0;
  std::size_t compared = 0;
  for (std::size_t p = 0; p < most_bought; ++p) {
    for (std::size_t q = p + 1; q < most_bought; ++q) {
      const Moments chance = by_chance(counts, p, q, effective);
      if (!(chance.variance > 0.0)) continue;
      const double deviation = counts.together[p][q] - chance.mean;
      sum += deviation * deviation / chance.variance;
      ++compared;
    }
  }
  return compared == 0 ? unknown : sum / static_cast<double>(compared);
}

}  // namespace upcross::detail
