#include "recommend/history.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace upcross {

History::History(const Dataset& data, const NetPurchases& net) : starts_(1) {
  const Purchases& lines = data.purchases();
  for (std::size_t a = 0, i = 0; a < data.account_count(); ++a) {
    for (; i < lines.size() && position(lines.account[i]) == a; ++i) {
      if (net.quantity[i] <= 0.0 || lines.unit_price[i] == 0.0) continue;
      const Day day = std::chrono::floor<std::chrono::days>(lines.time[i]);
      const bool known =
          bought_.size() > starts_.back() && bought_.back().product == lines.product[i];
      if (!known) bought_.push_back({lines.product[i], day, day});
      bought_.back().last = day;
    }
    starts_.push_back(bought_.size());
  }
}

std::vector<Bought> by_family(std::span<const Bought> bought, const Ladders& ladders, Day before) {
  std::vector<Bought> result;
  std::ranges::copy_if(bought, std::back_inserter(result), [&](const Bought& one) {
    return one.first < before && ladders.family_of(one.product) != Ladders::no_family;
  });
  const auto place = [&](const Bought& one) {
    return std::tuple(ladders.family_of(one.product), ladders.step(one.product), one.last);
  };
  std::ranges::stable_sort(result, {}, place);
  return result;
}

std::vector<std::span<const Bought>> families_of(std::span<const Bought> by_family,
                                                 const Ladders& ladders) {
  std::vector<std::span<const Bought>> result;
  for (std::size_t begin = 0, end = 0; begin < by_family.size(); begin = end) {
    const std::uint32_t family = ladders.family_of(by_family[begin].product);
    while (end < by_family.size() && ladders.family_of(by_family[end].product) == family) ++end;
    result.push_back(by_family.subspan(begin, end - begin));
  }
  return result;
}

}  // namespace upcross
