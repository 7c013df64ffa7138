#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <utility>

#include <upcross/data/remarks.hpp>

#include "data/text.hpp"

namespace upcross {
namespace {

template <class Index>
std::vector<std::vector<std::string>> groups_of(const IdTable<Index>& ids) {
  std::map<std::string, std::vector<std::string>> spellings;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string_view id = ids[static_cast<Index>(i)];
    spellings[detail::lowered(id)].emplace_back(id);
  }
  std::vector<std::vector<std::string>> groups;
  for (auto& [lowered, group] : spellings) {
    if (group.size() > 1) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

std::vector<std::vector<std::string>> ids_of_one_spelling(const AccountIds& ids) {
  return groups_of(ids);
}

std::vector<std::vector<std::string>> ids_of_one_spelling(const ProductIds& ids) {
  return groups_of(ids);
}

std::string advice_on_missing_prices(const Dataset& data) {
  constexpr std::size_t shown = 20;
  const std::vector<double>& prices = data.purchases().unit_price;
  if (prices.empty() || std::ranges::any_of(prices, is_known)) return {};
  std::string text = "no price was recognised, so values stay empty";
  const std::span<const std::string> headers = data.unused_headers();
  for (std::size_t i = 0; i < std::min(shown, headers.size()); ++i) {
    text += (i == 0 ? "; headers not used: " : ", ") + detail::in_quotes(headers[i]);
  }
  if (headers.size() > shown) text += ", ...";
  if (!headers.empty())
    text +=
        "; choose the price by --column unit_price=HEADER, or the total of a line by "
        "line_total=HEADER";
  return text;
}

std::vector<ProductIndex> products_not_in_catalogue(const Dataset& data) {
  std::vector<ProductIndex> products;
  for (std::size_t i = 0; i < data.product_count(); ++i) {
    const auto product = static_cast<ProductIndex>(i);
    if (!data.product(product).is_listed) products.push_back(product);
  }
  return products;
}

}  // namespace upcross
