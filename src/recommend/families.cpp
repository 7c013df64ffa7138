#include "recommend/families.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace upcross {

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
