#pragma once

#include <cstdint>

#include "kernels/levels/vectors.hpp"

/// Passes over a row's Y. `parts` vectors make a row; where that is a constant, loops unroll.
namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {

/// How many vectors an accumulator holds: all of a short row, so that it stays in registers; of a
/// long one the compiler keeps what it can.
constexpr std::size_t room(std::size_t parts_or_any) {
  return parts_or_any != 0 ? parts_or_any : 256;
}

template <std::size_t parts_or_any>
[[gnu::always_inline]] static inline std::size_t parts_of(std::size_t stride) {
  return parts_or_any != 0 ? parts_or_any : stride / width;
}

/// Rows of the fixed table that will be wanted soon.
struct Upcoming {
  const Row& row;
  const std::uint32_t* indexes;
  std::size_t size;
};

[[gnu::always_inline]] static inline void prefetch(const Upcoming& soon, std::size_t i) {
  const float* y = soon.row.fixed + soon.row.stride * soon.indexes[i];
  for (std::size_t k = 0; k < soon.row.stride; k += 16) __builtin_prefetch(y + k, 0, 2);
}

static inline Upcoming nothing(const Row& row) { return {row, row.indexes, 0}; }

/// The rows of `row` itself, as far behind the current one as the memory is slow.
static inline Upcoming rest(const Row& row) {
  constexpr std::size_t distance = 8;
  if (row.size <= distance) return nothing(row);
  return {row, row.indexes + distance, row.size - distance};
}

/// Whether the rows of `row` and of the next one do not fit a core's own cache together.
static inline bool is_long(const Row& row) {
  return row.size * row.stride * sizeof(float) > (512 << 10);
}

/// Half of the rows of the next row, for the first two steps of this one.
static inline Upcoming half(const Row& next, std::size_t step) {
  const std::size_t begin = step == 0 ? 0 : next.size / 2;
  const std::size_t end = step == 0 ? next.size / 2 : next.size;
  return {next, next.indexes + begin, end - begin};
}

/// out += Y^T C Y p, a group of rows at a time.
template <std::size_t parts_or_any>
static void add_curvature(const Row& row, const Upcoming& soon, const Vec* p, Vec* out) {
  const std::size_t parts = parts_of<parts_or_any>(row.stride);
  Vec sum[room(parts_or_any)];
  for (std::size_t k = 0; k < parts; ++k) sum[k] = out[k];
  constexpr std::size_t group = parts_or_any == 8 ? 2 : 4;  // so that they stay in registers
  for (std::size_t j = 0; j < row.size; j += group) {
    const Vec* y[group];
    Quad c{};
    for (std::size_t i = 0; i < group; ++i) {
      const std::size_t at = j + i < row.size ? j + i : row.size - 1;
      y[i] = vectors(row.fixed + row.stride * row.indexes[at]);
      c[i] = j + i < row.size ? row.curvature[at] : 0.0F;
      if (j + i < soon.size) prefetch(soon, j + i);
    }
    Vec s[4] = {};
    for (std::size_t k = 0; k < parts; ++k) {
      for (std::size_t i = 0; i < group; ++i) s[i] += y[i][k] * p[k];
    }
    c *= totals(s[0], s[1], s[2], s[3]);
    for (std::size_t k = 0; k < parts; ++k) {
      for (std::size_t i = 0; i < group; ++i) sum[k] += c[i] * y[i][k];
    }
  }
  for (std::size_t k = 0; k < parts; ++k) out[k] = sum[k];
}

/// Y^T w.
template <std::size_t parts_or_any>
static void right_hand_side(const Row& row, const Upcoming& soon, Vec* out) {
  const std::size_t parts = parts_of<parts_or_any>(row.stride);
  Vec sum[room(parts_or_any)];
  for (std::size_t k = 0; k < parts; ++k) sum[k] = Vec{};
  for (std::size_t j = 0; j < row.size; ++j) {
    if (j < soon.size) prefetch(soon, j);
    const Vec* y = vectors(row.fixed + row.stride * row.indexes[j]);
    const float w = row.weights[j];
    for (std::size_t k = 0; k < parts; ++k) sum[k] += w * y[k];
  }
  for (std::size_t k = 0; k < parts; ++k) out[k] = sum[k];
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
