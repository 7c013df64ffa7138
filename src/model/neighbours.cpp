#include <algorithm>
#include <cmath>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/model/item_item.hpp>

namespace upcross {
namespace {

struct Neighbour {
  std::uint32_t product;
  float weight;
};

/// Finds the neighbours of one product after the other; one per thread.
class Search {
 public:
  Search(const InteractionMatrix& interactions, const NeighbourOptions& options)
      : interactions_(interactions), options_(options), both_(interactions.product_count(), 0) {}

  /// The nearest of `product`, in the order of their indexes.
  std::vector<Neighbour> nearest(std::uint32_t product) {
    count_both(product);
    std::vector<Neighbour> result;
    for (const std::uint32_t other : touched_) {
      result.push_back({other, cosine(product, other)});
      both_[other] = 0;
    }
    touched_.clear();
    const auto better = [](const Neighbour& a, const Neighbour& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.product < b.product;
    };
    const std::size_t kept = std::min(options_.neighbours, result.size());
    std::ranges::partial_sort(result, result.begin() + static_cast<std::ptrdiff_t>(kept), better);
    result.resize(kept);
    std::ranges::sort(result, {}, &Neighbour::product);
    return result;
  }

 private:
  void count_both(std::uint32_t product) {
    for (const auto account : interactions_.by_product().row(product).indexes) {
      for (const auto other : interactions_.by_account().row(account).indexes) {
        if (other == product) continue;
        if (both_[other]++ == 0) touched_.push_back(other);
      }
    }
  }

  float cosine(std::uint32_t p, std::uint32_t q) const {
    const auto buyers = [&](std::uint32_t i) {
      return static_cast<double>(interactions_.by_product().row(i).size());
    };
    return static_cast<float>(static_cast<double>(both_[q]) /
                              (std::sqrt(buyers(p) * buyers(q)) + options_.shrinkage));
  }

  const InteractionMatrix& interactions_;
  const NeighbourOptions& options_;
  std::vector<std::uint32_t> both_;
  std::vector<std::uint32_t> touched_;
};

}  // namespace

ItemItem fit_neighbours(const InteractionMatrix& interactions, const NeighbourOptions& options,
                        const Execution& execution) {
  if (options.neighbours < 1 || !(options.shrinkage >= 0.0)) {
    throw Error(ErrorCode::invalid_argument,
                "NeighbourOptions: neighbours is " + std::to_string(options.neighbours) +
                    " and shrinkage " + std::to_string(options.shrinkage) +
                    ", expected at least 1 and 0");
  }
  const std::size_t products = interactions.product_count();
  std::vector<Search> searches(execution.threads_for(products), Search(interactions, options));
  SparseRows into;  // row p: the products that speak for p
  std::vector<std::vector<Neighbour>> nearest(products);
  parallel_for(execution, products, [&](std::size_t p, unsigned worker) {
    nearest[p] = searches[worker].nearest(static_cast<std::uint32_t>(p));
  });
  execution.throw_if_stopped("neighbours");
  for (const auto& row : nearest) {
    for (const auto& [product, weight] : row) {
      into.indexes.push_back(product);
      into.values.push_back(weight);
    }
    into.starts.push_back(into.indexes.size());
  }
  return ItemItem(transposed(into, products));
}

}  // namespace upcross
