#include "selection/work.hpp"

#include <algorithm>

namespace upcross {
namespace {

constexpr double dense_share = 1.0 / 16.0;

double number(std::size_t count) { return static_cast<double>(count); }

double cube(double n) { return n * n * n; }

/// How many rows are not empty.
double active_rows(const SparseRows& table) {
  double count = 0.0;
  for (std::size_t i = 0; i < table.rows(); ++i) count += table.row(i).size() > 0 ? 1.0 : 0.0;
  return count;
}

/// Pairs of products that an account has both.
double pairs(const SparseRows& by_account) {
  double sum = 0.0;
  for (std::size_t a = 0; a < by_account.rows(); ++a) {
    sum += number(by_account.row(a).size()) * number(by_account.row(a).size());
  }
  return sum;
}

double fitting_work(const BlendRecipe& recipe, const TimeSplit& split) {
  const SparseRows& rows = split.interactions.by_account();
  const double products = active_rows(split.interactions.by_product());
  if (recipe.factorization != 0.0) {
    const double factors = number(recipe.als.factors);
    return number(recipe.als.iterations) *
           (16.0 * factors * number(rows.entries()) +
            dense_share * 5.0 * factors * factors * (active_rows(rows) + products));
  }
  if (recipe.item_item != 0.0) {
    return pairs(rows) + dense_share * cube(std::min(products, number(recipe.ease.most_products)));
  }
  if (recipe.neighbours != 0.0) return 2.0 * pairs(rows);
  if (recipe.forward != 0.0) return dense_share * cube(2.0 * number(split.eligible.size()) + 1.0);
  return number(rows.entries());
}

/// Per account and product: a row of factors, or of weights from what the account has.
double scoring_work(const BlendRecipe& recipe, const HeldOut& period) {
  const SparseRows& rows = period.split.interactions.by_account();
  const double products = number(period.products.size());
  double terms = 0.0;
  for (const AccountIndex a : period.accounts) {
    terms += recipe.factorization != 0.0 ? number(recipe.als.factors)
                                         : number(rows.row(position(a)).size());
  }
  return recipe.popularity != 0.0 ? products : terms * products;
}

}  // namespace

double fitting_work(const Variant& variant, const std::vector<HeldOut>& periods) {
  double work = 0.0;
  for (const HeldOut& period : periods) {
    work += fitting_work(variant.recipe, period.split) + scoring_work(variant.recipe, period);
  }
  return work;
}

double ranking_work(std::size_t parts, const std::vector<HeldOut>& periods) {
  double pairs = 0.0;
  for (const HeldOut& period : periods) {
    pairs += number(period.wanting) * number(period.products.size());
  }
  return (8.0 * number(parts) + 16.0) * pairs;
}

}  // namespace upcross
