#include <upcross/data/assess.hpp>

#include "data/assess_parts.hpp"

namespace upcross {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::possible:
      return "possible";
    case Verdict::limited:
      return "limited";
    case Verdict::not_possible:
      return "not possible";
  }
  return {};
}

Assessment assess(const Dataset& data) {
  Assessment result{.left_out = data.left_out(),
                    .lines = detail::assess_lines(data),
                    .pairs = detail::assess_pairs(data),
                    .baskets = detail::assess_baskets(data.purchases()),
                    .revenue = detail::assess_revenue(data),
                    .catalogue = detail::assess_catalogue(data),
                    .columns = detail::assess_columns(data),
                    .suspected = find_suspected_non_goods(data),
                    .kinds = {}};
  result.kinds = detail::assess_kinds(result);
  return result;
}

}  // namespace upcross
