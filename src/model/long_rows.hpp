#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <upcross/core/buffer.hpp>
#include <upcross/core/execution.hpp>

#include "kernels/table.hpp"
#include "model/row_sweep.hpp"
#include "model/side.hpp"

namespace upcross::detail {

/// The rows of a side whose Y are too many for a core's own cache, solved together: every pass of
/// their conjugate gradients goes through the fixed table tile by tile, and a tile serves all of
/// them while it is cached. The sums of a row run over fixed slabs of tiles in a fixed order.
class LongRows {
 public:
  /// Takes all memory: about 16 MB at most, and half a byte per interaction of these rows. The
  /// table that will be fixed has `fixed_rows` rows of as many floats as `side.factors`.
  LongRows(const Side& side, std::size_t fixed_rows);

  /// How many rows are long: the first ones of the plan.
  std::size_t size() const { return solved_.size(); }

  /// So many of them are solved at a time, at least 1.
  std::size_t batch() const { return batch_; }

  /// Whether row i of the plan, i < size(), was solved by the last call that began at or before it.
  bool solved(std::size_t i) const { return solved_[i] != 0; }

  /// Solves a batch of rows of the plan from `begin` on by all threads, as far as conjugate
  /// gradients can. A stop request leaves them unsolved.
  SweepReport solve(std::size_t begin, const Sweep& sweep, std::span<RowScratch> workers,
                    const Execution& execution);

  /// Of the rows that the last call solved.
  std::size_t interactions_solved() const { return interactions_solved_; }

  /// Threads beyond this find nothing to do.
  static constexpr std::size_t most_tasks = 16;

 private:
  struct Task {
    const Sweep& sweep;
    std::span<RowScratch> workers;
    const Execution& execution;
  };

  void prepare(const Sweep& sweep);
  template <class Add>
  void sum_up(const Task& task, float* kernels::Descent::*out, Add add);
  template <class Add>
  void add_slab(std::size_t slab, const Task& task, Add add);
  template <class Step>
  void for_each_active(const Task& task, Step step);
  std::size_t active_rows() const;
  SweepReport finish(const Sweep& sweep);

  const Side& side_;
  std::size_t stride_, tiles_, slabs_;
  std::vector<std::uint8_t> solved_;
  std::vector<std::uint32_t> borders_;  ///< (tiles_ + 1) x size(): where a tile begins in a row
  std::size_t batch_;
  std::size_t interactions_solved_ = 0;
  std::size_t begin_ = 0;                   ///< of the batch in the plan
  std::vector<kernels::Descent> descents_;  ///< of the batch
  Buffer<float> vectors_;                   ///< four of each
  Buffer<float> sums_;                      ///< slabs_ x batch_ x stride_
};

}  // namespace upcross::detail
