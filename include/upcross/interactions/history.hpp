#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/net.hpp>

namespace upcross {

/// When an account first and last bought a product that it kept and paid for.
struct Bought {
  ProductIndex product;
  Day first;
  Day last;
};

/// What each account bought before `as_of`, products rising. Immutable; safe for concurrent use.
class History {
 public:
  /// `net` belongs to `data`; lines with price 0 and products left out do not count. O(N).
  History(const Dataset& data, const NetPurchases& net,
          std::span<const ProductIndex> left_out_products = {});

  Day as_of() const noexcept { return as_of_; }

  std::size_t account_count() const noexcept { return starts_.size() - 1; }
  std::span<const Bought> of(std::size_t account) const {
    return std::span(bought_).subspan(starts_[account], starts_[account + 1] - starts_[account]);
  }
  std::span<const Bought> all() const noexcept { return bought_; }

 private:
  Day as_of_;
  std::vector<std::size_t> starts_;
  std::vector<Bought> bought_;
};

}  // namespace upcross
