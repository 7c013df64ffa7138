#include "kernels/levels/descent.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

template <std::size_t parts_or_any>
Solved solve(const Row& row, const Row& next, double tolerance, Descent descent) {
  right_hand_side<parts_or_any>(row, row.prefetched && !is_long(row) ? nothing(row) : rest(row),
                                vectors(descent.right));
  descend<parts_or_any>(row, next, tolerance, descent);
  return finish(descent);
}

}  // namespace

Solved conjugate_gradients(const Row& row, const Row& next, const float* diagonal,
                           const float* inverse, double tolerance, float* x, float* scratch) {
  const Descent descent = descent_to(x, row, diagonal, inverse, scratch);
  switch (row.stride) {
    case 32:
      return solve<32 / width>(row, next, tolerance, descent);
    case 64:
      return solve<64 / width>(row, next, tolerance, descent);
    case 128:
      return solve<128 / width>(row, next, tolerance, descent);
    case 256:
      return solve<256 / width>(row, next, tolerance, descent);
    default:
      return solve<0>(row, next, tolerance, descent);
  }
}

void right_hand_side(const Row& part, float* result) {
  right_hand_side<0>(part, rest(part), vectors(result));
}

void add_curvature(const Row& part, const float* p, float* sum) {
  add_curvature<0>(part, rest(part), vectors(p), vectors(sum));
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
