#include <algorithm>
#include <cstddef>

#include <upcross/interactions/net.hpp>

#include "core/large_pages.hpp"
#include "interactions/pair_netting.hpp"

namespace upcross {

NetPurchases net_of_returns(const Dataset& data, Day as_of) {
  const Purchases& lines = data.purchases();
  NetPurchases net{as_of, {}, {}};
  detail::reserve_large_pages(net.quantity, lines.size());
  net.quantity.resize(lines.size(), 0.0);
  detail::PairNetting netting(lines, as_of);
  for (std::size_t begin = 0; begin < lines.size();) {
    const LineRange pair = detail::pair_at(lines, begin);
    const auto pieces = netting.net(pair);
    std::copy_n(pieces.data(), pieces.size(), net.quantity.data() + begin);
    begin = pair.end;
  }
  net.left_out = netting.left_out();
  return net;
}

}  // namespace upcross
