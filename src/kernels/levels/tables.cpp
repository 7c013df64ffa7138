#include <limits>

#include <Eigen/Eigenvalues>

#include "kernels/levels/vectors.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

/// The largest tile of a product whose sums stay in registers: so many rows times so many vectors.
constexpr std::size_t tile_rows = width == 16 ? 8 : 4;
constexpr std::size_t tile_vectors = 3;

/// The factors A and B of a product; a(m, k) = a[m * by_row + k * by_depth], b(k, n) =
/// b[k * b_stride + n].
struct Factors {
  const float* a;
  std::size_t by_row, by_depth;
  const float* b;
  std::size_t b_stride;
  std::size_t depth;
};

/// A tile of A B: the sums over k in rising order.
template <std::size_t rows, std::size_t count>
struct Tile {
  Vec sums[rows][count];

  [[gnu::always_inline]] explicit Tile(const Factors& f) : sums{} {
    for (std::size_t k = 0; k < f.depth; ++k) {
      const Vec* b = vectors(f.b + k * f.b_stride);
      for (std::size_t m = 0; m < rows; ++m) {
        const float a = f.a[m * f.by_row + k * f.by_depth];
        for (std::size_t n = 0; n < count; ++n) sums[m][n] += a * b[n];
      }
    }
  }
};

template <std::size_t rows, std::size_t count>
void store(const Factors& f, float* out, std::size_t stride) {
  const Tile<rows, count> tile(f);
  for (std::size_t m = 0; m < rows; ++m) {
    for (std::size_t n = 0; n < count; ++n) vectors(out + m * stride)[n] = tile.sums[m][n];
  }
}

template <std::size_t rows, std::size_t count>
void add(const Factors& f, double* out, std::size_t stride) {
  const Tile<rows, count> tile(f);
  for (std::size_t m = 0; m < rows; ++m) {
    for (std::size_t n = 0; n < count; ++n) {
      for (std::size_t i = 0; i < width; ++i) out[m * stride + n * width + i] += tile.sums[m][n][i];
    }
  }
}

/// Y V for `rows` rows: whole tiles, the last of which may cover rows of the one before again.
template <std::size_t count>
void rotate_columns(const float* y, std::size_t rows, std::size_t stride, const float* v,
                    float* out) {
  if (rows < tile_rows) {
    for (std::size_t i = 0; i < rows; ++i) {
      store<1, count>({y + i * stride, stride, 1, v, stride, stride}, out + i * stride, stride);
    }
    return;
  }
  for (std::size_t i = 0; i < rows; i += tile_rows) {
    const std::size_t at = i + tile_rows <= rows ? i : rows - tile_rows;
    store<tile_rows, count>({y + at * stride, stride, 1, v, stride, stride}, out + at * stride,
                            stride);
  }
}

}  // namespace

void add_gram(const float* table, std::size_t rows, std::size_t stride, double* sum) {
  for (std::size_t i = 0; i < stride; i += tile_rows) {
    std::size_t j = i / width * width;
    for (; j + tile_vectors * width <= stride; j += tile_vectors * width) {
      add<tile_rows, tile_vectors>({table + i, 1, stride, table + j, stride, rows},
                                   sum + i * stride + j, stride);
    }
    for (; j < stride; j += width) {
      add<tile_rows, 1>({table + i, 1, stride, table + j, stride, rows}, sum + i * stride + j,
                        stride);
    }
  }
}

void rotate(float* table, std::size_t rows, std::size_t stride, const float* basis,
            float* scratch) {
  std::size_t j = 0;
  for (; j + tile_vectors * width <= stride; j += tile_vectors * width) {
    rotate_columns<tile_vectors>(table, rows, stride, basis + j, scratch + j);
  }
  for (; j < stride; j += width) {
    rotate_columns<1>(table, rows, stride, basis + j, scratch + j);
  }
  __builtin_memcpy(table, scratch, rows * stride * sizeof(float));
}

bool eigen(double* matrix, std::size_t d, double* values, double* scratch) {
  using Vector = Eigen::Map<VectorXd>;
  using Square = Eigen::Map<MatrixXd>;
  Square m(matrix, index(d), index(d));
  Vector diagonal(values, index(d)), below(scratch, index(d) - 1);
  Vector reflections(scratch + d, index(d) - 1), work(scratch + 2 * d, index(d));
  m.triangularView<Eigen::StrictlyUpper>() = m.transpose();
  const double scale = m.cwiseAbs().maxCoeff();
  if (!(scale <= std::numeric_limits<double>::max())) return false;
  if (scale > 0.0) m /= scale;
  // SelfAdjointEigenSolver does the same, but allocates.
  Eigen::internal::tridiagonalization_inplace(m, reflections);
  diagonal = m.diagonal();
  below = m.diagonal<-1>();
  Eigen::HouseholderSequence<Square, Vector>(m, reflections)
      .setLength(index(d) - 1)
      .setShift(1)
      .evalTo(m, work);
  const int iterations = Eigen::SelfAdjointEigenSolver<MatrixXd>::m_maxIterations;
  const auto info =
      Eigen::internal::computeFromTridiagonal_impl(diagonal, below, iterations, true, m);
  diagonal *= scale;
  return info == Eigen::Success && diagonal.allFinite();
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
