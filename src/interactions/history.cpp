#include <vector>

#include <upcross/interactions/history.hpp>

#include "core/large_pages.hpp"

namespace upcross {

History::History(const Dataset& data, const NetPurchases& net,
                 std::span<const ProductIndex> left_out_products)
    : as_of_(net.as_of), starts_(1) {
  const Purchases& lines = data.purchases();
  std::vector<bool> left_out(data.product_count());
  for (const ProductIndex p : left_out_products) left_out[position(p)] = true;
  detail::reserve_large_pages(bought_, lines.size());
  for (std::size_t a = 0, i = 0; a < data.account_count(); ++a) {
    for (; i < lines.size() && position(lines.account[i]) == a; ++i) {
      if (net.quantity[i] <= 0.0 || lines.unit_price[i] == 0.0 ||
          left_out[position(lines.product[i])]) {
        continue;
      }
      const Day day = std::chrono::floor<std::chrono::days>(lines.time[i]);
      const bool known =
          bought_.size() > starts_.back() && bought_.back().product == lines.product[i];
      if (!known) bought_.push_back({lines.product[i], day, day});
      bought_.back().last = day;
    }
    starts_.push_back(bought_.size());
  }
}

}  // namespace upcross
