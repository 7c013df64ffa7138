
#include <upcross/core/random.hpp>
#include <upcross/recommend/recommendation.hpp>

namespace upcross {
std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::cross_sell:
      return "cross_sell";
    case Kind::up_sell:
      return "up_sell";
  }
  return {};
}

std::optional<Kind> parse_kind(std::string_view word) {
  for (const Kind kind : {Kind::cross_sell, Kind::up_sell}) {
    if (to_string(kind) == word) return kind;
  }
  return std::nullopt;
}

std::string recommendation_id(const Recommendations& all, const Recommendation& one,
                              std::string_view account_id, std::string_view product_id) {
  std::uint64_t state = hash(all.model_id);
  for (const std::string_view part : {account_id, product_id, to_string(one.kind)}) {
    state = hash(part, state);
  }
  return hexadecimal(hash(iso(all.as_of), state));
}

}  // namespace upcross
