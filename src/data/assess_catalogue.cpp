#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>

#include "data/assess_parts.hpp"

namespace upcross::detail {
namespace {

const Product& product_at(const Dataset& data, std::size_t p) {
  return data.product(static_cast<ProductIndex>(p));
}

/// Lines handed over, those left out included.
std::size_t lines_handed_over(const Dataset& data) {
  std::size_t count = data.purchases().size();
  for (std::size_t i = 0; i < left_out_reasons; ++i) {
    count += data.left_out()[static_cast<LeftOutReason>(i)];
  }
  return count;
}

/// Counts the positions that are flagged and for which `holds` is true.
template <class Holds>
std::size_t count_where(const std::vector<bool>& flags, Holds holds) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < flags.size(); ++i) count += flags[i] && holds(i);
  return count;
}

std::size_t count_lookalikes(const ProductIds& ids) {
  std::map<std::string, std::size_t> spelled;
  for (std::size_t p = 0; p < ids.size(); ++p) {
    std::string id(ids[static_cast<ProductIndex>(p)]);
    std::ranges::transform(id, id.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    ++spelled[id];
  }
  std::size_t count = 0;
  for (const auto& [id, spellings] : spelled) count += spellings > 1 ? spellings : 0;
  return count;
}

/// One flag per product: whether the catalogue or a line tells what it costs.
std::vector<bool> products_with_cost(const Dataset& data) {
  std::vector<bool> flags(data.product_count());
  for (std::size_t p = 0; p < flags.size(); ++p) {
    flags[p] = is_known(product_at(data, p).cost);
  }
  const Purchases& lines = data.purchases();
  for (std::size_t i = 0; i < lines.unit_cost.size(); ++i) {
    if (is_known(lines.unit_cost[i])) flags[position(lines.product[i])] = true;
  }
  return flags;
}

std::vector<ColumnCoverage> line_columns(const Dataset& data) {
  const Purchases& lines = data.purchases();
  const std::size_t all = lines_handed_over(data);
  const auto orders =
      lines.size() - static_cast<std::size_t>(std::ranges::count(lines.order, OrderIndex{0}));
  const auto prices = static_cast<std::size_t>(std::ranges::count_if(lines.unit_price, is_known));
  return {{"account_id", all - data.left_out()[LeftOutReason::no_account], all, "lines",
           "a line is left out"},
          {"unit_price", prices, lines.size(), "lines", "order values stay empty"},
          {"order_id", orders, lines.size(), "lines", "a day counts as one order"}};
}

/// A column of the catalogue, counted over the products of `counted`.
template <class Known>
ColumnCoverage catalogue_column(const Dataset& data, const std::vector<bool>& counted,
                                std::string_view name, std::string_view without, Known known) {
  const auto of = static_cast<std::size_t>(std::ranges::count(counted, true));
  const auto tells = [&](std::size_t p) { return known(product_at(data, p)); };
  return {name, count_where(counted, tells), of, "products", without};
}

std::vector<ColumnCoverage> catalogue_columns(const Dataset& data) {
  const std::vector<bool> bought = bought_products(data);
  const std::vector<bool> with_cost = products_with_cost(data);
  const auto column = [&](auto name, auto without, auto known) {
    return catalogue_column(data, bought, name, without, known);
  };
  ColumnCoverage cost = column("cost", "margins stay empty", [](auto&) { return false; });
  cost.known = count_where(bought, [&](std::size_t p) { return with_cost[p]; });
  return {column("product_name", "sentences show the id", [](auto& p) { return !p.name.empty(); }),
          cost,
          column("category", "categories cannot be compared",
                 [](auto& p) { return !p.category.empty(); }),
          column("family", "alternatives are guessed", [](auto& p) { return !p.family.empty(); }),
          column("tier", "better versions are guessed", [](auto& p) { return is_known(p.tier); }),
          column("size", "packs cannot be compared",
                 [](auto& p) { return is_known(p.size) || is_known(p.pack); })};
}

std::size_t count_categories(const Dataset& data, const std::vector<bool>& bought) {
  std::set<std::string_view> categories;
  for (std::size_t p = 0; p < bought.size(); ++p) {
    const std::string_view category = product_at(data, p).category;
    if (bought[p] && !category.empty()) categories.insert(category);
  }
  return categories.size();
}

/// How many of the products `bought` each family has.
std::map<std::string_view, std::size_t> family_sizes(const Dataset& data,
                                                     const std::vector<bool>& bought) {
  std::map<std::string_view, std::size_t> sizes;
  for (std::size_t p = 0; p < bought.size(); ++p) {
    const std::string_view family = product_at(data, p).family;
    if (bought[p] && !family.empty()) ++sizes[family];
  }
  std::erase_if(sizes, [](const auto& family) { return family.second < 2; });
  return sizes;
}

Day last_day(const Purchases& lines) {
  const auto last = std::ranges::max_element(lines.time);
  return last == lines.time.end() ? Day::min() : std::chrono::floor<std::chrono::days>(*last);
}

}  // namespace

AssessedCatalogue assess_catalogue(const Dataset& data) {
  const std::vector<bool> bought = bought_products(data);
  const Day last = last_day(data.purchases());
  const auto families = family_sizes(data, bought);
  const auto add = [](std::size_t sum, const auto& family) { return sum + family.second; };
  const auto is_discontinued = [&](std::size_t p) {
    const Product& product = product_at(data, p);
    return !product.sellable || (product.valid_to && *product.valid_to <= last);
  };
  return {.categories = count_categories(data, bought),
          .families = families.size(),
          .in_families = std::accumulate(families.begin(), families.end(), std::size_t{0}, add),
          .discontinued = count_where(bought, is_discontinued),
          .replaced = count_where(
              bought, [&](std::size_t p) { return !product_at(data, p).replaced_by.empty(); }),
          .lookalikes = count_lookalikes(*data.product_ids())};
}

std::vector<ColumnCoverage> assess_columns(const Dataset& data) {
  std::vector<ColumnCoverage> rows = line_columns(data);
  std::ranges::copy(catalogue_columns(data), std::back_inserter(rows));
  const std::vector<bool> buying = buying_accounts(data);
  const std::size_t named = count_where(buying, [&](std::size_t a) {
    return !data.account(static_cast<AccountIndex>(a)).name.empty();
  });
  rows.push_back({"account_name", named, static_cast<std::size_t>(std::ranges::count(buying, true)),
                  "accounts", "lists show the id"});
  return rows;
}

}  // namespace upcross::detail
