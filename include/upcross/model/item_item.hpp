#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/core/matrix.hpp>
#include <upcross/interactions/interaction_matrix.hpp>

namespace upcross {

struct EaseOptions {
  double regularization = 500.0;     ///< lambda > 0, in accounts
  std::size_t most_products = 5000;  ///< those with most buyers have weights, the others none; >= 1
};

struct NeighbourOptions {
  std::size_t neighbours = 100;  ///< that each product keeps, >= 1
  double shrinkage = 20.0;       ///< accounts added to the denominator of the cosine, >= 0
};

/// How much having one product speaks for another: the affinity of an account for p is the sum of
/// the weights from its own products to p. Immutable; safe for concurrent use.
class ItemItem {
 public:
  /// The weights from every product, P rows.
  explicit ItemItem(SparseRows weights) : sparse_(std::move(weights)) {}

  /// Weights between the `products` alone, n x n; `product_count` is P.
  ItemItem(Matrix weights, std::vector<ProductIndex> products, std::size_t product_count);

  /// scores[p] += scale * sum over `own` of the weight from it to p; P scores. O(own * n).
  void add_scores(std::span<const std::uint32_t> own, float scale, std::span<float> scores) const;

  /// The weight from one product to another.
  float weight(std::uint32_t from, std::uint32_t to) const;

  /// What it was made of: weights between `products()`, rising, or `sparse()` ones from every one.
  const Matrix& dense() const noexcept { return dense_; }
  const std::vector<ProductIndex>& products() const noexcept { return products_; }
  const SparseRows& sparse() const noexcept { return sparse_; }

  /// A fingerprint of the weights.
  std::uint64_t fingerprint() const;

 private:
  static constexpr std::uint32_t nowhere = static_cast<std::uint32_t>(-1);

  Matrix dense_;
  std::vector<ProductIndex> products_;  ///< of the rows of `dense_`
  std::vector<std::uint32_t> place_;    ///< of each product among them, or nowhere
  SparseRows sparse_;
};

/// EASE (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data", eq. 8): the weights B
/// with diagonal 0 that minimize |X - XB|^2 + lambda |B|^2, X = 1 where an account has a product.
/// O(interactions per account squared + n^3), n^2 floats. Throws invalid_argument for options
/// outside their range, numerical if the weights are not finite; a stop request throws stopped.
ItemItem fit_ease(const InteractionMatrix& interactions, const EaseOptions& options = {},
                  const Execution& execution = {});

/// Item-item cosine: weight(q, p) = both / (sqrt(buyers of q * buyers of p) + shrinkage), of which
/// each p keeps those of its nearest q. O(interactions per account squared). Errors as above.
ItemItem fit_neighbours(const InteractionMatrix& interactions, const NeighbourOptions& options = {},
                        const Execution& execution = {});

}  // namespace upcross
