#include "model/long_rows.hpp"

#include <algorithm>

#include <upcross/core/parallel_for.hpp>

namespace upcross::detail {
namespace {

/// Bytes of Y from which a row is long, and of a tile: a tile and what the rows need beside it fit
/// a cache of 2 MB.
constexpr std::size_t long_bytes = 512 << 10;
constexpr std::size_t tile_bytes = 1 << 20;

/// A row must have so many interactions per tile to be worth the visit.
constexpr std::size_t least_per_tile = 8;

constexpr std::size_t most_rows = 512;
constexpr std::size_t most_bytes = 16 << 20;
constexpr std::size_t vectors_per_row = 4;

std::size_t bytes_of(std::size_t stride) { return stride * sizeof(float); }

std::size_t tile_rows(std::size_t stride) {
  return std::max<std::size_t>(1, tile_bytes / bytes_of(stride));
}

std::size_t count_long(const Side& side, std::size_t tiles) {
  const std::size_t size =
      std::max(long_bytes / bytes_of(side.factors.stride()), least_per_tile * tiles);
  return static_cast<std::size_t>(
      std::ranges::count_if(side.rows, [size](const PlannedRow& row) { return row.size > size; }));
}

std::size_t batch_of(std::size_t rows, std::size_t slabs, std::size_t stride) {
  const std::size_t row_bytes = (vectors_per_row + slabs) * bytes_of(stride);
  return std::clamp<std::size_t>(std::min(rows, most_bytes / row_bytes), 1, most_rows);
}

/// (tiles + 1) x rows: where each tile begins in the first rows of the plan.
std::vector<std::uint32_t> tile_borders(const Side& side, std::size_t tiles, std::size_t rows) {
  std::vector<std::uint32_t> borders((tiles + 1) * rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint32_t* first = side.interactions.indexes.data() + side.rows[i].begin;
    const std::uint32_t* last = first + side.rows[i].size;
    for (std::size_t tile = 1; tile <= tiles; ++tile) {
      const std::size_t end = tile * tile_rows(side.factors.stride());
      borders[tile * rows + i] =
          static_cast<std::uint32_t>(std::lower_bound(first, last, end) - first);
    }
  }
  return borders;
}

kernels::Row part_of(kernels::Row row, std::size_t begin, std::size_t end) {
  row.indexes += begin;
  row.curvature += begin;
  row.weights += begin;
  row.size = end - begin;
  return row;
}

bool is_active(const kernels::Descent& descent) { return descent.square > descent.target; }

}  // namespace

LongRows::LongRows(const Side& side, std::size_t fixed_rows)
    : side_(side),
      stride_(side.factors.stride()),
      tiles_((fixed_rows + tile_rows(stride_) - 1) / tile_rows(stride_)),
      slabs_(std::min(tiles_, most_tasks)),
      solved_(count_long(side, tiles_)),
      borders_(tile_borders(side, tiles_, size())),
      batch_(batch_of(size(), slabs_, stride_)) {
  if (size() == 0) return;
  descents_.reserve(batch_);
  vectors_ = Buffer<float>(vectors_per_row * batch_ * stride_);
  sums_ = Buffer<float>(slabs_ * batch_ * stride_);
}

SweepReport LongRows::solve(std::size_t begin, const Sweep& sweep, std::span<RowScratch> workers,
                            const Execution& execution) {
  const Task task{sweep, workers, execution};
  const kernels::Table& kernel = kernels::active();
  begin_ = begin;
  interactions_solved_ = 0;
  prepare(sweep);
  sum_up(task, &kernels::Descent::right, [&](const kernels::Row& part, const auto&, float* sum) {
    kernel.add_right_hand_side(part, sum);
  });
  for_each_active(task, [&](kernels::Descent& row) { kernel.begin(row, sweep.options.tolerance); });
  for (std::size_t step = 0; step < 2 * sweep.options.factors && active_rows() > 0; ++step) {
    sum_up(task, &kernels::Descent::image, [&](const auto& part, const auto& row, float* sum) {
      kernel.add_curvature(part, row.direction, sum);
    });
    for_each_active(task, kernel.advance);
    if (execution.stop.stop_requested()) return {};
  }
  return finish(sweep);
}

/// Rows for which conjugate gradients are no way are never active.
void LongRows::prepare(const Sweep& sweep) {
  descents_.clear();
  for (std::size_t i = begin_; i < std::min(begin_ + batch_, size()); ++i) {
    float* own = vectors_.data() + vectors_per_row * stride_ * (i - begin_);
    const bool mild = is_mild(side_.rows[i].widest, sweep.options.unobserved_weight);
    descents_.push_back({stride_, nullptr, nullptr, sweep.solved.factors.data(side_.rows[i].row),
                         own, own + stride_, own + 2 * stride_, own + 3 * stride_,
                         mild ? 1.0F : 0.0F, 0.0F});
    std::fill_n(own, stride_, 0.0F);
  }
}

std::size_t LongRows::active_rows() const {
  return static_cast<std::size_t>(std::ranges::count_if(descents_, is_active));
}

/// A vector of each active row += the sums of `add` over its parts.
template <class Add>
void LongRows::sum_up(const Task& task, float* kernels::Descent::*out, Add add) {
  parallel_for(task.execution, slabs_,
               [&](std::size_t slab, unsigned) { add_slab(slab, task, add); });
  for (std::size_t at = 0; at < descents_.size(); ++at) {
    if (!is_active(descents_[at])) continue;
    float* total = descents_[at].*out;
    for (std::size_t slab = 0; slab < slabs_; ++slab) {
      const float* sum = sums_.data() + (slab * batch_ + at) * stride_;
      for (std::size_t k = 0; k < stride_; ++k) total[k] += sum[k];
    }
  }
}

template <class Add>
void LongRows::add_slab(std::size_t slab, const Task& task, Add add) {
  float* sums = sums_.data() + slab * batch_ * stride_;
  std::fill_n(sums, descents_.size() * stride_, 0.0F);
  const std::size_t end = (slab + 1) * tiles_ / slabs_;
  for (std::size_t tile = slab * tiles_ / slabs_; tile < end; ++tile) {
    if (task.execution.stop.stop_requested()) return;
    const std::uint32_t* first = borders_.data() + tile * size() + begin_;
    const std::uint32_t* last = first + size();
    for (std::size_t at = 0; at < descents_.size(); ++at) {
      if (!is_active(descents_[at]) || first[at] == last[at]) continue;
      add(part_of(equations_of(task.sweep, begin_ + at), first[at], last[at]), descents_[at],
          sums + at * stride_);
    }
  }
}

template <class Step>
void LongRows::for_each_active(const Task& task, Step step) {
  const std::size_t blocks = std::min(most_tasks, descents_.size());
  parallel_for(task.execution, blocks, [&](std::size_t block, unsigned worker) {
    RowScratch& scratch = task.workers[worker];
    const std::size_t end = (block + 1) * descents_.size() / blocks;
    for (std::size_t at = block * descents_.size() / blocks; at < end; ++at) {
      if (!is_active(descents_[at])) continue;
      scratch.use_ridge(task.sweep, side_.rows[begin_ + at].ridge);
      descents_[at].diagonal = scratch.rounded.data();
      descents_[at].inverse = scratch.inverse.data();
      step(descents_[at]);
    }
  });
}

SweepReport LongRows::finish(const Sweep& sweep) {
  SweepReport sum;
  for (std::size_t at = 0; at < descents_.size(); ++at) {
    const PlannedRow& row = side_.rows[begin_ + at];
    const bool mild = is_mild(row.widest, sweep.options.unobserved_weight);
    kernels::Solved solved{};
    if (mild) solved = kernels::active().finish(descents_[at]);
    solved_[begin_ + at] = solved.converged;
    if (!solved.converged) continue;
    interactions_solved_ += row.size;
    sum += report_of(row, solved, false);
  }
  return sum;
}

}  // namespace upcross::detail
