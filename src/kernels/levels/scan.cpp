#include "kernels/levels/dot4.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

constexpr std::size_t parts = scan_rows / width;

/// The rows whose upper bound reaches `cutoff`, a bit each.
std::uint64_t reaching(const Ints* dot, const ScanBlock& block, const float* rest,
                       const ScanQuery& query, float query_rest, float cutoff) {
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < parts; ++i) {
    const Vec product = __builtin_convertvector(dot[i], Vec) * vectors(block.scales)[i];
    const Vec bound =
        query.scale * product + (query_rest * vectors(rest)[i] + vectors(block.offsets)[i]);
    rows |= static_cast<std::uint64_t>(at_least(bound, cutoff)) << (i * width);
  }
  return rows;
}

/// Adds the products of the groups [begin, end) to the dot products of the block's rows.
[[gnu::always_inline]] inline void add_groups(const ScanBlock& block, const ScanQuery& query,
                                              std::size_t begin, std::size_t end, Ints* dot) {
  Ints sum[parts];
  for (std::size_t i = 0; i < parts; ++i) sum[i] = dot[i];
  for (std::size_t g = begin; g < end; ++g) {
    const Ints four = repeated(query.codes + scan_group * g);
    const std::uint8_t* codes = block.codes + scan_rows * scan_group * g;
    for (std::size_t i = 0; i < parts; ++i) {
      sum[i] = add_dot4(sum[i], codes + i * width * scan_group, four);
    }
  }
  for (std::size_t i = 0; i < parts; ++i) dot[i] = sum[i];
}

/// Stage by stage, until no row is left whose bound reaches the threshold.
std::uint64_t candidates(const ScanBlock& block, const ScanQuery& query, const ScanShape& shape) {
  const float cutoff = query.threshold - (query.code_norm * block.code_error +
                                          query.code_error * block.norm + block.rounding);
  Ints dot[parts] = {};
  std::uint64_t rows = 0;
  std::size_t stage = 0;
  for (std::size_t begin = 0; begin < shape.groups; begin += shape.stage_groups, ++stage) {
    const std::size_t rest = shape.groups - begin;
    const std::size_t end = begin + (rest < shape.stage_groups ? rest : shape.stage_groups);
    for (std::size_t i = 0; i < parts; ++i) dot[i] -= query.excess[stage];
    add_groups(block, query, begin, end, dot);
    rows = reaching(dot, block, block.rest + stage * scan_rows, query, query.rest[stage], cutoff);
    if (rows == 0) break;
  }
  return rows;
}

}  // namespace

void scan(const ScanBlock& block, const ScanQuery* queries, const std::uint32_t* chosen,
          std::size_t count, const ScanShape& shape, std::uint64_t* rows) {
  for (std::size_t q = 0; q < count; ++q) rows[q] = candidates(block, queries[chosen[q]], shape);
}

void products(const float* table, std::size_t stride, std::uint64_t rows, const float* x,
              float* results) {
  const Vec* v = vectors(x);
  while (rows != 0) {
    const Vec* y[4];
    std::size_t at[4];
    for (std::size_t i = 0; i < 4; ++i) {
      at[i] = rows != 0 ? static_cast<std::size_t>(__builtin_ctzll(rows)) : at[i - 1];
      rows &= rows - 1;
      y[i] = vectors(table + stride * at[i]);
    }
    Vec sum[4] = {};
    for (std::size_t k = 0; k < stride / width; ++k) {
      for (std::size_t i = 0; i < 4; ++i) sum[i] += y[i][k] * v[k];
    }
    const Quad four = totals(sum[0], sum[1], sum[2], sum[3]);
    for (std::size_t i = 0; i < 4; ++i) results[at[i]] = four[i];
  }
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
