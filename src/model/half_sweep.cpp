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
      reports_(std::max(chunks(accounts), chunks(products))) {}

SweepReport HalfSweeps::run(Side& solved, Side& fixed, Route route) {
  basis_.take_in(fixed.factors);
  const auto sweep = [&](RowScratch& scratch) {
    return RowSweep(solved, fixed.factors, basis_.eigenvalues(), options_, route, scratch);
  };
  SweepReport report;
  for (std::size_t i = 0; i < solved.split_rows && !execution_.stop.stop_requested(); ++i) {
    report += sweep(workers_[0]).solve_together(i, execution_, partial_sums_.data());
  }
  parallel_for(execution_, chunks(solved), [&](std::size_t chunk, unsigned worker) {
    RowSweep rows = sweep(workers_[worker]);
    reports_[chunk] = {};
    const std::size_t end = solved.chunks[chunk + 1];
    for (std::size_t i = solved.chunks[chunk]; i < end; ++i) {
      reports_[chunk] += rows.solve(i, std::min(i + 1, end - 1));
    }
  });
  for (std::size_t chunk = 0; chunk < chunks(solved); ++chunk) report += reports_[chunk];
  return report;
}

}  // namespace upcross::detail
