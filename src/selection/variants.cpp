#include "selection/variants.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace upcross {
namespace {

constexpr std::size_t most_products_of_ease = 5000;
constexpr std::size_t most_bought_of_forward = 400;
constexpr std::size_t most_products_of_forward = 2000;
constexpr std::size_t products_per_factor = 8;

BlendRecipe nothing() { return {.factorization = 0.0}; }

/// Along unobserved_weight * regularization, which is what counts (just below the cliff where all
/// factors shrink to the direction of popularity).
std::vector<Variant> factorizations(const TuneOptions& options, std::size_t products) {
  std::vector<Variant> result;
  for (const double product : {0.001, 0.002, 0.003, 0.004, 0.006}) {
    BlendRecipe recipe;
    recipe.als = options.als;
    recipe.als.factors =
        std::min(options.als.factors, std::max<std::size_t>(products / products_per_factor, 8));
    recipe.als.unobserved_weight = 1.0;
    recipe.als.regularization = product;
    result.push_back({"factorization " + short_number(product), recipe});
  }
  return result;
}

std::vector<Variant> eases(std::size_t products) {
  std::vector<Variant> result;
  for (const double lambda : {200.0, 400.0, 800.0, 1600.0, 3200.0, 6400.0}) {
    BlendRecipe recipe = nothing();
    recipe.item_item = 1.0;
    recipe.ease = {.regularization = lambda,
                   .most_products = std::min(products, most_products_of_ease)};
    result.push_back({"EASE " + short_number(lambda), recipe});
  }
  return result;
}

std::vector<Variant> neighbours() {
  BlendRecipe recipe = nothing();
  recipe.neighbours = 1.0;
  return {{"neighbours", recipe}};
}

std::vector<Variant> forwards(const TuneOptions& options) {
  std::vector<Variant> result;
  for (const int most_days : {30, 60}) {
    if (most_days > 30 && options.horizon_days <= 30) break;
    const int days = std::clamp(options.horizon_days, 1, most_days);
    for (const double lambda : {1000.0, 3000.0, 10000.0}) {
      BlendRecipe recipe = nothing();
      recipe.forward = 1.0;
      recipe.ridge = {.horizon_days = days, .regularization = lambda};
      const std::string what = short_number(lambda) + " of " + short_number(days) + " days";
      result.push_back({"forward ridge " + what, recipe});
    }
  }
  return result;
}

}  // namespace

void Variant::put_into(BlendRecipe& blend, double weight) const {
  if (recipe.factorization != 0.0) {
    blend.factorization = weight;
    blend.als = recipe.als;
  } else if (recipe.item_item != 0.0) {
    blend.item_item = weight;
    blend.ease = recipe.ease;
  } else if (recipe.neighbours != 0.0) {
    blend.neighbours = weight;
    blend.nearest = recipe.nearest;
  } else if (recipe.forward != 0.0) {
    blend.forward = weight;
    blend.ridge = recipe.ridge;
  } else {
    blend.popularity = weight;
    blend.popularity_half_life_days = recipe.popularity_half_life_days;
  }
}

std::vector<Variant> popularities() {
  std::vector<Variant> result;
  for (const double half_life : {28.0, 7.0, 14.0, 60.0, 180.0, 0.0}) {
    BlendRecipe recipe = nothing();
    recipe.popularity = 1.0;
    recipe.popularity_half_life_days = half_life;
    const std::string what = half_life == 0.0 ? "of all time" : short_number(half_life) + " days";
    result.push_back({"popularity " + what, recipe});
  }
  return result;
}

std::vector<std::vector<Variant>> model_families(const TuneOptions& options, std::size_t products,
                                                 std::size_t bought) {
  std::vector<std::vector<Variant>> families = {factorizations(options, bought), eases(bought)};
  if (bought > most_products_of_ease) families.push_back(neighbours());
  if (bought <= most_bought_of_forward && products <= most_products_of_forward) {
    families.push_back(forwards(options));
  }
  return families;
}

std::string short_number(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

}  // namespace upcross
