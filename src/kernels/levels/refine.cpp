#ifdef __AVX512F__
#include <immintrin.h>
#endif

#include "kernels/levels/descent.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

typedef double Wide __attribute__((vector_size(width / 2 * sizeof(double)), may_alias));
typedef double Pair __attribute__((vector_size(2 * sizeof(double))));
typedef float Half __attribute__((vector_size(width / 2 * sizeof(float)), may_alias));

[[gnu::always_inline]] inline Wide wide(const float* y) {
#if defined(__AVX512F__)
  return (Wide)_mm512_cvtps_pd(_mm256_load_ps(y));  // GCC 12 takes four instructions
#else
  return __builtin_convertvector(*reinterpret_cast<const Half*>(y), Wide);
#endif
}
[[gnu::always_inline]] inline Wide* wides(double* p) { return reinterpret_cast<Wide*>(p); }
[[gnu::always_inline]] inline const Wide* wides(const double* p) {
  return reinterpret_cast<const Wide*>(p);
}

[[gnu::always_inline]] inline double total(Wide v) {
  Pair parts[width / 4];
  __builtin_memcpy(parts, &v, sizeof v);
  Pair sum = parts[0];
  for (std::size_t i = 1; i < width / 4; ++i) sum += parts[i];
  return sum[0] + sum[1];
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

/// r -= Y^T C Y x for `count` rows from j on.
template <std::size_t count>
[[gnu::always_inline]] inline void subtract(const Row& row, std::size_t j, const double* x,
                                            double* r) {
  const float* y[count];
  Wide sums[count] = {};
  for (std::size_t i = 0; i < count; ++i) y[i] = row.fixed + row.stride * row.indexes[j + i];
  for (std::size_t k = 0; k < row.stride; k += step) {
    for (std::size_t i = 0; i < count; ++i) sums[i] += wide(y[i] + k) * *wides(x + k);
  }
  double products[count];
  for (std::size_t i = 0; i < count; ++i) products[i] = row.curvature[j + i] * total(sums[i]);
  for (std::size_t k = 0; k < row.stride; k += step) {
    Wide rest = *wides(r + k);
    for (std::size_t i = 0; i < count; ++i) rest -= products[i] * wide(y[i] + k);
    *wides(r + k) = rest;
  }
}

/// r = b - (D + Y^T C Y) x.
void residual(const Row& row, const double* diagonal, const double* b, const double* x, double* r) {
  for (std::size_t k = 0; k < row.stride; k += step) {
    *wides(r + k) = *wides(b + k) - *wides(diagonal + k) * *wides(x + k);
  }
  std::size_t j = 0;
  for (; j + group <= row.size; j += group) subtract<group>(row, j, x, r);
  for (; j < row.size; ++j) subtract<1>(row, j, x, r);
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

/// descent.x <- the solution for descent.right, to four digits.
void correct(const Row& row, const Row& next, Descent& descent) {
  with_parts(row.stride,
             [&]<std::size_t parts_or_any>() { descend<parts_or_any>(row, next, 1e-4, descent); });
}

}  // namespace

Solved refine(const Row& row, const Row& next, const double* diagonal, const float* rounded,
              const float* inverse, double tolerance, double* x, double* scratch) {
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
    correct(row, next, descent);
    add(descent.x, 1.0, n, x);
    residual(row, diagonal, b, x, r);
    square = measure(r, diagonal, n, descent.right);
  }
  return {square <= target, dot(x, b, n) + dot(x, r, n), dot(x, x, n)};
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
