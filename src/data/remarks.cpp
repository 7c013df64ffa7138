#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <string>
#include <utility>

#include <upcross/data/columns.hpp>
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

/// "; headers not used: 'VK 1', 'Rabatt'", the first 20 of them; empty if all are used.
std::string headers_not_used(const Dataset& data) {
  constexpr std::size_t shown = 20;
  const std::span<const std::string> headers = data.unused_headers();
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, headers.size()); ++i) {
    text += (i == 0 ? "; headers not used: " : ", ") + detail::in_quotes(headers[i]);
  }
  return headers.size() > shown ? text + ", ..." : text;
}

/// Like a name of a person, a company or a thing, and not like a number or a mail address.
bool is_like_a_name(std::string_view id) { return id.find_first_of("0123456789@") == id.npos; }

template <class Index>
std::string advice_on_names(const IdTable<Index>& ids, const std::string& what) {
  std::size_t names = 0;
  std::size_t first = ids.size();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!is_like_a_name(ids[static_cast<Index>(i)])) continue;
    first = std::min(first, i);
    ++names;
  }
  if (2 * names <= ids.size()) return {};
  return what + "s are told apart by names such as " +
         detail::in_quotes(ids[static_cast<Index>(first)]) + ", so two of one name are one";
}

/// The header that may tell credit notes and cancelled orders; empty if none does.
std::string header_of_direction(std::span<const std::string> headers) {
  constexpr std::array<std::string_view, 13> known = {
      "belegart", "shkzg",        "fkart",          "soll/haben_kennzeichen",
      "storno",   "order_status", "status",         "financial_status",
      "state",    "stage",        "sales_doc_type", "document_type",
      "type"};
  const auto found = std::ranges::find_if(headers, [&](const std::string& header) {
    return std::ranges::find(known, normalized_header(header)) != known.end();
  });
  return found == headers.end() ? std::string() : *found;
}

}  // namespace

std::vector<std::vector<std::string>> ids_of_one_spelling(const AccountIds& ids) {
  return groups_of(ids);
}

std::vector<std::vector<std::string>> ids_of_one_spelling(const ProductIds& ids) {
  return groups_of(ids);
}

std::string advice_on_missing_prices(const Dataset& data) {
  const std::vector<double>& prices = data.purchases().unit_price;
  if (prices.empty() || std::ranges::any_of(prices, is_known)) return {};
  const std::string text = "no price was recognised, so values stay empty";
  if (data.unused_headers().empty()) return text;
  return text + headers_not_used(data) +
         "; choose the price by --column unit_price=HEADER, or the total of a line by "
         "line_total=HEADER";
}

std::vector<std::string> advice_on_unused_headers(const Dataset& data) {
  std::vector<std::string> advice;
  const std::string unused = headers_not_used(data);
  const std::vector<double>& quantities = data.purchases().quantity;
  if (unused.empty() || quantities.empty()) return advice;
  if (std::ranges::all_of(quantities, [](double q) { return std::abs(q) == 1.0; })) {
    advice.push_back("every line counts one piece" + unused +
                     "; if one tells the quantity, choose it by --column quantity=HEADER");
  }
  for (const auto& [names, column] :
       {std::pair(advice_on_names(*data.account_ids(), "account"), "account_id"),
        std::pair(advice_on_names(*data.product_ids(), "product"), "product_id")}) {
    if (names.empty()) continue;
    advice.push_back(names + unused + "; if one is the number, choose it by --column " + column +
                     "=HEADER");
  }
  const std::string direction = header_of_direction(data.unused_headers());
  const bool has_returns = std::ranges::any_of(quantities, [](double q) { return q < 0.0; });
  if (!direction.empty() && !has_returns) {
    advice.push_back("no line is a return, and the header " + detail::in_quotes(direction) +
                     " is not used: if it marks credit notes or cancelled orders, give those a "
                     "negative quantity or leave them out");
  }
  return advice;
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
