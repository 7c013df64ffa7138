#include "evaluation/derived_data.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace upcross {
namespace {

using LineNumbers = std::vector<std::size_t>;

template <class T>
std::vector<T> picked(const std::vector<T>& column, const LineNumbers& lines) {
  std::vector<T> result;
  if (column.empty()) return result;
  result.reserve(lines.size());
  for (const std::size_t i : lines) result.push_back(column[i]);
  return result;
}

Purchases picked(const Purchases& all, const LineNumbers& lines) {
  return {picked(all.account, lines),  picked(all.product, lines),    picked(all.time, lines),
          picked(all.quantity, lines), picked(all.unit_price, lines), picked(all.order, lines),
          picked(all.unit_cost, lines)};
}

/// The lines for which `keep(i)` holds.
template <class Keep>
LineNumbers lines_where(const Purchases& all, Keep keep) {
  LineNumbers lines;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (keep(i)) lines.push_back(i);
  }
  return lines;
}

template <class Index, class Row>
std::vector<Row> all_rows(std::size_t count, const Dataset& data,
                          const Row& (Dataset::*row)(Index) const noexcept) {
  std::vector<Row> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back((data.*row)(static_cast<Index>(i)));
  return result;
}

std::vector<bool> flags_of(std::span<const ProductIndex> some, std::size_t products) {
  std::vector<bool> flags(products);
  for (const ProductIndex p : some) flags[position(p)] = true;
  return flags;
}

/// The ids as those of the other kind.
template <class To, class Index>
std::shared_ptr<const To> renamed(const IdTable<Index>& ids) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < ids.size(); ++i) all.emplace_back(ids[static_cast<Index>(i)]);
  return std::make_shared<const To>(all);
}

/// The categories of a catalogue.
struct Categories {
  std::vector<std::string> names;  ///< sorted
  std::vector<ProductIndex> of;    ///< each product's place among the names; one behind them = none
};

Categories categories_of(const Dataset& data, std::span<const ProductIndex> left_out) {
  const std::vector<bool> is_left_out = flags_of(left_out, data.product_count());
  const auto name = [&](std::size_t p) -> const std::string& {
    return data.product(static_cast<ProductIndex>(p)).category;
  };
  Categories result;
  for (std::size_t p = 0; p < data.product_count(); ++p) {
    if (!is_left_out[p] && !name(p).empty()) result.names.push_back(name(p));
  }
  std::ranges::sort(result.names);
  const auto repeated = std::ranges::unique(result.names);
  result.names.erase(repeated.begin(), repeated.end());
  for (std::size_t p = 0; p < data.product_count(); ++p) {
    const auto at = std::ranges::lower_bound(result.names, name(p));
    const auto end = is_left_out[p] || name(p).empty() ? result.names.end() : at;
    result.of.push_back(static_cast<ProductIndex>(end - result.names.begin()));
  }
  return result;
}

}  // namespace

Dataset before(const Dataset& data, Day cut) {
  const Purchases& all = data.purchases();
  const LineNumbers lines = lines_where(all, [&](std::size_t i) { return all.time[i] < cut; });
  return {data.account_ids(),
          data.product_ids(),
          picked(all, lines),
          all_rows<AccountIndex, Account>(data.account_count(), data, &Dataset::account),
          all_rows<ProductIndex, Product>(data.product_count(), data, &Dataset::product),
          {.currency = data.currency()}};
}

Dataset by_category(const Dataset& data, std::span<const ProductIndex> left_out) {
  const Purchases& all = data.purchases();
  const auto [names, of] = categories_of(data, left_out);
  const std::size_t count = names.size();
  const auto category = [&of = of, &all](std::size_t i) { return of[position(all.product[i])]; };
  LineNumbers lines =
      lines_where(all, [&](std::size_t i) { return position(category(i)) < count; });
  std::ranges::stable_sort(lines, {}, [&](std::size_t i) {
    return std::tuple(all.account[i], category(i), all.time[i], all.order[i]);
  });
  Purchases own = picked(all, lines);
  for (ProductIndex& p : own.product) p = of[position(p)];
  return {data.account_ids(),
          std::make_shared<const ProductIds>(names),
          std::move(own),
          std::vector<Account>(data.account_count()),
          std::vector<Product>(count),
          {.currency = data.currency()}};
}

Dataset exchanged(const Dataset& data, std::span<const ProductIndex> left_out) {
  const Purchases& all = data.purchases();
  const std::vector<bool> is_left_out = flags_of(left_out, data.product_count());
  LineNumbers lines =
      lines_where(all, [&](std::size_t i) { return !is_left_out[position(all.product[i])]; });
  std::ranges::stable_sort(lines, {}, [&](std::size_t i) { return all.product[i]; });
  Purchases own = picked(all, lines);
  for (std::size_t i = 0; i < own.size(); ++i) {
    const auto account = position(own.account[i]);
    own.account[i] = static_cast<AccountIndex>(own.product[i]);
    own.product[i] = static_cast<ProductIndex>(account);
  }
  return {renamed<AccountIds>(*data.product_ids()),
          renamed<ProductIds>(*data.account_ids()),
          std::move(own),
          std::vector<Account>(data.product_count()),
          std::vector<Product>(data.account_count()),
          {.currency = data.currency()}};
}

}  // namespace upcross
