#include <algorithm>
#include <numeric>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/core/parallel_for.hpp>
#include <upcross/scoring/scan_table.hpp>

#include "scoring/codes.hpp"
#include "scoring/scan_layout.hpp"

namespace upcross {
namespace {

using kernels::scan_group;
using kernels::scan_rows;

/// A stage is long enough for its dot products to outweigh the comparison at its end.
constexpr std::size_t stage_factors = 64;
constexpr std::size_t most_stages = 4;

void check(bool good, const std::string& message) {
  if (!good) throw Error(ErrorCode::invalid_argument, "ScanTable: " + message);
}

void check_row(bool good, std::size_t row, const char* fault) {
  check(good, good ? std::string() : "row " + std::to_string(row) + fault);
}

void validate(const Matrix& rows, const ScoreAdjustment& adjustment) {
  const auto fits = [&](std::span<const float> values) {
    return values.empty() || values.size() == rows.rows();
  };
  check(rows.cols() >= 1 && rows.cols() <= 65'536,
        "there are " + std::to_string(rows.cols()) + " factors, expected 1 .. 65,536");
  check(rows.rows() <= std::numeric_limits<std::uint32_t>::max(), "there are too many rows");
  check(fits(adjustment.factors), "there must be one factor per row");
  check(fits(adjustment.offsets), "there must be one offset per row");
}

/// Makes the layout of a table, step by step.
class Builder {
 public:
  Builder(const Matrix& rows, const ScoreAdjustment& adjustment)
      : rows_(rows), adjustment_(adjustment), norms_(rows.rows()), scales_(rows.rows()) {}

  ScanTable::Layout build(const Execution& execution) {
    set_shape();
    measure();
    set_unit();
    sort_rows();
    allocate();
    parallel_for(execution, layout_.blocks.size(), [&](std::size_t b, unsigned) { fill(b); });
    execution.throw_if_stopped("ScanTable");
    set_later_reach();
    return std::move(layout_);
  }

 private:
  float factor(std::size_t row) const {
    return adjustment_.factors.empty() ? 1.0F : adjustment_.factors[row];
  }
  float offset(std::size_t row) const {
    return adjustment_.offsets.empty() ? 0.0F : adjustment_.offsets[row];
  }

  void set_shape() {
    const std::size_t d = rows_.cols();
    layout_.rows = rows_.rows();
    layout_.factors = d;
    layout_.stride = (d + 15) / 16 * 16;
    const std::size_t length = std::max(stage_factors, (d + most_stages - 1) / most_stages);
    layout_.shape = {(d + scan_group - 1) / scan_group, (length + scan_group - 1) / scan_group};
    layout_.stages =
        (layout_.shape.groups + layout_.shape.stage_groups - 1) / layout_.shape.stage_groups;
  }

  /// The norms of the rows, and the dimensions by falling energy.
  void measure() {
    std::vector<double> energy(rows_.cols());
    for (std::size_t row = 0; row < rows_.rows(); ++row) {
      check_row(factor(row) > 0.0F && std::isfinite(factor(row)), row,
                " has a factor that is not a positive, finite number");
      check_row(std::isfinite(offset(row)), row, " has an offset that is not finite");
      norms_[row] = std::sqrt(add_energy(row, energy));
      check_row(std::isfinite(norms_[row]), row, " holds a value that is not finite");
      layout_.norm = std::max(layout_.norm, norms_[row]);
      layout_.largest_offset =
          std::max(layout_.largest_offset, static_cast<double>(std::abs(offset(row))));
    }
    layout_.dimensions.resize(rows_.cols());
    std::iota(layout_.dimensions.begin(), layout_.dimensions.end(), 0U);
    std::ranges::stable_sort(layout_.dimensions, std::ranges::greater(),
                             [&](std::uint32_t k) { return energy[k]; });
  }

  /// Returns the square norm of the row.
  double add_energy(std::size_t row, std::vector<double>& energy) const {
    double square = 0.0;
    const float f = factor(row);
    const std::span<const float> values = rows_.row(row);
    for (std::size_t k = 0; k < values.size(); ++k) {
      const auto value = static_cast<double>(f * values[k]);
      energy[k] += value * value;
      square += value * value;
    }
    return square;
  }

  void set_unit() {
    double largest = 0.0;
    for (std::size_t row = 0; row < rows_.rows(); ++row) {
      const double magnitude = static_cast<double>(factor(row)) * largest_magnitude(rows_.row(row));
      scales_[row] = magnitude / kernels::active().code_limit;
      largest = std::max(largest, scales_[row]);
    }
    layout_.unit = largest > 0.0 ? std::exp2(std::ceil(std::log2(largest))) : 1.0;
  }

