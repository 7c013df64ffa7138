#include <algorithm>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/evaluation/time_split.hpp>

namespace upcross {
namespace {

Day day_of(const Purchases& lines, std::size_t line) {
  return std::chrono::floor<std::chrono::days>(lines.time[line]);
}

bool is_foreseen(Foreseen foreseen, const InteractionMatrix& known, AccountIndex account,
                 std::uint32_t product) {
  if (foreseen == Foreseen::again) {
    return std::ranges::binary_search(known.by_account().row(position(account)).indexes, product);
  }
  return known.by_account().row(position(account)).size() > 0 &&
         known.by_product().row(product).size() > 0 &&
         !std::ranges::binary_search(known.seen(account), product);
}

/// What was bought within the horizon.
SparseRows purchases_between(const Dataset& data, const NetPurchases& later, Day cut, Day end,
                             const InteractionMatrix& known, Foreseen foreseen) {
  const Purchases& lines = data.purchases();
  SparseRows wanted;
  for (std::size_t a = 0, i = 0; a < data.account_count(); ++a) {
    const auto account = static_cast<AccountIndex>(a);
    while (i < lines.size() && lines.account[i] == account) {
      const auto product = static_cast<std::uint32_t>(lines.product[i]);
      double paid = 0.0;
      for (; i < lines.size() && lines.account[i] == account &&
             static_cast<std::uint32_t>(lines.product[i]) == product;
           ++i) {
        const Day day = day_of(lines, i);
        if (day >= cut && day < end) paid += later.quantity[i] * lines.unit_price[i];
      }
      if (paid <= 0.0 || !is_foreseen(foreseen, known, account, product)) continue;
      wanted.indexes.push_back(product);
      wanted.values.push_back(static_cast<float>(paid));
    }
    wanted.starts.push_back(wanted.indexes.size());
  }
  return wanted;
}

std::vector<bool> eligible_then(const Dataset& data, const InteractionMatrix& interactions) {
  std::vector<bool> eligible(data.product_count());
  for (std::size_t p = 0; p < eligible.size(); ++p) {
    const auto& valid_to = data.product(static_cast<ProductIndex>(p)).valid_to;
    eligible[p] = interactions.by_product().row(p).size() > 0 &&
                  (!valid_to || *valid_to >= interactions.as_of());
  }
  return eligible;
}

}  // namespace

Day first_day(const Dataset& data) {
  const auto& times = data.purchases().time;
  if (times.empty()) return data.default_as_of();
  return std::chrono::floor<std::chrono::days>(*std::ranges::min_element(times));
}

TimeSplit split_at(const Dataset& data, const NetPurchases& later, Day cut, int horizon_days,
                   InteractionOptions options, Foreseen foreseen) {
  const Day end = cut + std::chrono::days(horizon_days);
  if (horizon_days < 1 || end > later.as_of) {
    throw Error(ErrorCode::invalid_argument,
                "split_at: the horizon is [" + iso(cut) + ", " + iso(end) +
                    "), expected at least one day, all before " + iso(later.as_of));
  }
  options.as_of = cut;
  InteractionMatrix known = build_interactions(data, options, {.threads = 1});
  SparseRows wanted = purchases_between(data, later, cut, end, known, foreseen);
  History history(data, net_of_returns(data, cut), options.left_out_products);
  std::vector<bool> eligible = eligible_then(data, known);
  return {cut,
          horizon_days,
          std::move(known),
          std::move(history),
          std::move(wanted),
          std::move(eligible),
          foreseen};
}

}  // namespace upcross
