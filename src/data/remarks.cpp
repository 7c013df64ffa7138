#include <algorithm>
#include <cmath>
#include <iterator>
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

/// "; headers not used: 'VK 1', 'Rabatt'", the first 20 of them; empty if all are used.
std::string headers_not_used(const Dataset& data, Table table = Table::purchases) {
  constexpr std::size_t shown = 20;
  const std::span<const std::string> headers = data.unused_headers(table);
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, headers.size()); ++i) {
    text += (i == 0 ? "; headers not used: " : ", ") + detail::in_quotes(headers[i]);
  }
  return headers.size() > shown ? text + ", ..." : text;
}

/// Like a name of a person, a company or a thing, e.g. "Milk 1 l", and not like a number or a mail
/// address.
bool is_like_a_name(std::string_view id) {
  if (id.find('@') != id.npos) return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto digits = std::ranges::count_if(id, is_digit);
  const auto spaces = std::ranges::count(id, ' ');
  return digits == 0 || (spaces > 0 && 2 * (digits + spaces) < std::ssize(id));
}

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

std::string counted(std::uint64_t count, std::uint64_t all) {
  return std::to_string(count) + " of " + std::to_string(all) + " lines";
}

/// "'Rechnung' (7 lines), 'Lieferschein' (1 line)", the first 12 words of the kind; empty if there
/// are none.
std::string words_of(std::span<const LineWord> words, const std::string& header, LineKind kind) {
  constexpr std::size_t shown = 12;
  std::size_t count = 0;
  std::string text;
  for (const LineWord& word : words) {
    if (word.header != header || word.kind != kind || ++count > shown) continue;
    text += (count == 1 ? "" : ", ") + detail::in_quotes(word.text) + " (" +
            std::to_string(word.lines) + (word.lines == 1 ? " line)" : " lines)");
  }
  return count > shown ? text + ", ..." : text;
}

std::string remark_on_words(std::span<const LineWord> words, const std::string& header) {
  const std::string returns = words_of(words, header, LineKind::goods_return);
  const std::string cancelled = words_of(words, header, LineKind::cancelled);
  const std::string purchases = words_of(words, header, LineKind::purchase);
  std::string text = detail::in_quotes(header) + " tells what a line is";
  if (!returns.empty()) text += "; returns: " + returns;
  if (!cancelled.empty()) text += "; cancelled, so left out: " + cancelled;
  if (!purchases.empty()) text += "; purchases: " + purchases;
  return text;
}

std::vector<std::string> remarks_on_words(std::span<const LineWord> words) {
  std::vector<std::string> headers;
  for (const LineWord& word : words) {
    if (std::ranges::find(headers, word.header) == headers.end()) headers.push_back(word.header);
  }
  std::vector<std::string> remarks;
  for (const std::string& header : headers) remarks.push_back(remark_on_words(words, header));
  return remarks;
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
  return advice;
}

std::vector<std::string> remarks_on_lines(const Dataset& data) {
  std::vector<std::string> remarks = remarks_on_words(data.line_words());
  const LineTotals& totals = data.line_totals();
  const std::uint64_t all = totals.equal + totals.lower + totals.other;
  if (totals.lower > 0) {
    remarks.push_back("on " + counted(totals.lower, all) +
                      " the total is less than quantity x price, as after a discount or where the "
                      "price is for several pieces: the price counts that the total tells");
  }
  if (totals.other > 0) {
    remarks.push_back(
        "on " + counted(totals.other, all) +
        " the total is not that of quantity x price, nor one after a discount; it may "
        "have taxes in it or be that of the order: the price counts");
  }
  const std::vector<double>& quantities = data.purchases().quantity;
  const auto returns =
      static_cast<std::size_t>(std::ranges::count_if(quantities, [](double q) { return q < 0.0; }));
  if (2 * returns > quantities.size()) {
    remarks.push_back(counted(returns, quantities.size()) +
                      " are returns: if the file marks what was sold as it does what came back, "
                      "as a list of stock does, give it with positive quantities and no such mark");
  }
  return remarks;
}

std::vector<std::string> remarks_on_master_headers(const Dataset& data) {
  std::vector<std::string> remarks;
  for (const auto& [table, what] : {std::pair(Table::products, "the catalogue"),
                                    std::pair(Table::accounts, "the account list")}) {
    const std::string headers = headers_not_used(data, table);
    if (!headers.empty()) remarks.push_back("of " + std::string(what) + "," + headers.substr(1));
  }
  return remarks;
}

std::vector<std::string> remarks_on_purchases(const Dataset& data) {
  std::vector<std::string> remarks = advice_on_unused_headers(data);
  const std::string prices = advice_on_missing_prices(data);
  if (!prices.empty()) remarks.insert(remarks.begin(), prices);
  std::ranges::move(remarks_on_lines(data), std::back_inserter(remarks));
  return remarks;
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
