#include "kernels/levels/dot4.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

constexpr std::size_t parts = scan_rows / width;

/// So many sums stay in registers: those of two queries for all rows where there are 32 registers,
/// of one for some of the rows elsewhere.
constexpr std::size_t together = width == 16 ? 2 : 1;
constexpr std::size_t tile = width == 4 ? 8 : parts;

/// The codes of a stage: groups [begin, end).
struct Stage {
  std::size_t number;
  std::size_t begin;
  std::size_t end;
};

/// A query on its way through the stages of a block.
struct Pass {
  const ScanQuery* query;
  Ints* dots;           ///< of its codes with those of the rows, so far
  std::uint64_t* rows;  ///< whose bound reaches the threshold, a bit each
};

/// Adds the products of a stage to the dot products of `n` queries.
template <std::size_t n>
void add_stage(const ScanBlock& block, const Stage& stage, const Pass* passes) {
  for (std::size_t first = 0; first < parts; first += tile) {
    Ints sum[n][tile];
    for (std::size_t q = 0; q < n; ++q) {
      for (std::size_t i = 0; i < tile; ++i) {
        const Ints before = stage.number == 0 ? Ints{} : passes[q].dots[first + i];
        sum[q][i] = before - passes[q].query->excess[stage.number];
      }
    }
    const std::uint8_t* codes =
        block.codes + (scan_rows * stage.begin + first * width) * scan_group;
    for (std::size_t g = stage.begin; g < stage.end; ++g, codes += scan_rows * scan_group) {
      Ints four[n];
      for (std::size_t q = 0; q < n; ++q) four[q] = repeated(passes[q].query->codes, g);
      for (std::size_t i = 0; i < tile; ++i) {
        const Ints rows = row_codes(codes + i * width * scan_group);
        for (std::size_t q = 0; q < n; ++q) sum[q][i] = add_dot4(sum[q][i], rows, four[q]);
      }
    }
    for (std::size_t q = 0; q < n; ++q) {
      for (std::size_t i = 0; i < tile; ++i) passes[q].dots[first + i] = sum[q][i];
    }
  }
}

/// The rows whose upper bound after a stage reaches the query's threshold, a bit each.
[[gnu::always_inline]] inline std::uint64_t reaching(const ScanBlock& block, const Stage& stage,
                                                     const Pass& pass) {
  const ScanQuery& query = *pass.query;
  const float hidden =
      query.code_norm * block.code_error + query.code_error * block.norm + block.rounding;
  const float cutoff = query.threshold - hidden;
  const Vec* rest = vectors(block.rest + stage.number * scan_rows);
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < parts; ++i) {
    const Vec product = __builtin_convertvector(pass.dots[i], Vec) * vectors(block.scales)[i];
    const Vec bound =
        query.scale * product + (query.rest[stage.number] * rest[i] + vectors(block.offsets)[i]);
    rows |= static_cast<std::uint64_t>(at_least(bound, cutoff)) << (i * width);
  }
  return rows;
}

}  // namespace

void scan(const ScanBlock& block, const ScanQuery* queries, const std::uint32_t* chosen,
          std::size_t count, const ScanShape& shape, std::uint64_t* rows) {
  Ints dots[scan_queries][parts];
  Pass left[scan_queries];
  for (std::size_t q = 0; q < count; ++q) left[q] = {queries + chosen[q], dots[q], rows + q};
  for (Stage stage{0, 0, 0}; stage.end < shape.groups; ++stage.number) {
    stage.begin = stage.end;
    const std::size_t rest = shape.groups - stage.begin;
    stage.end += rest < shape.stage_groups ? rest : shape.stage_groups;
    std::size_t i = 0;
    for (; i + together <= count; i += together) add_stage<together>(block, stage, left + i);
    for (; i < count; ++i) add_stage<1>(block, stage, left + i);
    // Which queries go on is no branch: it could not be foreseen.
    std::size_t still = 0;
    for (i = 0; i < count; ++i) {
      const Pass pass = left[i];
      *pass.rows = reaching(block, stage, pass);
      left[still] = pass;
      still += *pass.rows != 0 ? 1 : 0;
    }
    count = still;
  }
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