  void sort_rows() {
    layout_.row_of_slot.resize(rows_.rows());
    layout_.slot_of_row.resize(rows_.rows());
    std::iota(layout_.row_of_slot.begin(), layout_.row_of_slot.end(), 0U);
    std::ranges::stable_sort(layout_.row_of_slot, std::ranges::greater(),
                             [&](std::uint32_t row) { return norms_[row]; });
    for (std::uint32_t slot = 0; slot < rows_.rows(); ++slot) {
      layout_.slot_of_row[layout_.row_of_slot[slot]] = slot;
    }
  }

  std::size_t block_codes() const { return scan_rows * scan_group * layout_.shape.groups; }

  void allocate() {
    const std::size_t blocks = (rows_.rows() + scan_rows - 1) / scan_rows;
    const std::size_t slots = blocks * scan_rows;
    layout_.values = Buffer<float>(checked_product(slots, layout_.stride));
    layout_.codes = Buffer<std::uint8_t>(blocks * block_codes());
    layout_.scales = Buffer<float>(slots);
    layout_.offsets = Buffer<float>(slots);
    layout_.rest = Buffer<float>(slots * layout_.stages);
    layout_.blocks.resize(blocks);
    layout_.reach.resize(blocks);
  }

  /// Float32 values, codes and bounds of the rows of one block.
  void fill(std::size_t b) {
    const std::size_t begin = b * scan_rows;
    const std::size_t end = std::min(begin + scan_rows, rows_.rows());
    std::fill_n(layout_.codes.data() + b * block_codes(), block_codes(),
                static_cast<std::uint8_t>(kernels::active().code_limit));
    double code_error = 0.0;
    for (std::size_t slot = begin; slot < end; ++slot) {
      layout_.offsets[slot] = offset(layout_.row_of_slot[slot]);
      copy_values(slot);
      code_error = std::max(code_error, encode_values(slot));
    }
    const auto offsets = layout_.offsets.span().subspan(begin, end - begin);
    const double rounding = rounding_share(rows_.cols()) * largest_magnitude(offsets);
    BlockReach& reach = layout_.reach[b];
    reach.offset = *std::ranges::max_element(offsets);
    reach.rounding = rounded_up(rounding) + std::numeric_limits<float>::min();
    layout_.blocks[b] = {.codes = layout_.codes.data() + b * block_codes(),
                         .scales = layout_.scales.data() + begin,
                         .offsets = layout_.offsets.data() + begin,
                         .rest = layout_.rest.data() + begin * layout_.stages,
                         .code_error = rounded_up(code_error),
                         .norm = rounded_up(norms_[layout_.row_of_slot[begin]]),
                         .rounding = reach.rounding};
  }

  std::span<float> values(std::size_t slot) {
    return {layout_.values.data() + slot * layout_.stride, layout_.factors};
  }

  void copy_values(std::size_t slot) {
    const std::uint32_t row = layout_.row_of_slot[slot];
    const std::span<float> result = values(slot);
    for (std::size_t k = 0; k < result.size(); ++k) {
      result[k] = factor(row) * rows_.row(row)[layout_.dimensions[k]];
    }
    const std::size_t block_begin = slot / scan_rows * scan_rows;
    rest_norms(result, layout_.shape.stage_groups * scan_group, layout_.stages, scan_rows,
               layout_.rest.data() + block_begin * layout_.stages + slot % scan_rows);
  }

  /// Returns the norm of what the codes lose of the slot's values.
  double encode_values(std::size_t slot) {
    const double share = scales_[layout_.row_of_slot[slot]] / layout_.unit;
    // To float32 before encoding: the codes belong to the scale that the kernel sees.
    const float scale = share >= least_scale ? rounded_up(share) : 0.0F;
    layout_.scales[slot] = scale;
    std::uint8_t* codes =
        layout_.codes.data() + slot / scan_rows * block_codes() + slot % scan_rows * scan_group;
    const int limit = kernels::active().code_limit;
    const auto put = [&](std::size_t k, int code) {
      codes[k / scan_group * scan_rows * scan_group + k % scan_group] =
          static_cast<std::uint8_t>(code + limit);
    };
    return encode(values(slot), static_cast<double>(scale) * layout_.unit, put);
  }

  void set_later_reach() {
    BlockReach later{.later_offset = -std::numeric_limits<float>::infinity()};
    for (std::size_t b = layout_.reach.size(); b-- > 0;) {
      BlockReach& reach = layout_.reach[b];
      reach.later_offset = std::max(reach.offset, later.later_offset);
      reach.later_rounding = std::max(reach.rounding, later.later_rounding);
      later = reach;
    }
  }

  const Matrix& rows_;
  const ScoreAdjustment& adjustment_;
  std::vector<double> norms_, scales_;
  ScanTable::Layout layout_{};
};

}  // namespace

ScanTable::ScanTable(const Matrix& rows, const ScoreAdjustment& adjustment,
                     const Execution& execution) {
  validate(rows, adjustment);
  layout_ = std::make_shared<const Layout>(Builder(rows, adjustment).build(execution));
}

std::size_t ScanTable::rows() const noexcept { return layout_->rows; }
std::size_t ScanTable::factors() const noexcept { return layout_->factors; }

}  // namespace upcross
