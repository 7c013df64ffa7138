#include <algorithm>
#include <cstddef>

#include <upcross/interactions/net.hpp>

#include "core/large_pages.hpp"

namespace upcross {
namespace {

/// The lines [begin, end) of one account and product, all before as_of.
class PairNetting {
 public:
  PairNetting(const Purchases& lines, NetPurchases& net) : lines_(lines), net_(net) {}

  void run(LineRange range) {
    open_.clear();
    for (std::size_t begin = range.begin; begin < range.end;) {
      std::size_t end = begin;
      while (end < range.end && day(end) == day(begin)) ++end;
      // Lines by the day do not tell what came first: a return follows a purchase.
      for (std::size_t i = begin; i < end; ++i) buy(i);
      for (std::size_t i = begin; i < end; ++i) take_back(i);
      begin = end;
    }
  }

 private:
  static constexpr double dust = 1e-9;

  Day day(std::size_t line) const {
    return std::chrono::floor<std::chrono::days>(lines_.time[line]);
  }

  void buy(std::size_t line) {
    if (lines_.quantity[line] <= 0.0) return;
    net_.quantity[line] = lines_.quantity[line];
    open_.push_back(line);
  }

  void take_back(std::size_t line) {
    double left = -lines_.quantity[line];
    if (left <= 0.0) return;
    const double all = left;
    const bool nothing = open_.empty();
    ++net_.left_out[nothing ? LeftOutReason::return_without_purchase : LeftOutReason::return_line];
    while (left > dust * all && !open_.empty()) {
      double& remaining = net_.quantity[open_.back()];
      const double taken = std::min(remaining, left);
      remaining -= taken;
      left -= taken;
      // Fractions do not add up exactly: 0.1 + 0.2 - 0.3 leaves dust.
      if (remaining > dust * lines_.quantity[open_.back()]) return;
      remaining = 0.0;
      ++net_.left_out[LeftOutReason::returned];
      open_.pop_back();
    }
  }

  const Purchases& lines_;
  NetPurchases& net_;
  std::vector<std::size_t> open_;  ///< purchases with pieces not yet taken back, in order of time
};

}  // namespace

NetPurchases net_of_returns(const Dataset& data, Day as_of) {
  const Purchases& lines = data.purchases();
  NetPurchases net{as_of, {}, {}};
  detail::reserve_large_pages(net.quantity, lines.size());
  net.quantity.resize(lines.size(), 0.0);
  PairNetting netting(lines, net);
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = begin;
    std::size_t before = begin;
    bool has_returns = false;
    while (end < lines.size() && lines.account[end] == lines.account[begin] &&
           lines.product[end] == lines.product[begin]) {
      before += lines.time[end] < as_of;
      has_returns = has_returns || lines.quantity[end] < 0.0;
      ++end;
    }
    if (has_returns) {
      netting.run({begin, before});
    } else {
      std::copy_n(lines.quantity.data() + begin, before - begin, net.quantity.data() + begin);
    }
    net.left_out[LeftOutReason::not_before_as_of] += end - before;
    begin = end;
  }
  return net;
}

}  // namespace upcross
