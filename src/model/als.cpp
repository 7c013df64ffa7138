#include <cmath>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/core/random.hpp>
#include <upcross/model/als.hpp>

#include "model/half_sweep.hpp"

namespace upcross {
namespace {

using detail::HalfSweep;
using detail::Side;

void check(bool good, const std::string& field, double value, const char* expected) {
  if (good) return;
  throw Error(ErrorCode::invalid_argument,
              "AlsOptions: " + field + " is " + std::to_string(value) + ", expected " + expected);
}

void validate(const AlsOptions& o) {
  check(o.factors >= 1 && o.factors <= 4096, "factors", static_cast<double>(o.factors),
        "1 to 4096");
  check(o.iterations >= 1, "iterations", 0.0, "at least 1");
  check(std::isfinite(o.unobserved_weight) && o.unobserved_weight > 0.0, "unobserved_weight",
        o.unobserved_weight, "a positive number");
  check(std::isfinite(o.regularization) && o.regularization >= 0.0, "regularization",
        o.regularization, "a number >= 0");
  check(std::isfinite(o.regularization_exponent), "regularization_exponent",
        o.regularization_exponent, "a finite number");
  check(std::isfinite(o.initial_deviation) && o.initial_deviation > 0.0, "initial_deviation",
        o.initial_deviation, "a positive number");
  check(o.tolerance > 0.0 && o.tolerance < 1.0, "tolerance", o.tolerance,
        "a number between 0 and 1");
}

std::size_t active_rows(const SparseRows& rows) {
  std::size_t active = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) active += rows.row(i).size() > 0;
  return active;
}

/// A side with all factors 0.
Side make_side(const SparseRows& rows, std::size_t other_active, const AlsOptions& options,
               std::string name) {
  std::vector<double> ridge(rows.rows());
  for (std::size_t i = 0; i < ridge.size(); ++i) {
    const double weight = static_cast<double>(rows.row(i).size()) +
                          options.unobserved_weight * static_cast<double>(other_active);
    ridge[i] = options.regularization * std::pow(weight, options.regularization_exponent);
  }
  return {rows, Matrix(rows.rows(), options.factors), active_rows(rows), std::move(ridge),
          std::move(name)};
}

/// Normal factors for the rows that have interactions. Each row's depend on its id alone, so that
/// other rows may come and go.
template <class Index>
void draw_initial_factors(Side& side, const IdTable<Index>& ids, const AlsOptions& options) {
  const double deviation =
      options.initial_deviation / std::sqrt(static_cast<double>(options.factors));
  for (std::size_t i = 0; i < side.factors.rows(); ++i) {
    if (side.interactions.row(i).size() == 0) continue;
    const std::uint64_t key = hash(ids[static_cast<Index>(i)], options.seed);
    const std::span<float> row = side.factors.row(i);
    for (std::size_t f = 0; f < row.size(); ++f) {
      row[f] = static_cast<float>(deviation * normal(key, f));
    }
  }
}

double regularization(const Side& side) {
  double sum = 0.0;
  for (std::size_t i = 0; i < side.factors.rows(); ++i) {
    sum += side.ridge[i] * affinity(side.factors.row(i), side.factors.row(i));
  }
  return sum;
}

template <class Index>
void check_solved(const HalfSweep& sweep, const Side& side, const IdTable<Index>& ids) {
  if (sweep.unsolvable_row == detail::every_row_solved) return;
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
        accounts_(make_side(interactions.by_account(), active_rows(interactions.by_product()),
                            options, "account")),
        products_(make_side(interactions.by_product(), accounts_.active, options, "product")) {
    draw_initial_factors(products_, *interactions.product_ids(), options);
  }

  AlsFit run() && {
    for (std::size_t i = 0; i < options_.iterations && !stopped(); ++i) {
      execution_.report({"fitting", i, options_.iterations});
      iterate();
    }
    HalfSweep last = final_half_sweep();
    report_.stopped = stopped();
    execution_.report({"fitting", options_.iterations, options_.iterations});
    return {
        FactorModel({interactions_.account_ids(), interactions_.product_ids(),
                     std::move(accounts_.factors), std::move(products_.factors),
                     std::move(last.gram_eigenvalues), options_.unobserved_weight,
                     options_.regularization, options_.regularization_exponent, products_.active}),
        std::move(report_)};
  }

 private:
  bool stopped() const { return execution_.stop.stop_requested(); }

  void iterate() {
    const HalfSweep accounts = detail::half_sweep(accounts_, products_, options_, execution_);
    check_solved(accounts, accounts_, *interactions_.account_ids());
    const HalfSweep products = detail::half_sweep(products_, accounts_, options_, execution_);
    check_solved(products, products_, *interactions_.product_ids());
    if (stopped()) return;
    report_.loss.push_back(products.loss + regularization(accounts_));
    report_.direct_rows += accounts.direct_rows + products.direct_rows;
  }

  HalfSweep final_half_sweep() {
    AlsOptions direct = options_;
    direct.solver = RowSolver::direct;
    HalfSweep sweep = detail::half_sweep(accounts_, products_, direct, execution_);
    check_solved(sweep, accounts_, *interactions_.account_ids());
    return sweep;
  }

  const InteractionMatrix& interactions_;
  const AlsOptions& options_;
  const Execution& execution_;
  Side accounts_;
  Side products_;
  FitReport report_;
};

}  // namespace

AlsFit fit_als(const InteractionMatrix& interactions, const AlsOptions& options,
               const Execution& execution) {
  validate(options);
  return Fit(interactions, options, execution).run();
}

}  // namespace upcross
