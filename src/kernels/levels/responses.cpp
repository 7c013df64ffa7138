#include <cmath>

#include "kernels/levels/gather.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

/// The same number of several vectors, which are computed side by side.
typedef double Sides __attribute__((vector_size(most_responses * sizeof(double)), may_alias));

/// The columns of L that are taken at once, so that a number is loaded once for all of them.
constexpr std::size_t at_once = 4;

struct Lower {
  const double* matrix;  ///< by columns
  std::size_t size;

  double operator()(std::size_t i, std::size_t j) const { return matrix[j * size + i]; }
};

/// Solves columns [j, j + count) of L v = b and takes them from what follows.
template <std::size_t count>
[[gnu::always_inline]] inline void eliminate(const Lower& l, std::size_t j, Sides* v) {
  Sides solved[count];
  for (std::size_t c = 0; c < count; ++c) {
    Sides sum = v[j + c];
    for (std::size_t k = 0; k < c; ++k) sum -= l(j + c, j + k) * solved[k];
    v[j + c] = solved[c] = sum * (1.0 / l(j + c, j + c));
  }
  for (std::size_t i = j + count; i < l.size; ++i) {
    Sides sum = v[i];
    for (std::size_t c = 0; c < count; ++c) sum -= l(i, j + c) * solved[c];
    v[i] = sum;
  }
}

/// Solves rows [j, j + count) of L^T v = b, of which the later ones are solved.
template <std::size_t count>
[[gnu::always_inline]] inline void substitute(const Lower& l, std::size_t j, Sides* v) {
  Sides sums[count];
  for (std::size_t c = 0; c < count; ++c) sums[c] = v[j + c];
  for (std::size_t i = j + count; i < l.size; ++i) {
    for (std::size_t c = 0; c < count; ++c) sums[c] -= l(i, j + c) * v[i];
  }
  for (std::size_t c = count; c-- > 0;) {
    for (std::size_t k = c + 1; k < count; ++k) sums[c] -= l(j + k, j + c) * v[j + k];
    v[j + c] = sums[c] * (1.0 / l(j + c, j + c));
  }
}

/// v <- (L L^T)^-1 v.
void back_substitute(const Lower& l, Sides* v) {
  const std::size_t whole = l.size - l.size % at_once;
  for (std::size_t j = 0; j < whole; j += at_once) eliminate<at_once>(l, j, v);
  for (std::size_t j = whole; j < l.size; ++j) eliminate<1>(l, j, v);
  for (std::size_t j = l.size; j > whole; --j) substitute<1>(l, j - 1, v);
  for (std::size_t j = whole; j > 0; j -= at_once) substitute<at_once>(l, j - at_once, v);
}

/// `count` inner products with v, of rows of d numbers.
template <std::size_t count>
[[gnu::always_inline]] inline void multiply(const double* rows, std::size_t d, const Sides* v,
                                            Sides* result) {
  Sides sums[count] = {};
  for (std::size_t f = 0; f < d; ++f) {
    for (std::size_t c = 0; c < count; ++c) sums[c] += rows[c * d + f] * v[f];
  }
  for (std::size_t c = 0; c < count; ++c) result[c] = sums[c];
}

void multiply_all(const double* rows, std::size_t count, std::size_t d, const Sides* v,
                  Sides* result) {
  std::size_t j = 0;
  for (; j + at_once <= count; j += at_once) multiply<at_once>(rows + j * d, d, v, result + j);
  for (; j < count; ++j) multiply<1>(rows + j * d, d, v, result + j);
}

/// D^-1/2 y of each y; 0 where there are fewer than `most_responses`.
void scale(const Factorization& f, std::size_t d, const float* const* y, std::size_t count,
           Sides* result) {
  double* numbers = reinterpret_cast<double*>(result);
  for (std::size_t i = 0; i < d * most_responses; ++i) numbers[i] = 0.0;
  for (std::size_t side = 0; side < count; ++side) {
    for (std::size_t k = 0; k < d; ++k) {
      numbers[k * most_responses + side] = static_cast<double>(y[side][k]) * f.inverse_root[k];
    }
  }
}

/// Where the answers for the y go, those of one after those of another.
struct Answers {
  double* numbers;
  std::size_t size;   ///< n
  std::size_t count;  ///< of the y

  void put(std::size_t j, Sides values) const {
    for (std::size_t side = 0; side < count; ++side) numbers[side * size + j] = values[side];
  }
};

}  // namespace

void responses(const Row& row, const Factorization& f, const float* const* y, std::size_t count,
               double* result) {
  const std::size_t n = row.size;
  const std::size_t d = row.factors;
  const Answers answers{result, n, count};
  Sides* scaled = reinterpret_cast<Sides*>(f.work);
  scale(f, d, y, count, scaled);
  if (f.by_observation) {
    Sides* own = scaled + d;
    multiply_all(f.rows, n, d, scaled, own);
    back_substitute({f.matrix, n}, own);
    for (std::size_t j = 0; j < n; ++j) {
      answers.put(j, own[j] * (1.0 / std::sqrt(static_cast<double>(row.curvature[j]))));
    }
    return;
  }
  back_substitute({f.matrix, d}, scaled);
  Sides own[block_rows];
  for (std::size_t begin = 0; begin < n; begin += block_rows) {
    const std::size_t some = n - begin < block_rows ? n - begin : block_rows;
    gather(row, begin, some, f.inverse_root, f.rows);
    multiply_all(f.rows, some, d, scaled, own);
    for (std::size_t j = 0; j < some; ++j) answers.put(begin + j, own[j]);
  }
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
