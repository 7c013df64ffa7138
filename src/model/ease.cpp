#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/model/item_item.hpp>

#include "kernels/table.hpp"
#include "model/ease_weights.hpp"

namespace upcross {
namespace {

void validate(const EaseOptions& options) {
  const auto check = [](bool good, const char* field, double value, const char* expected) {
    if (good) return;
    throw Error(ErrorCode::invalid_argument, std::string("EaseOptions: ") + field + " is " +
                                                 std::to_string(value) + ", expected " + expected);
  };
  check(options.regularization > 0.0 && std::isfinite(options.regularization), "regularization",
        options.regularization, "a positive number");
  check(options.most_products >= 1, "most_products", 0.0, "at least 1");
}

/// The products with most buyers, at least one, in the order of their indexes.
std::vector<ProductIndex> most_bought(const SparseRows& by_product, std::size_t count) {
  std::vector<ProductIndex> products;
  for (std::size_t p = 0; p < by_product.rows(); ++p) {
    if (by_product.row(p).size() > 0) products.push_back(static_cast<ProductIndex>(p));
  }
  if (products.size() <= count) return products;
  std::ranges::stable_sort(products, std::ranges::greater(),
                           [&](ProductIndex p) { return by_product.row(position(p)).size(); });
  products.resize(count);
  std::ranges::sort(products);
  return products;
}

/// X^T X + lambda I of the products; each row is summed alone.
Matrix gram(const InteractionMatrix& interactions, const std::vector<ProductIndex>& products,
            double lambda, const Execution& execution) {
  constexpr auto nowhere = static_cast<std::size_t>(-1);
  std::vector<std::size_t> place(interactions.product_count(), nowhere);
  for (std::size_t i = 0; i < products.size(); ++i) place[position(products[i])] = i;
  Matrix result(products.size(), products.size());
  parallel_for(execution, products.size(), [&](std::size_t i, unsigned) {
    const std::span<float> row = result.row(i);
    row[i] = static_cast<float>(lambda);
    for (const auto account : interactions.by_product().row(position(products[i])).indexes) {
      for (const auto other : interactions.by_account().row(account).indexes) {
        if (place[other] != nowhere) row[place[other]] += 1.0F;
      }
    }
  });
  return result;
}

}  // namespace

namespace detail {

Matrix ease_weights(Matrix gram) {
  if (!kernels::active().invert(gram.data(), gram.rows())) {
    throw Error(ErrorCode::numerical,
                "EASE: the matrix of what is bought together is not positive definite");
  }
  std::vector<float> factor(gram.rows());
  for (std::size_t i = 0; i < gram.rows(); ++i) factor[i] = -1.0F / gram.row(i)[i];
  for (std::size_t i = 0; i < gram.rows(); ++i) {
    for (std::size_t j = 0; j < gram.rows(); ++j) gram.row(i)[j] *= factor[j];
    gram.row(i)[i] = 0.0F;
  }
  return gram;
}

}  // namespace detail

ItemItem fit_ease(const InteractionMatrix& interactions, const EaseOptions& options,
                  const Execution& execution) {
  validate(options);
  auto products = most_bought(interactions.by_product(), options.most_products);
  Matrix together = gram(interactions, products, options.regularization, execution);
  execution.throw_if_stopped("EASE");
  return ItemItem(detail::ease_weights(std::move(together)), std::move(products),
                  interactions.product_count());
}

}  // namespace upcross
