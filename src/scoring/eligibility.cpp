#include <algorithm>

#include <upcross/scoring/eligibility.hpp>

namespace upcross {
namespace {

constexpr std::chrono::days lately{90};

/// One flag per product: bought in the last days before `as_of`.
std::vector<bool> bought_lately(const Dataset& data, Day as_of) {
  const Purchases& lines = data.purchases();
  std::vector<bool> result(data.product_count());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Day day = std::chrono::floor<std::chrono::days>(lines.time[i]);
    if (day >= as_of - lately && day < as_of && lines.quantity[i] > 0.0) {
      result[position(lines.product[i])] = true;
    }
  }
  return result;
}

/// The catalogue without the first days of sale that lie ahead though the product is being bought.
class Catalogue {
 public:
  Catalogue(const Dataset& data, Day as_of) : data_(data), as_of_(as_of) {
    for (std::size_t p = 0; p < data.product_count() && bought_lately_.empty(); ++p) {
      if (product(p).valid_from > as_of) bought_lately_ = bought_lately(data, as_of);
    }
  }

  bool sells(std::size_t p) const {
    const bool is_bought = !bought_lately_.empty() && bought_lately_[p];
    const Day begins = product(p).valid_from.value_or(as_of_);
    return product(p).sellable_on(is_bought ? std::max(as_of_, begins) : as_of_);
  }

 private:
  const Product& product(std::size_t p) const {
    return data_.product(static_cast<ProductIndex>(p));
  }

  const Dataset& data_;
  Day as_of_;
  std::vector<bool> bought_lately_;  ///< empty if no product's first day lies ahead
};

}  // namespace

std::vector<bool> eligible_products(const Dataset& data, const InteractionMatrix& interactions) {
  const Catalogue catalogue(data, interactions.as_of());
  std::vector<bool> eligible(data.product_count());
  for (std::size_t p = 0; p < eligible.size(); ++p) {
    eligible[p] = interactions.by_product().row(p).size() > 0 && catalogue.sells(p);
  }
  for (const ProductIndex p : interactions.left_out_products()) eligible[position(p)] = false;
  return eligible;
}

}  // namespace upcross
