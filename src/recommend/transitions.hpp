#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include <upcross/data/dataset.hpp>
#include <upcross/interactions/history.hpp>
#include <upcross/recommend/ladder.hpp>

namespace upcross {

/// How many accounts that bought one product bought another of its family later.
struct WentOn {
  std::size_t accounts = 0;     ///< that went on
  std::size_t of_accounts = 0;  ///< that bought the first product
};

/// What accounts did before a day: how often they first bought each product, and how often after
/// another of its family. Recent days count more. O(sum over accounts and families of the squared
/// number of products).
class Transitions {
 public:
  Transitions(const Dataset& data, const History& history, const Ladders& ladders, Day before);

  Day before() const noexcept { return before_; }

  /// Whether anybody had bought the product.
  bool is_sold(ProductIndex product) const { return first_buys_[position(product)] > 0.0; }

  /// Logarithm of the first purchases of the product plus one half; a day counts
  /// 2^(-age / 20 days).
  double log_recent(ProductIndex product) const;

  /// Logarithm of how many times as often as all accounts those that bought `from` go on to `to`.
  /// The rate in the account's segment is smoothed by that of all who bought `from`, this by that
  /// of all who bought anything of the family, this by the rate of everybody.
  double log_lift(AccountIndex account, ProductIndex from, ProductIndex to) const;

  WentOn went_on(ProductIndex from, ProductIndex to) const;

 private:
  /// A day of what can happen is aged like what happened.
  struct Rate {
    double events = 0.0;
    double days = 0.0;
    std::size_t accounts = 0;
  };
  using Rates = std::unordered_map<std::uint64_t, Rate>;

  void count_account(std::size_t account, std::span<const Bought> bought);
  void count_family(std::uint32_t segment, std::span<const Bought> bought);
  void count_step(std::uint64_t source, Day since, const Bought& to);
  void count_owner(std::uint64_t source, Day since);
  std::uint64_t product_source(std::uint32_t segment, ProductIndex from) const;
  std::uint64_t family_source(std::uint32_t segment, std::uint32_t family) const;
  double smoothed(std::uint64_t source, ProductIndex to, double prior) const;
  double days_since(Day day) const;

  const Ladders& ladders_;
  Day before_;
  std::vector<std::uint32_t> segment_;  ///< of each account; 0 = not told, and all together
  std::size_t product_count_;
  double all_days_ = 0.0;
  std::vector<double> first_buys_;  ///< aged as transitions are
  std::vector<double> recent_first_buys_;
  Rates owners_;  ///< by source: the days since the first purchase
  Rates steps_;   ///< by source and product: what happened, and the days that it ended
};

}  // namespace upcross
