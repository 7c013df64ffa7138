#include "kernels/levels/descent.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

typedef double Wide __attribute__((vector_size(width / 2 * sizeof(double)), may_alias));
typedef float Half __attribute__((vector_size(width / 2 * sizeof(float)), may_alias));

[[gnu::always_inline]] inline Wide wide(const float* y) {
  return __builtin_convertvector(*reinterpret_cast<const Half*>(y), Wide);
}
[[gnu::always_inline]] inline Wide* wides(double* p) { return reinterpret_cast<Wide*>(p); }
[[gnu::always_inline]] inline const Wide* wides(const double* p) {
  return reinterpret_cast<const Wide*>(p);
}

[[gnu::always_inline]] inline double total(Wide v) {
  double sum = 0.0;
  for (std::size_t i = 0; i < width / 2; ++i) sum += v[i];
  return sum;
}

constexpr std::size_t step = width / 2;

double dot(const double* a, const double* b, std::size_t stride) {
  Wide sum{};
  for (std::size_t k = 0; k < stride / step; ++k) sum += wides(a)[k] * wides(b)[k];
  return total(sum);
}

/// out += scale * y.
[[gnu::always_inline]] inline void add(const float* y, double scale, std::size_t stride,
                                       double* out) {
  for (std::size_t k = 0; k < stride / step; ++k) wides(out)[k] += scale * wide(y + k * step);
}

/// b = Y^T w.
void right_hand_side(const Row& row, double* b) {
  for (std::size_t k = 0; k < row.stride; ++k) b[k] = 0.0;
  const Upcoming soon = row.prefetched && !is_long(row) ? nothing(row) : rest(row);
  for (std::size_t j = 0; j < row.size; ++j) {
    if (j < soon.size) prefetch(soon, j);
    add(row.fixed + row.stride * row.indexes[j], row.weights[j], row.stride, b);
  }
}

/// r = b - (D + Y^T C Y) x.
void residual(const Row& row, const double* diagonal, const double* b, const double* x, double* r) {
  const std::size_t parts = row.stride / step;
  for (std::size_t k = 0; k < parts; ++k) {
    wides(r)[k] = wides(b)[k] - wides(diagonal)[k] * wides(x)[k];
  }
  for (std::size_t j = 0; j < row.size; ++j) {
    const float* y = row.fixed + row.stride * row.indexes[j];
    Wide sum{};
    for (std::size_t k = 0; k < parts; ++k) sum += wide(y + k * step) * wides(x)[k];
    add(y, -static_cast<double>(row.curvature[j]) * total(sum), row.stride, r);
  }
}

/// |r|^2 in the norm of D^-1, and r rounded.
double measure(const double* r, const double* diagonal, std::size_t stride, float* rounded) {
  Wide sum{};
  for (std::size_t k = 0; k < stride / step; ++k) {
    sum += wides(r)[k] * wides(r)[k] / wides(diagonal)[k];
    *reinterpret_cast<Half*>(rounded + k * step) = __builtin_convertvector(wides(r)[k], Half);
  }
  return total(sum);
}

}  // namespace

Solved refine(const Row& row, const Row& next, const double* diagonal, const float* rounded,
              const float* inverse, double tolerance, double* x, double* scratch) {
  constexpr double correction_tolerance = 1e-4;
  constexpr int most_corrections = 8;
  const std::size_t n = row.stride;
  double *b = scratch, *r = scratch + n;
  float* floats = reinterpret_cast<float*>(scratch + 2 * n);
  Descent descent = descent_to(floats, row, rounded, inverse, floats + n);
  for (std::size_t k = 0; k < n; ++k) x[k] = 0.0;
  right_hand_side(row, b);
  __builtin_memcpy(r, b, n * sizeof(double));
  double square = measure(r, diagonal, n, descent.right);
  const double target = tolerance * tolerance * square;
  for (int i = 0; i < most_corrections && square > target; ++i) {
    descend<0>(row, next, correction_tolerance, descent);
    add(descent.x, 1.0, n, x);
    residual(row, diagonal, b, x, r);
    square = measure(r, diagonal, n, descent.right);
  }
  return {square <= target, dot(x, b, n) + dot(x, r, n), dot(x, x, n)};
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
