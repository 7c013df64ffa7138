#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <vector>

#include <upcross/core/buffer.hpp>
#include <upcross/core/execution.hpp>
#include <upcross/model/als.hpp>

#include "model/eigenbasis.hpp"
#include "model/long_rows.hpp"
#include "model/row_sweep.hpp"
#include "model/side.hpp"

namespace upcross::detail {

/// The half-sweeps of one fit. All memory is taken at construction: a half-sweep allocates nothing
/// beside its threads, unless rows go the direct way.
class HalfSweeps {
 public:
  /// Keeps references to options and execution. Progress is told in visits of interactions, of
  /// which every half-sweep makes as many as there are.
  HalfSweeps(const Side& accounts, const Side& products, const AlsOptions& options,
             const Execution& execution);

  /// Solves every row of `solved` anew with `fixed` fixed, after rotating that into its eigenbasis.
  /// What `solved` held before does not matter. Every sum has one order, so threads change no byte.
  /// After a stop request neither side is of any use.
  SweepReport run(Side& solved, Side& fixed, Route route);

  /// Tells the progress between two half-sweeps.
  void report() const;

  /// Of the Gram matrix of the side that was fixed last, d numbers.
  const std::vector<double>& gram_eigenvalues() const { return basis_.eigenvalues(); }

 private:
  SweepReport solve_long_rows(LongRows& rows, const Sweep& sweep);
  void solve_chunks(const LongRows& long_rows, const Sweep& sweep);
  void visited(std::size_t interactions, unsigned worker);

  const AlsOptions& options_;
  const Execution& execution_;
  const Side& accounts_;
  Eigenbasis basis_;
  std::vector<RowScratch> workers_;
  LongRows long_accounts_, long_products_;
  std::vector<SweepReport> reports_;  ///< of the chunks
  std::atomic<std::size_t> visits_ = 0;
  std::size_t all_visits_;
  std::chrono::steady_clock::time_point last_told_;
};

}  // namespace upcross::detail
