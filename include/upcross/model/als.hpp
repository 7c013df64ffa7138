#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/interactions/interaction_matrix.hpp>
#include <upcross/model/factor_model.hpp>

namespace upcross {

/// How the rows of a training sweep are solved.
enum class RowSolver {
  conjugate_gradients,  ///< to `tolerance`; rows too badly conditioned for it are solved directly
  direct,               ///< exactly, in double precision
};

struct AlsOptions {
  std::size_t factors = 64;        ///< d, 1 .. 4096
  std::size_t iterations = 16;     ///< sweeps over accounts and products
  double unobserved_weight = 0.5;  ///< a0 > 0: the weight of every pair, bought or not
  double regularization = 0.006;   ///< >= 0
  double regularization_exponent =
      1.0;                         ///< nu, -4 .. 4: 0 = the same for every row, 1 = by its weight
  double initial_deviation = 0.1;  ///< of the initial factors, times 1/sqrt(factors)
  std::uint64_t seed = 0;
  RowSolver solver = RowSolver::conjugate_gradients;
  double tolerance = 1e-3;  ///< of conjugate gradients: |residual| / |right-hand side|
};

/// When a fit ends before its last iteration.
struct EarlyStop {
  double least_gain = 0.0;  ///< when an iteration lowers the loss by a smaller share; 0 = never
  /// A measure of held-out data, higher is better, asked after every iteration: the fit ends when
  /// it has not risen for `patience` iterations, and its result is the model of the highest. Costs
  /// one more half-sweep an iteration.
  std::function<double(const FactorModel&)> measure = {};
  std::size_t patience = 2;
};

/// What happened during a fit.
struct FitReport {
  std::vector<double> loss;  ///< the objective after each iteration; never rises by more than the
                             ///< square of `tolerance` explains
  std::vector<double> measure;  ///< of `EarlyStop`, after each iteration
  std::size_t direct_rows = 0;  ///< rows of training sweeps that went the direct way
};

struct AlsFit {
  FactorModel model;
  FitReport report;
};

/// Fits a matrix factorization to implicit feedback by alternating least squares: it minimizes
///
///   sum over interactions c_ap (1 - <x_a,y_p>)^2  +  a0 sum over all pairs <x_a,y_p>^2
///   + reg [ sum_a (n_a + a0 P)^nu |x_a|^2 + sum_p (n_p + a0 A)^nu |y_p|^2 ]
///
/// with c the confidences, n the number of interactions of a row, and A and P the numbers of
/// accounts and products that have any (Hu, Koren, Volinsky 2008; in the form of Rendle, Krichene,
/// Zhang, Koren 2021, "Revisiting the Performance of iALS on Item Recommendation Benchmarks", eq. 4
/// and 9).
///
/// Every half-sweep works in the eigenbasis of the fixed side's Gram matrix, where all that its
/// rows share is a diagonal. The last half-sweep solves the accounts to the last digit of float32,
/// so the account factors equal `fold_in` of the same interactions.
///
/// The bytes of the result depend on interactions, options and seed alone. Time: about
/// iterations * (16 factors * interactions + 5 factors^2 (A + P)) multiplications.
///
/// Throws invalid_argument for options outside their range, and numerical, naming the account or
/// product, if a row has no finite solution. Progress counts visits of interactions, 2 * iterations
/// + 1 for each; at the beginning of an iteration 2 for each are added. A stop request is honoured
/// between chunks of rows and throws stopped.
AlsFit fit_als(const InteractionMatrix& interactions, const AlsOptions& options = {},
               const Execution& execution = {}, const EarlyStop& early_stop = {});

}  // namespace upcross
