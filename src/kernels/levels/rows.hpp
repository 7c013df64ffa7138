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

/// Calls `body` for rows of this stride, as a template of their parts.
template <class Body>
[[gnu::always_inline]] static inline auto with_parts(std::size_t stride, Body body) {
  switch (stride) {
    case 32:
      return body.template operator()<32 / width>();
    case 64:
      return body.template operator()<64 / width>();
    case 128:
      return body.template operator()<128 / width>();
    case 256:
      return body.template operator()<256 / width>();
    default:
      return body.template operator()<0>();
  }
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

/// Up to so many rows of Y are multiplied at a time.
constexpr std::size_t group = 4;

/// products <- C Y p for `count` rows from j on.
template <std::size_t parts_or_any, std::size_t count>
[[gnu::always_inline]] static inline void multiply(const Row& row, std::size_t j,
                                                   const Upcoming& soon, const Vec* p,
                                                   float* products) {
  const Vec* y[count];
  Quad c{};
  for (std::size_t i = 0; i < count; ++i) {
    y[i] = vectors(row.fixed + row.stride * row.indexes[j + i]);
    c[i] = row.curvature[j + i];
    if (j + i < soon.size) prefetch(soon, j + i);
  }
  Vec s[group] = {};
  for (std::size_t k = 0; k < parts_of<parts_or_any>(row.stride); ++k) {
    for (std::size_t i = 0; i < count; ++i) s[i] += y[i][k] * p[k];
  }
  c *= totals(s[0], s[1], s[2], s[3]);
  __builtin_memcpy(products, &c, sizeof c);
}

/// sum += Y^T products for these rows.
template <std::size_t parts_or_any, std::size_t count>
[[gnu::always_inline]] static inline void add(const Row& row, std::size_t j, const float* products,
                                              Vec* sum) {
  const Vec* y[count];
  for (std::size_t i = 0; i < count; ++i) {
    y[i] = vectors(row.fixed + row.stride * row.indexes[j + i]);
  }
  for (std::size_t k = 0; k < parts_of<parts_or_any>(row.stride); ++k) {
    for (std::size_t i = 0; i < count; ++i) sum[k] += products[i] * y[i][k];
  }
}

/// out += Y^T C Y p. A group's products, which take long to come, are used a group later.
template <std::size_t parts_or_any>
static void add_curvature(const Row& row, const Upcoming& soon, const Vec* p, Vec* out) {
  const std::size_t parts = parts_of<parts_or_any>(row.stride);
  Vec sum[room(parts_or_any)];
  for (std::size_t k = 0; k < parts; ++k) sum[k] = out[k];
  float products[2][group];
  const std::size_t grouped = row.size / group * group;
  if (grouped > 0) multiply<parts_or_any, group>(row, 0, soon, p, products[0]);
  std::size_t now = 0;
  for (std::size_t j = group; j < grouped; j += group, now = 1 - now) {
    multiply<parts_or_any, group>(row, j, soon, p, products[1 - now]);
    add<parts_or_any, group>(row, j - group, products[now], sum);
  }
  if (grouped > 0) add<parts_or_any, group>(row, grouped - group, products[now], sum);
  for (std::size_t j = grouped; j < row.size; ++j) {
    multiply<parts_or_any, 1>(row, j, soon, p, products[0]);
    add<parts_or_any, 1>(row, j, products[0], sum);
  }
  for (std::size_t k = 0; k < parts; ++k) out[k] = sum[k];
}

/// out += Y^T w.
template <std::size_t parts_or_any>
static void add_right_hand_side(const Row& row, const Upcoming& soon, Vec* out) {
  const std::size_t parts = parts_of<parts_or_any>(row.stride);
  Vec sum[room(parts_or_any)];
  for (std::size_t k = 0; k < parts; ++k) sum[k] = out[k];
  for (std::size_t j = 0; j < row.size; ++j) {
    if (j < soon.size) prefetch(soon, j);
    const Vec* y = vectors(row.fixed + row.stride * row.indexes[j]);
    const float w = row.weights[j];
    for (std::size_t k = 0; k < parts; ++k) sum[k] += w * y[k];
  }
  for (std::size_t k = 0; k < parts; ++k) out[k] = sum[k];
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
