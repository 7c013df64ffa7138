#pragma once

#include "kernels/levels/rows.hpp"

/// Hestenes and Stiefel 1952 with the preconditioner D: the same steps as without one on
/// (I + B^T C B) z = B^T w, B = Y D^-1/2, x = D^-1/2 z, and `square` is that system's |residual|^2.
namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {

/// Four vectors of scratch for the descent to `x`.
[[gnu::always_inline]] static inline Descent descent_to(float* x, const Row& row,
                                                        const float* diagonal, const float* inverse,
                                                        float* scratch) {
  const std::size_t n = row.stride;
  return {n,           diagonal,        inverse,         x,    scratch,
          scratch + n, scratch + 2 * n, scratch + 3 * n, 0.0F, 0.0F};
}

template <std::size_t parts_or_any>
[[gnu::always_inline]] static inline void begin(Descent& d, double tolerance) {
  const std::size_t parts = parts_of<parts_or_any>(d.stride);
  const Vec *diagonal = vectors(d.diagonal), *inverse = vectors(d.inverse), *b = vectors(d.right);
  Vec *x = vectors(d.x), *r = vectors(d.residual), *p = vectors(d.direction);
  Vec* image = vectors(d.image);
  Vec sum{};
  for (std::size_t k = 0; k < parts; ++k) {
    x[k] = Vec{};
    r[k] = b[k];
    p[k] = inverse[k] * b[k];
    sum += b[k] * p[k];
    image[k] = diagonal[k] * p[k];
  }
  d.square = total(sum);
  d.target = static_cast<float>(tolerance * tolerance) * d.square;
}

/// Where a loop unrolls, a sum over it is kept in halves, so that no term waits for the one before.
template <std::size_t parts_or_any>
constexpr std::size_t halves = parts_or_any == 0 ? 1 : 2;

template <std::size_t parts_or_any>
[[gnu::always_inline]] static inline void advance(Descent& d) {
  const std::size_t parts = parts_of<parts_or_any>(d.stride);
  const Vec *diagonal = vectors(d.diagonal), *inverse = vectors(d.inverse);
  Vec *x = vectors(d.x), *r = vectors(d.residual), *p = vectors(d.direction);
  Vec* image = vectors(d.image);
  const float share = 1.0F / d.square;
  Vec curvature[2] = {}, left[2] = {};
  for (std::size_t k = 0; k < parts; ++k) curvature[k % halves<parts_or_any>] += p[k] * image[k];
  const float length = d.square / total(curvature[0] + curvature[1]);
  for (std::size_t k = 0; k < parts; ++k) {
    x[k] += length * p[k];
    r[k] -= length * image[k];
    left[k % halves<parts_or_any>] += r[k] * r[k] * inverse[k];
  }
  const float square = total(left[0] + left[1]);
  const float turn = square * share;
  for (std::size_t k = 0; k < parts; ++k) {
    p[k] = inverse[k] * r[k] + turn * p[k];
    image[k] = diagonal[k] * p[k];
  }
  d.square = square;
}

/// All steps, from `right` on; the rows of Y that `next` wants come into the cache meanwhile.
template <std::size_t parts_or_any>
static void descend(const Row& row, const Row& next, double tolerance, Descent& d) {
  const Upcoming own = is_long(row) ? rest(row) : nothing(row);
  const bool ahead = !is_long(row) && !is_long(next);
  begin<parts_or_any>(d, tolerance);
  for (std::size_t step = 0; step < 2 * row.factors + 8 && d.square > d.target; ++step) {
    add_curvature<parts_or_any>(row, ahead && step < 2 ? half(next, step) : own,
                                vectors(d.direction), vectors(d.image));
    advance<parts_or_any>(d);
  }
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
