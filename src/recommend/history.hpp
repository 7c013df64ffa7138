#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <upcross/core/date.hpp>
#include <upcross/core/ids.hpp>
#include <upcross/data/dataset.hpp>
#include <upcross/interactions/net.hpp>
#include <upcross/recommend/ladder.hpp>

namespace upcross {

/// When an account first and last bought a product that it kept and paid for.
struct Bought {
  ProductIndex product;
  Day first;
  Day last;
};

/// What each account bought, products rising.
class History {
 public:
  History(const Dataset& data, const NetPurchases& net);

  std::size_t account_count() const noexcept { return starts_.size() - 1; }
  std::span<const Bought> of(std::size_t account) const {
    return std::span(bought_).subspan(starts_[account], starts_[account + 1] - starts_[account]);
  }
  std::span<const Bought> all() const noexcept { return bought_; }

 private:
  std::vector<std::size_t> starts_;
  std::vector<Bought> bought_;
};

/// What was first bought before the day and is on a ladder: family by family, lowest step first;
/// equal steps in the order of their last purchase.
std::vector<Bought> by_family(std::span<const Bought> bought, const Ladders& ladders, Day before);

/// The parts of `by_family` that belong to one family each.
std::vector<std::span<const Bought>> families_of(std::span<const Bought> by_family,
                                                 const Ladders& ladders);

}  // namespace upcross
