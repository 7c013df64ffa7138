#pragma once

#include <cstdint>
#include <vector>

#include <upcross/core/buffer.hpp>
#include <upcross/scoring/scan_table.hpp>

#include "kernels/table.hpp"

namespace upcross {

/// The bounds by which a whole block is passed over.
struct BlockReach {
  float offset = 0.0F;          ///< the largest offset of the block
  float rounding = 0.0F;        ///< what rounding may add besides that in proportion to |x| |z|
  float later_offset = 0.0F;    ///< `offset` of this block or a later one, whichever is largest
  float later_rounding = 0.0F;  ///< the same of `rounding`
};

/// Blocks of `kernels::scan_rows` slots; the slots beyond the last row hold zeros.
struct ScanTable::Layout {
  std::size_t rows;
  std::size_t factors;
  std::size_t stride;  ///< floats from slot to slot, a multiple of 16
  std::size_t stages;
  kernels::ScanShape shape;
  std::vector<std::uint32_t> row_of_slot;
  std::vector<std::uint32_t> slot_of_row;
  std::vector<std::uint32_t> dimensions;  ///< by falling energy
  double unit;            ///< a row's scale is this times the one in its block; a power of two
  double norm;            ///< the largest of a row
  double largest_offset;  ///< in magnitude
  Buffer<float> values;   ///< slots x stride, 0 beyond `factors`
  Buffer<std::uint8_t> codes;
  Buffer<float> scales, offsets, rest;
  std::vector<kernels::ScanBlock> blocks;  ///< views of the buffers above
  std::vector<BlockReach> reach;           ///< of each block

  const float* block_values(std::size_t block) const {
    return values.data() + block * kernels::scan_rows * stride;
  }
};

}  // namespace upcross
