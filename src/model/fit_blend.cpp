#include <algorithm>
#include <cmath>

#include <upcross/model/blend.hpp>

namespace upcross {
namespace {

/// Accounts times products over which the scale of a part is measured, about.
constexpr std::size_t most_measured = 2'000'000;

/// 1 / the root of the mean square of a part's affinities: accounts with interactions, spread
/// evenly, times products; 1 where all are 0.
double unit_scale(const Blend& part, const History& history,
                  const InteractionMatrix& interactions) {
  std::vector<AccountIndex> active;
  for (std::size_t a = 0; a < history.account_count(); ++a) {
    if (history.of(a).size() > 0) active.push_back(static_cast<AccountIndex>(a));
  }
  const std::size_t most = std::max<std::size_t>(most_measured / part.product_count(), 50);
  const std::size_t step = std::max<std::size_t>(active.size() / most, 1);
  std::vector<float> scores(part.product_count());
  double sum = 0.0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < active.size(); i += step) {
    part.score(part.account(history, interactions, active[i]), scores);
    for (const float s : scores) sum += static_cast<double>(s) * static_cast<double>(s);
    count += scores.size();
  }
  return sum > 0.0 ? std::sqrt(static_cast<double>(count) / sum) : 1.0;
}

/// Builds the parts one by one, each measured alone.
class Builder {
 public:
  Builder(const History& history, const InteractionMatrix& interactions, const BlendRecipe& recipe,
          const Execution& execution)
      : history_(history),
        interactions_(interactions),
        recipe_(recipe),
        execution_(execution),
        products_(interactions.product_count()),
        parts_(nothing()) {}

  Blend build() {
    using Parts = Blend::Parts;
    add(recipe_.factorization, &Parts::factors, &Parts::factor_weight,
        [&] { return fit_als(interactions_, recipe_.als, execution_).model; });
    add(recipe_.item_item, &Parts::ease, &Parts::ease_weight,
        [&] { return fit_ease(interactions_, recipe_.ease, execution_); });
    add(recipe_.neighbours, &Parts::neighbours, &Parts::neighbour_weight,
        [&] { return fit_neighbours(interactions_, recipe_.nearest, execution_); });
    add(recipe_.forward, &Parts::forward, &Parts::forward_weight,
        [&] { return fit_forward(history_, products_, recipe_.ridge, execution_); });
    if (recipe_.popularity != 0.0) add_popularity();
    parts_.trend = trend_factors(history_, products_, recipe_.trend);
    return Blend(std::move(parts_));
  }

 private:
  Blend::Parts nothing() const {
    Blend::Parts parts;
    parts.products = products_;
    parts.popularity.assign(products_, 0.0F);
    parts.trend.assign(products_, 1.0F);
    return parts;
  }

  /// A part whose weight includes the scale that it has alone.
  template <class Part, class Fit>
  void add(double wanted, std::shared_ptr<const Part> Blend::Parts::*part,
           float Blend::Parts::*weight, Fit fit) {
    if (wanted == 0.0) return;
    Blend::Parts alone = nothing();
    parts_.*part = alone.*part = std::make_shared<const Part>(fit());
    alone.*weight = 1.0F;
    const Blend measured(std::move(alone));
    parts_.*weight = static_cast<float>(wanted * unit_scale(measured, history_, interactions_));
  }

  void add_popularity() {
    const auto recent = popularity(history_, products_, recipe_.popularity_half_life_days);
    double sum = 0.0;
    for (const double count : recent) sum += count * count;
    if (sum <= 0.0) return;
    const double scale = recipe_.popularity * std::sqrt(static_cast<double>(products_) / sum);
    for (std::size_t p = 0; p < products_; ++p) {
      parts_.popularity[p] = static_cast<float>(scale * recent[p]);
    }
  }

  const History& history_;
  const InteractionMatrix& interactions_;
  const BlendRecipe& recipe_;
  const Execution& execution_;
  std::size_t products_;
  Blend::Parts parts_;
};

}  // namespace

Blend fit_blend(const History& history, const InteractionMatrix& interactions,
                const BlendRecipe& recipe, const Execution& execution) {
  return Builder(history, interactions, recipe, execution).build();
}

}  // namespace upcross
