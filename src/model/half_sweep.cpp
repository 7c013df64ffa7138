#include "model/half_sweep.hpp"

#include <algorithm>

#include <upcross/core/parallel_for.hpp>

namespace upcross::detail {
namespace {

std::size_t chunks(const Side& side) { return side.chunks.size() - 1; }

}  // namespace

HalfSweeps::HalfSweeps(const Side& accounts, const Side& products, const AlsOptions& options,
                       const Execution& execution)
    : options_(options),
      execution_(execution),
      accounts_(accounts),
      basis_(options.factors, execution),
      workers_(execution.threads_for(
                   std::max({chunks(accounts), chunks(products), LongRows::most_tasks})),
               RowScratch(options.factors)),
      long_accounts_(accounts, products.factors.rows()),
      long_products_(products, accounts.factors.rows()),
      reports_(std::max(chunks(accounts), chunks(products))),
      all_visits_((2 * options.iterations + 1) * accounts.interactions.entries()) {}

SweepReport HalfSweeps::run(Side& solved, Side& fixed, Route route) {
  basis_.take_in(fixed.factors);
  const Sweep sweep{solved, fixed.factors, basis_.eigenvalues(), options_, route};
  LongRows& long_rows = &solved == &accounts_ ? long_accounts_ : long_products_;
  SweepReport report = solve_long_rows(long_rows, sweep);
  solve_chunks(long_rows, sweep);
  for (std::size_t chunk = 0; chunk < chunks(solved); ++chunk) report += reports_[chunk];
  return report;
}

SweepReport HalfSweeps::solve_long_rows(LongRows& rows, const Sweep& sweep) {
  SweepReport report;
  if (sweep.route != Route::tolerant) return report;
  for (std::size_t i = 0; i < rows.size() && !execution_.stop.stop_requested(); i += rows.batch()) {
    report += rows.solve(i, sweep, workers_, execution_);
    visited(rows.interactions_solved(), 0);
  }
  return report;
}

void HalfSweeps::solve_chunks(const LongRows& long_rows, const Sweep& sweep) {
  const Side& side = sweep.solved;
  const std::size_t long_ones = sweep.route == Route::tolerant ? long_rows.size() : 0;
  parallel_for(execution_, chunks(side), [&](std::size_t chunk, unsigned worker) {
    RowSweep rows(sweep, workers_[worker]);
    SweepReport report;
    std::size_t interactions = 0;
    const std::size_t end = side.chunks[chunk + 1];
    for (std::size_t i = side.chunks[chunk]; i < end; ++i) {
      if (i < long_ones && long_rows.solved(i)) continue;
      interactions += side.rows[i].size;
      report += rows.solve(i, std::min(i + 1, end - 1));
    }
    reports_[chunk] = report;
    visited(interactions, worker);
  });
}

/// An observer may be slow: it is called some twenty times a second, from the calling thread.
void HalfSweeps::visited(std::size_t interactions, unsigned worker) {
  visits_ += interactions;
  if (worker != 0) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_told_ < std::chrono::milliseconds(50)) return;
  last_told_ = now;
  report();
}

void HalfSweeps::report() const {
  execution_.report({"fitting", std::min<std::size_t>(visits_, all_visits_), all_visits_});
}

}  // namespace upcross::detail
