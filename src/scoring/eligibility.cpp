#include <upcross/scoring/eligibility.hpp>

namespace upcross {

std::vector<bool> eligible_products(const Dataset& data, const InteractionMatrix& interactions) {
  std::vector<bool> eligible(data.product_count());
  for (std::size_t p = 0; p < eligible.size(); ++p) {
    eligible[p] = interactions.by_product().row(p).size() > 0 &&
                  data.product(static_cast<ProductIndex>(p)).sellable_on(interactions.as_of());
  }
  for (const ProductIndex p : interactions.left_out_products()) eligible[position(p)] = false;
  return eligible;
}

}  // namespace upcross
