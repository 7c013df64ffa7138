#include <cmath>
#include <cstdio>
#include <string>

#include <upcross/upcross.hpp>

double largest_eigenvalue(const upcross::Matrix& factors);

int main() {
  upcross::DatasetBuilder builder;
  for (int i = 0; i < 400; ++i) {
    const std::string account = "account" + std::to_string(i % 37);
    const std::string product = "product" + std::to_string(i * i % 23);
    builder.add({.account = account, .product = product, .unit_price = 2.0});
  }
  const upcross::Dataset data = builder.build();
  const auto interactions = upcross::build_interactions(data);
  const auto [model, report] = upcross::fit_als(interactions, {.factors = 8});
  const double own = largest_eigenvalue(model.product_factors());
  double largest = 0.0;
  for (std::size_t f = 0; f < 8; ++f) {
    double sum = 0.0;
    for (std::size_t p = 0; p < data.product_count(); ++p) {
      sum += std::pow(model.product_factors().row(p)[f], 2.0);
    }
    largest = std::max(largest, sum);
  }
  std::printf("%g, in the eigenbasis %g\n", own, largest);
  return std::abs(own - largest) < 1e-4 * largest ? 0 : 1;
}
