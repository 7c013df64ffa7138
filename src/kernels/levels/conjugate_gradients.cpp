#include "kernels/levels/descent.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

template <std::size_t parts_or_any>
Solved solve(const Row& row, const Row& next, double tolerance, Descent descent) {
  const std::size_t parts = parts_of<parts_or_any>(row.stride);
  for (std::size_t k = 0; k < parts; ++k) vectors(descent.right)[k] = Vec{};
  add_right_hand_side<parts_or_any>(row, row.prefetched && !is_long(row) ? nothing(row) : rest(row),
                                    vectors(descent.right));
  descend<parts_or_any>(row, next, tolerance, descent);
  return finish(descent);
}

}  // namespace

Solved conjugate_gradients(const Row& row, const Row& next, const float* diagonal,
                           const float* inverse, double tolerance, float* x, float* scratch) {
  const Descent descent = descent_to(x, row, diagonal, inverse, scratch);
  return with_parts(row.stride, [&]<std::size_t parts_or_any>() {
    return solve<parts_or_any>(row, next, tolerance, descent);
  });
}

void add_right_hand_side(const Row& part, float* sum) {
  with_parts(part.stride, [&]<std::size_t parts_or_any>() {
    add_right_hand_side<parts_or_any>(part, rest(part), vectors(sum));
  });
}

void add_curvature(const Row& part, const float* p, float* sum) {
  with_parts(part.stride, [&]<std::size_t parts_or_any>() {
    add_curvature<parts_or_any>(part, nothing(part), vectors(p), vectors(sum));
  });
}

void begin(Descent& descent, double tolerance) { begin<0>(descent, tolerance); }

void advance(Descent& descent) { advance<0>(descent); }

Solved finish(const Descent& d) {
  const Vec *x = vectors(d.x), *b = vectors(d.right), *r = vectors(d.residual);
  Vec reduction{}, norm{};
  for (std::size_t k = 0; k < d.stride / width; ++k) {
    reduction += x[k] * (b[k] + r[k]);
    norm += x[k] * x[k];
  }
  return {d.square <= d.target, total(reduction), total(norm)};
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
