#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <upcross/core/error.hpp>
#include <upcross/recommend/ladder.hpp>

namespace upcross {
namespace {

using FamilyColumn = std::string Product::*;
using StepColumn = double Product::*;

constexpr std::pair<std::string_view, FamilyColumn> family_columns[] = {
    {"family", &Product::family},
    {"subcategory", &Product::subcategory},
    {"category", &Product::category},
    {"brand", &Product::brand},
    {"name", &Product::name}};

constexpr std::pair<std::string_view, StepColumn> step_columns[] = {
    {"tier", &Product::tier},
    {"size", &Product::size},
    {"pack", &Product::pack},
    {"list_price", &Product::list_price}};

/// The member of that name.
template <class Table>
auto column_of(const Table& table, std::string_view role, std::string_view name) {
  std::string expected;
  for (const auto& [known, member] : table) {
    if (known == name) return member;
    expected.append(expected.empty() ? "" : ", ").append(known);
  }
  throw Error(ErrorCode::invalid_argument,
              std::string(role) + " is '" + std::string(name) + "', expected one of " + expected);
}

template <class Told>
bool any_product(const Dataset& data, Told told) {
  for (std::size_t p = 0; p < data.product_count(); ++p) {
    if (told(data.product(static_cast<ProductIndex>(p)))) return true;
  }
  return false;
}

double price_per_unit(const Product& product) {
  return is_known(product.size) && product.size > 0.0 ? product.list_price / product.size
                                                      : product.list_price;
}

std::vector<double> steps(const Dataset& data, const std::string& named) {
  const bool tiers =
      any_product(data, [](const Product& product) { return is_known(product.tier); });
  StepColumn column = tiers ? &Product::tier : nullptr;
  if (!named.empty()) column = column_of(step_columns, "step", named);
  std::vector<double> result(data.product_count());
  for (std::size_t p = 0; p < result.size(); ++p) {
    const Product& product = data.product(static_cast<ProductIndex>(p));
    const double step = column != nullptr ? product.*column : price_per_unit(product);
    result[p] = step > 0.0 ? step : unknown;
  }
  return result;
}

/// Numbers of the families, counted in the order of their first product.
std::vector<std::uint32_t> families(const Dataset& data, FamilyColumn column,
                                    const std::vector<double>& step) {
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  std::vector<std::uint32_t> result(data.product_count(), Ladders::no_family);
  for (std::size_t p = 0; p < result.size(); ++p) {
    const std::string& name = data.product(static_cast<ProductIndex>(p)).*column;
    if (name.empty() || !is_known(step[p])) continue;
    const auto next = static_cast<std::uint32_t>(numbers.size());
    result[p] = numbers.emplace(name, next).first->second;
  }
  return result;
}

}  // namespace

Ladders::Ladders(std::vector<std::uint32_t> family, std::vector<double> step, bool declared)
    : family_(std::move(family)), step_(std::move(step)), starts_(1), declared_(declared) {
  for (std::size_t p = 0; p < family_.size(); ++p) {
    if (family_[p] != no_family) rungs_.push_back(static_cast<ProductIndex>(p));
  }
  std::ranges::stable_sort(rungs_, [&](ProductIndex a, ProductIndex b) {
    return std::pair(family_of(a), this->step(a)) < std::pair(family_of(b), this->step(b));
  });
  for (std::size_t i = 0; i < rungs_.size(); ++i) {
    starts_.resize(family_of(rungs_[i]) + 2);
    starts_.back() = i + 1;
  }
}

void validate(const LadderOptions& options) {
  if (!options.family.empty()) column_of(family_columns, "family", options.family);
  if (!options.step.empty()) column_of(step_columns, "step", options.step);
}

Ladders build_ladders(const Dataset& data, const LadderOptions& options) {
  const bool told =
      any_product(data, [](const Product& product) { return !product.family.empty(); });
  FamilyColumn column = told ? &Product::family : &Product::subcategory;
  if (!options.family.empty()) column = column_of(family_columns, "family", options.family);
  std::vector<double> step = steps(data, options.step);
  std::vector<std::uint32_t> family = families(data, column, step);
  return Ladders(std::move(family), std::move(step), told || !options.family.empty());
}

}  // namespace upcross
