#include <cstdint>

#include "kernels/levels/vectors.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

/// How many vectors an accumulator holds: all of a short row, so that it stays in registers; of a
/// long one the compiler keeps what it can.
constexpr std::size_t room(std::size_t parts_or_any) {
  return parts_or_any != 0 ? parts_or_any : 256;
}

/// out += Y^T C Y p, four rows at a time.
template <std::size_t parts_or_any>
void add_curvature(const Row& row, const Vec* p, Vec* out) {
  const std::size_t parts = parts_or_any != 0 ? parts_or_any : row.stride / width;
  Vec sum[room(parts_or_any)];
  for (std::size_t k = 0; k < parts; ++k) sum[k] = out[k];
  for (std::size_t j = 0; j < row.size; j += 4) {
    const Vec* y[4];
    Quad c;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t at = j + i < row.size ? j + i : row.size - 1;
      y[i] = vectors(row.fixed + row.stride * row.indexes[at]);
      c[i] = j + i < row.size ? row.curvature[at] : 0.0F;
    }
    Vec s[4] = {};
    for (std::size_t k = 0; k < parts; ++k) {
      for (std::size_t i = 0; i < 4; ++i) s[i] += y[i][k] * p[k];
    }
    c *= totals(s[0], s[1], s[2], s[3]);
    for (std::size_t k = 0; k < parts; ++k) {
      for (std::size_t i = 0; i < 4; ++i) sum[k] += c[i] * y[i][k];
    }
  }
  for (std::size_t k = 0; k < parts; ++k) out[k] = sum[k];
}

void prefetch(const Row& row, std::uint32_t i) {
  const float* y = row.fixed + row.stride * i;
  for (std::size_t k = 0; k < row.stride; k += 16) __builtin_prefetch(y + k);
}

/// Y^T w, while the rows come into the cache.
template <std::size_t parts_or_any>
void right_hand_side(const Row& row, Vec* out) {
  const std::size_t parts = parts_or_any != 0 ? parts_or_any : row.stride / width;
  constexpr std::size_t ahead = 8;
  Vec sum[room(parts_or_any)];
  for (std::size_t k = 0; k < parts; ++k) sum[k] = Vec{};
  for (std::size_t j = 0; j < ahead && j < row.size; ++j) prefetch(row, row.indexes[j]);
  for (std::size_t j = 0; j < row.size; ++j) {
    if (j + ahead < row.size) prefetch(row, row.indexes[j + ahead]);
    const Vec* y = vectors(row.fixed + row.stride * row.indexes[j]);
    const float w = row.weights[j];
    for (std::size_t k = 0; k < parts; ++k) sum[k] += w * y[k];
  }
  for (std::size_t k = 0; k < parts; ++k) out[k] = sum[k];
}

/// Hestenes and Stiefel 1952 with the preconditioner D: the same steps as without one on
/// (I + B^T C B) z = B^T w, B = Y D^-1/2, x = D^-1/2 z, and `square` is that system's |residual|^2.
template <std::size_t parts_or_any>
Solved descend(const Row& row, const float* diagonal, const float* inverse, double tolerance,
               float* solution, float* scratch) {
  const std::size_t parts = parts_or_any != 0 ? parts_or_any : row.stride / width;
  const Vec* d = vectors(diagonal);
  const Vec* d_inverse = vectors(inverse);
  Vec* x = vectors(solution);
  Vec* b = vectors(scratch);
  Vec* r = b + row.stride / width;
  Vec* p = r + row.stride / width;
  Vec* image = p + row.stride / width;
  right_hand_side<parts_or_any>(row, b);
  Vec sum{};
  for (std::size_t k = 0; k < parts; ++k) {
    x[k] = Vec{};
    r[k] = b[k];
    p[k] = d_inverse[k] * b[k];
    sum += b[k] * p[k];
    image[k] = d[k] * p[k];
  }
  float square = total(sum);
  const float target = static_cast<float>(tolerance * tolerance) * square;
  for (std::size_t step = 0; step < 2 * row.factors + 8 && square > target; ++step) {
    add_curvature<parts_or_any>(row, p, image);
    Vec curvature{};
    for (std::size_t k = 0; k < parts; ++k) curvature += p[k] * image[k];
    const float length = square / total(curvature);
    Vec next{};
    for (std::size_t k = 0; k < parts; ++k) {
      x[k] += length * p[k];
      r[k] -= length * image[k];
      next += r[k] * r[k] * d_inverse[k];
    }
    const float next_square = total(next);
    const float turn = next_square / square;
    for (std::size_t k = 0; k < parts; ++k) {
      p[k] = d_inverse[k] * r[k] + turn * p[k];
      image[k] = d[k] * p[k];
    }
    square = next_square;
  }
  Vec reduction{}, norm{};
  for (std::size_t k = 0; k < parts; ++k) {
    reduction += x[k] * (b[k] + r[k]);
    norm += x[k] * x[k];
  }
  return {square <= target, total(reduction), total(norm)};
}

}  // namespace

Solved conjugate_gradients(const Row& row, const float* diagonal, const float* inverse,
                           double tolerance, float* x, float* scratch) {
  switch (row.stride) {
    case 32:
      return descend<32 / width>(row, diagonal, inverse, tolerance, x, scratch);
    case 64:
      return descend<64 / width>(row, diagonal, inverse, tolerance, x, scratch);
    case 128:
      return descend<128 / width>(row, diagonal, inverse, tolerance, x, scratch);
    default:
      return descend<0>(row, diagonal, inverse, tolerance, x, scratch);
  }
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
