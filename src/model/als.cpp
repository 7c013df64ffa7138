#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/core/random.hpp>
#include <upcross/model/als.hpp>

#include "model/half_sweep.hpp"

namespace upcross {
namespace {

using detail::Route;
using detail::Side;
using detail::SweepReport;

std::string shortest(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

void check(bool good, const std::string& field, double value, const char* expected) {
  if (good) return;
  throw Error(ErrorCode::invalid_argument,
              "AlsOptions: " + field + " is " + shortest(value) + ", expected " + expected);
}

void validate(const AlsOptions& o) {
  check(o.factors >= 1 && o.factors <= 4096, "factors", static_cast<double>(o.factors),
        "1 to 4096");
  check(o.iterations >= 1, "iterations", 0.0, "at least 1");
  check(std::isfinite(o.unobserved_weight) && o.unobserved_weight > 0.0, "unobserved_weight",
        o.unobserved_weight, "a positive number");
  check(std::isfinite(o.regularization) && o.regularization >= 0.0, "regularization",
        o.regularization, "a number >= 0");
  check(std::abs(o.regularization_exponent) <= 4.0, "regularization_exponent",
        o.regularization_exponent, "a number from -4 to 4");
  check(std::isfinite(o.initial_deviation) && o.initial_deviation > 0.0, "initial_deviation",
        o.initial_deviation, "a positive number");
  check(o.tolerance > 0.0 && o.tolerance < 1.0, "tolerance", o.tolerance,
        "a number between 0 and 1");
}

/// Normal factors for the rows that have interactions. Each row's depend on its id alone, so that
/// other rows may come and go.
template <class Index>
void draw_initial_factors(Side& side, const IdTable<Index>& ids, const AlsOptions& options,
                          const Execution& execution) {
  const double deviation =
      options.initial_deviation / std::sqrt(static_cast<double>(options.factors));
  parallel_for(execution, side.chunks.size(), [&](std::size_t chunk, unsigned) {
    const std::size_t begin = chunk == 0 ? 0 : side.chunks[chunk - 1];
    for (std::size_t i = begin; i < side.chunks[chunk]; ++i) {
      const std::size_t at = side.rows[i].row;
      const std::uint64_t key = hash(ids[static_cast<Index>(at)], options.seed);
      const std::span<float> row = side.factors.row(at);
      for (std::size_t f = 0; f < row.size(); f += 2) {
        const auto [first, second] = normal_pair(key, f / 2);
        row[f] = static_cast<float>(deviation * first);
        if (f + 1 < row.size()) row[f + 1] = static_cast<float>(deviation * second);
      }
    }
  });
}

template <class Index>
void check_solved(const SweepReport& sweep, const Side& side, const IdTable<Index>& ids) {
  if (sweep.unsolvable_row == SweepReport::every_row_solved) return;
  throw Error(ErrorCode::numerical,
              "fit_als: the equations of " + side.name + " '" +
                  std::string(ids[static_cast<Index>(sweep.unsolvable_row)]) + "' with " +
                  std::to_string(side.interactions.row(sweep.unsolvable_row).size()) +
                  " interactions have no finite solution");
}

class Fit {
 public:
  Fit(const InteractionMatrix& interactions, const AlsOptions& options, const Execution& execution)
      : interactions_(interactions),
        options_(options),
        execution_(execution),
        accounts_(detail::make_side(interactions.by_account(),
                                    detail::active_rows(interactions.by_product()), options,
                                    "account")),
        products_(detail::make_side(interactions.by_product(), accounts_.rows.size(), options,
                                    "product")),
        sweeps_(accounts_, products_, options, execution) {
    draw_initial_factors(products_, *interactions.product_ids(), options, execution);
  }

  AlsFit run(const EarlyStop& early_stop) && {
    std::optional<FactorModel> best;
    std::size_t best_iteration = 0;
    for (std::size_t i = 0; i < options_.iterations; ++i) {
      sweeps_.report();
      iterate();
      if (gain() < early_stop.least_gain) break;
      if (!early_stop.measure) continue;
      FactorModel model = finished();
      report_.measure.push_back(early_stop.measure(model));
      if (!best || report_.measure.back() > report_.measure[best_iteration]) {
        best = std::move(model);
        best_iteration = i;
      }
      if (i - best_iteration >= early_stop.patience) break;
    }
    if (!best) best = finished();
    sweeps_.report();
    return {*std::move(best), std::move(report_)};
  }

 private:
  void iterate() {
    const SweepReport accounts = solve_accounts(training_route());
    const SweepReport products =
        solve(products_, accounts_, *interactions_.product_ids(), training_route());
    report_.loss.push_back(products.loss + accounts.regularization);
    report_.direct_rows += accounts.direct_rows + products.direct_rows;
  }

  /// The share by which the last iteration lowered the loss.
  double gain() const {
    const std::vector<double>& loss = report_.loss;
    if (loss.size() < 2) return std::numeric_limits<double>::infinity();
    return 1.0 - loss.back() / loss[loss.size() - 2];
  }

  /// The model of the products as they stand.
  FactorModel finished() {
    solve_accounts(options_.solver == RowSolver::direct ? Route::direct : Route::refined);
    return FactorModel(
        {interactions_.account_ids(), interactions_.product_ids(), accounts_.factors.as_matrix(),
         products_.factors.as_matrix(), sweeps_.gram_eigenvalues(), options_.unobserved_weight,
         options_.regularization, options_.regularization_exponent, products_.rows.size()});
  }

  Route training_route() const {
    return options_.solver == RowSolver::direct ? Route::direct : Route::tolerant;
  }

  SweepReport solve_accounts(Route route) {
    return solve(accounts_, products_, *interactions_.account_ids(), route);
  }

  template <class Index>
  SweepReport solve(Side& solved, Side& fixed, const IdTable<Index>& ids, Route route) {
    const SweepReport sweep = sweeps_.run(solved, fixed, route);
    execution_.throw_if_stopped("fit_als");
    check_solved(sweep, solved, ids);
    return sweep;
  }

  const InteractionMatrix& interactions_;
  const AlsOptions& options_;
  const Execution& execution_;
  Side accounts_;
  Side products_;
  detail::HalfSweeps sweeps_;
  FitReport report_;
};

}  // namespace

AlsFit fit_als(const InteractionMatrix& interactions, const AlsOptions& options,
               const Execution& execution, const EarlyStop& early_stop) {
  validate(options);
  return Fit(interactions, options, execution).run(early_stop);
}

}  // namespace upcross
