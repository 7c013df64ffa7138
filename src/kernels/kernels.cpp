// Compiled once per level of instruction set, with UPCROSS_KERNEL_LEVEL and an Eigen name of its
// own. No STL containers, and nothing whose symbols the linker could merge with another level's.

#include <cstddef>
#include <limits>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>

#include "kernels/table.hpp"

#define UPCROSS_JOIN(a, b) a##b
#define UPCROSS_TABLE_OF(level) UPCROSS_JOIN(table_, level)

namespace upcross::kernels {
namespace {

using Eigen::Index;
using MatrixXd = Eigen::MatrixXd;
using VectorXd = Eigen::VectorXd;
using RowsXd = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using RowsXf = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Strided = Eigen::OuterStride<>;

Index index(std::size_t i) { return static_cast<Index>(i); }

#if defined(__AVX512F__)
constexpr const char* instructions = "avx512";
#elif defined(__AVX2__)
constexpr const char* instructions = "avx2";
#else
constexpr const char* instructions = "generic";
#endif

// ---------------------------------------------------------------- tables

void add_gram(const float* table, std::size_t rows, std::size_t stride, std::size_t d, float* block,
              double* sum) {
  const Eigen::Map<const RowsXf, 0, Strided> y(table, index(rows), index(d),
                                               Strided(index(stride)));
  Eigen::Map<Eigen::MatrixXf> product(block, index(d), index(d));
  Eigen::Map<MatrixXd> total(sum, index(d), index(d));
  product.noalias() = y.transpose() * y;
  total += product.cast<double>();
}

void rotate(float* table, std::size_t rows, std::size_t stride, std::size_t d, const float* basis,
            float* scratch) {
  Eigen::Map<RowsXf, 0, Strided> y(table, index(rows), index(d), Strided(index(stride)));
  Eigen::Map<RowsXf> rotated(scratch, index(rows), index(d));
  rotated.noalias() = y * Eigen::Map<const Eigen::MatrixXf>(basis, index(d), index(d));
  y = rotated;
}

bool eigen(double* matrix, std::size_t d, double* values) {
  Eigen::Map<MatrixXd> m(matrix, index(d), index(d));
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(m);
  if (solver.info() != Eigen::Success || !solver.eigenvalues().allFinite()) return false;
  m = solver.eigenvectors();
  Eigen::Map<VectorXd>(values, index(d)) = solver.eigenvalues();
  return true;
}

void scores(const float* table, std::size_t rows, std::size_t d, const float* x, float* scores) {
  Eigen::Map<Eigen::VectorXf>(scores, index(rows)).noalias() =
      Eigen::Map<const RowsXf>(table, index(rows), index(d)) *
      Eigen::Map<const Eigen::VectorXf>(x, index(d));
}

// ---------------------------------------------------------------- conjugate gradients

constexpr std::size_t width = UPCROSS_KERNEL_WIDTH;
typedef float Vec __attribute__((vector_size(width * sizeof(float)), may_alias));
typedef float Quad __attribute__((vector_size(4 * sizeof(float))));

[[gnu::always_inline]] inline Quad folded(Vec v) {
  Quad parts[width / 4];
  __builtin_memcpy(parts, &v, sizeof v);
  Quad sum = parts[0];
  for (std::size_t i = 1; i < width / 4; ++i) sum += parts[i];
  return sum;
}

[[gnu::always_inline]] inline float total(Vec v) {
  const Quad q = folded(v);
  return (q[0] + q[2]) + (q[1] + q[3]);
}

/// The sums over the lanes of four vectors.
[[gnu::always_inline]] inline Quad totals(Vec a, Vec b, Vec c, Vec d) {
  const Quad p = folded(a), q = folded(b), r = folded(c), s = folded(d);
  const Quad pq =
      __builtin_shufflevector(p, q, 0, 4, 1, 5) + __builtin_shufflevector(p, q, 2, 6, 3, 7);
  const Quad rs =
      __builtin_shufflevector(r, s, 0, 4, 1, 5) + __builtin_shufflevector(r, s, 2, 6, 3, 7);
  return __builtin_shufflevector(pq, rs, 0, 1, 4, 5) + __builtin_shufflevector(pq, rs, 2, 3, 6, 7);
}

/// A vector as `Vec`s; `parts` are constant for the usual numbers of factors, so that loops unroll.
const Vec* vectors(const float* p) { return reinterpret_cast<const Vec*>(p); }
Vec* vectors(float* p) { return reinterpret_cast<Vec*>(p); }

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

// ---------------------------------------------------------------- direct solves

using LowerFactor = Eigen::LLT<Eigen::Ref<MatrixXd>>;

Eigen::Map<const Eigen::VectorXf> floats(const float* values, std::size_t size) {
  return {values, index(size)};
}

/// `count` rows of B = Y D^-1/2 from the one at `begin` on.
void gather(const Row& row, std::size_t begin, std::size_t count, const double* inverse_root,
            double* result) {
  const auto scale = Eigen::Map<const VectorXd>(inverse_root, index(row.factors));
  for (std::size_t j = 0; j < count; ++j) {
    const float* y = row.fixed + row.stride * row.indexes[begin + j];
    Eigen::Map<VectorXd>(result + j * row.factors, index(row.factors)) =
        floats(y, row.factors).cast<double>().cwiseProduct(scale);
  }
}

/// I + B B^T for B with scaled rows, n x n.
void add_by_observation(const Row& row, Factorization& f) {
  const Index n = index(row.size);
  gather(row, 0, row.size, f.inverse_root, f.rows);
  Eigen::Map<RowsXd> b(f.rows, n, index(row.factors));
  b = floats(row.curvature, row.size).cast<double>().cwiseSqrt().asDiagonal() * b;
  Eigen::Map<MatrixXd> matrix(f.matrix, n, n);
  matrix.setIdentity();
  matrix.selfadjointView<Eigen::Lower>().rankUpdate(b);
}

/// I + B^T C B, d x d, by blocks of rows; C may have any sign.
void add_by_factor(const Row& row, Factorization& f) {
  const Index d = index(row.factors);
  Eigen::Map<MatrixXd> matrix(f.matrix, d, d);
  matrix.setIdentity();
  for (std::size_t begin = 0; begin < row.size; begin += block_rows) {
    const std::size_t count = row.size - begin < block_rows ? row.size - begin : block_rows;
    gather(row, begin, count, f.inverse_root, f.rows);
    const Eigen::Map<const RowsXd> b(f.rows, index(count), d);
    const auto c = floats(row.curvature + begin, count).cast<double>();
    matrix.triangularView<Eigen::Lower>() += b.transpose() * (c.asDiagonal() * b);
  }
}

bool factor(const Row& row, const double* diagonal, Factorization& f) {
  const Index d = index(row.factors);
  Eigen::Map<VectorXd>(f.inverse_root, d) =
      Eigen::Map<const VectorXd>(diagonal, d).cwiseSqrt().cwiseInverse();
  f.by_observation =
      row.size < row.factors && (floats(row.curvature, row.size).array() > 0.0F).all();
  if (f.by_observation) {
    add_by_observation(row, f);
  } else {
    add_by_factor(row, f);
  }
  const Index m = f.by_observation ? index(row.size) : d;
  Eigen::Map<MatrixXd> matrix(f.matrix, m, m);
  Eigen::Ref<MatrixXd> in_place(matrix);
  const LowerFactor factored(in_place);
  return factored.info() == Eigen::Success && matrix.diagonal().allFinite();
}

/// M^-1 v for the factored matrix, in place.
void back_substitute(const Factorization& f, Index m, double* v) {
  const Eigen::Map<const MatrixXd> lower(f.matrix, m, m);
  Eigen::Map<VectorXd> vector(v, m);
  lower.triangularView<Eigen::Lower>().solveInPlace(vector);
  lower.triangularView<Eigen::Lower>().transpose().solveInPlace(vector);
}

Solved solution(const Row& row, const Factorization& f, double* result) {
  const Index n = index(row.size);
  const Index d = index(row.factors);
  const Eigen::Map<const VectorXd> inverse_root(f.inverse_root, d);
  Eigen::Map<VectorXd> x(result, d);
  double reduction = 0.0;
  if (f.by_observation) {
    Eigen::Map<VectorXd> u(f.work, n);
    const auto root = floats(row.curvature, row.size).cast<double>().cwiseSqrt();
    const auto right = floats(row.weights, row.size).cast<double>().cwiseQuotient(root);
    u = right;
    back_substitute(f, n, f.work);
    reduction = right.dot(right - u);
    x.noalias() = Eigen::Map<const RowsXd>(f.rows, n, d).transpose() * u;
  } else {
    x.setZero();
    for (Index j = 0; j < n; ++j) {
      x += static_cast<double>(row.weights[j]) *
           floats(row.fixed + row.stride * row.indexes[j], row.factors).cast<double>();
    }
    Eigen::Map<VectorXd> right(f.work, d);
    x = right = x.cwiseProduct(inverse_root);
    back_substitute(f, d, result);
    reduction = right.dot(x);
  }
  x = x.cwiseProduct(inverse_root);
  return {x.allFinite(), reduction, x.squaredNorm()};
}

void responses(const Row& row, const Factorization& f, const float* y, double* result) {
  const Index n = index(row.size);
  const Index d = index(row.factors);
  const Eigen::Map<const VectorXd> inverse_root(f.inverse_root, d);
  Eigen::Map<VectorXd> answer(result, n);
  Eigen::Map<VectorXd> scaled(f.work, d);
  scaled = floats(y, row.factors).cast<double>().cwiseProduct(inverse_root);
  if (f.by_observation) {
    answer.noalias() = Eigen::Map<const RowsXd>(f.rows, n, d) * scaled;
    back_substitute(f, n, result);
    answer = answer.cwiseQuotient(floats(row.curvature, row.size).cast<double>().cwiseSqrt());
    return;
  }
  back_substitute(f, d, f.work);
  scaled = scaled.cwiseProduct(inverse_root);
  for (Index j = 0; j < n; ++j) {
    answer[j] =
        floats(row.fixed + row.stride * row.indexes[j], row.factors).cast<double>().dot(scaled);
  }
}

}  // namespace

/// Eigen blocks its products by the sizes of the caches, which would make the order of summation,
/// hence the bytes, depend on the processor.
extern const Table& UPCROSS_TABLE_OF(UPCROSS_KERNEL_LEVEL)();
const Table& UPCROSS_TABLE_OF(UPCROSS_KERNEL_LEVEL)() {
  static const bool fixed = (Eigen::setCpuCacheSizes(32 << 10, 512 << 10, 2 << 20), true);
  static_cast<void>(fixed);
  static constexpr Table table = {instructions, add_gram, rotate,    eigen, conjugate_gradients,
                                  factor,       solution, responses, scores};
  return table;
}

}  // namespace upcross::kernels
