#include "model/half_sweep.hpp"

#include <algorithm>

#include <upcross/core/parallel_for.hpp>

namespace upcross::detail {
namespace {

std::size_t chunks(const Side& side) { return side.chunks.size() - 1; }

/// Parts of the longest row that is split.
std::size_t parts(const Side& side) {
  return side.split_rows > 0 ? side.rows.front().size / part_size + 1 : 0;
}

}  // namespace

HalfSweeps::HalfSweeps(const Side& accounts, const Side& products, const AlsOptions& options,
                       const Execution& execution)
    : options_(options),
      execution_(execution),
      basis_(options.factors, execution),
      workers_(execution.threads_for(std::max(chunks(accounts), chunks(products))),
               RowScratch(options.factors)),
      partial_sums_(std::max(parts(accounts), parts(products)) * accounts.factors.stride()),
      reports_(std::max(chunks(accounts), chunks(products))),
      all_visits_((2 * options.iterations + 1) * accounts.interactions.entries()) {}

SweepReport HalfSweeps::run(Side& solved, Side& fixed, Route route) {
  basis_.take_in(fixed.factors);
  SweepReport report;
  RowSweep longest(solved, fixed.factors, basis_.eigenvalues(), options_, route, workers_[0]);
  for (std::size_t i = 0; i < solved.split_rows && !execution_.stop.stop_requested(); ++i) {
    report += longest.solve_together(i, execution_, partial_sums_.data());
    visited(solved.rows[i].size, 0);
  }
  solve_chunks(solved, fixed.factors, route);
  for (std::size_t chunk = 0; chunk < chunks(solved); ++chunk) report += reports_[chunk];
  return report;
}

void HalfSweeps::solve_chunks(Side& solved, const FactorTable& fixed, Route route) {
  parallel_for(execution_, chunks(solved), [&](std::size_t chunk, unsigned worker) {
    RowSweep rows(solved, fixed, basis_.eigenvalues(), options_, route, workers_[worker]);
    SweepReport report;
    std::size_t interactions = 0;
    const std::size_t end = solved.chunks[chunk + 1];
    for (std::size_t i = solved.chunks[chunk]; i < end; ++i) {
      report += rows.solve(i, std::min(i + 1, end - 1));
      interactions += solved.rows[i].size;
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
