#pragma once

#include <cstddef>
#include <cstdint>

namespace upcross::kernels {

/// One row's equations (D + Y^T C Y) x = Y^T w. Plain pointers: kernel files hold no STL.
struct Row {
  const float* fixed;            ///< the table whose rows are Y
  std::size_t stride;            ///< floats from row to row
  std::size_t factors;           ///< d
  const std::uint32_t* indexes;  ///< the n rows of Y
  const float* curvature;        ///< C, n
  const float* weights;          ///< w, n
  std::size_t size;              ///< n
  bool prefetched = false;       ///< it was the `next` of the row solved before
};

/// A solution x of a row's equations M x = b.
struct Solved {
  bool converged;
  double reduction;    ///< x^T (2 b - M x): how much x lowers the row's objective
  double square_norm;  ///< |x|^2
};

/// Conjugate gradients of one row between two steps: vectors of `stride` floats, a multiple of 16,
/// all 64-byte aligned and 0 beyond the factors.
struct Descent {
  std::size_t stride;
  const float* diagonal;  ///< D
  const float* inverse;   ///< D^-1
  float* x;               ///< the solution so far
  float* right;           ///< b, the right-hand side
  float* residual;        ///< b - M x
  float* direction;
  float* image;  ///< D * direction, to which a step's caller adds Y^T C Y * direction
  float square;  ///< residual^T D^-1 residual
  float target;  ///< of `square`
};

/// The factored equations of a row in double precision, in memory of the caller.
struct Factorization {
  double* rows;          ///< by_observation: C^1/2 Y D^-1/2, n x d, row-major; else scratch of
                         ///< `block_rows` x d
  double* matrix;        ///< the lower Cholesky factor, m x m with m = n or d
  double* inverse_root;  ///< D^-1/2, d
  double* work;          ///< 2 * most_responses * d numbers of scratch, 64-byte aligned
  bool by_observation;   ///< n x n was factored, not d x d
};
inline constexpr std::size_t block_rows = 64;
inline constexpr std::size_t most_responses = 8;  ///< computed side by side

/// 64 rows of a table that is scanned for the best inner products with a query, as 8-bit codes:
/// row = scale * (code - code_limit) + what is lost. Everything 64-byte aligned.
struct ScanBlock {
  const std::uint8_t* codes;  ///< groups x scan_rows x scan_group, each 0 .. 2 * code_limit
  const float* scales;        ///< scan_rows
  const float* offsets;       ///< scan_rows: what is added to a row's inner product
  const float* rest;          ///< stages x scan_rows: the norm of what follows a stage
  float code_error;           ///< the largest norm of what a row's codes lose
  float norm;                 ///< the largest norm of a row
  float rounding;             ///< what rounding may add besides that in `ScanQuery::code_error`
};
inline constexpr std::size_t scan_rows = 64;
inline constexpr std::size_t scan_group = 4;     ///< codes of a row that stand together
inline constexpr std::size_t scan_queries = 64;  ///< at most so many queries at a time

/// What a table is scanned for, as 8-bit codes: x = scale * code + what is lost.
struct ScanQuery {
  const std::int8_t* codes;    ///< groups x scan_group, each -127 .. 127
  const std::int32_t* excess;  ///< stages: code_limit * the sum of the stage's codes
  const float* rest;           ///< stages: the norm of what follows a stage
  float scale;
  float code_norm;   ///< |scale * code|
  float code_error;  ///< the norm of what the codes lose, and rounding in proportion to |x|
  float threshold;   ///< what a row must reach
};

/// Into how many groups the codes of a row are cut, and how many make a stage, after which rows
/// that cannot reach the threshold any more are left out.
struct ScanShape {
  std::size_t groups;
  std::size_t stage_groups;
};

/// The functions that are compiled for every level of instruction set.
struct Table {
  /// The instructions that the compiler was allowed to use: a word of UPCROSS_KERNELS.
  const char* instructions;

  /// sum += Y^T Y, stride x stride, of which only elements (i, j) with i <= j at i * stride + j are
  /// meant; `rows` consecutive rows of `stride` floats, a multiple of 16, 64-byte aligned and 0
  /// beyond the factors, are summed in float32 and added in double precision.
  void (*add_gram)(const float* table, std::size_t rows, std::size_t stride, double* sum);

  /// table <- table * basis for such rows; basis stride x stride, row-major, 64-byte aligned, 0
  /// beyond the factors; scratch rows * stride floats.
  void (*rotate)(float* table, std::size_t rows, std::size_t stride, const float* basis,
                 float* scratch);

  /// The eigenvectors of a symmetric d x d matrix, of which the lower triangle by columns is read,
  /// take its place, columns by rising eigenvalue; scratch 3 * d numbers.
  bool (*eigen)(double* matrix, std::size_t d, double* values, double* scratch);

  /// The inverse of a symmetric positive definite n x n matrix takes its place; only one triangle
  /// is read: that of elements (i, j) with i <= j at i * n + j. False if it is not positive
  /// definite. About n^3 multiplications, and up to n^2 / 2 floats of memory of its own.
  bool (*invert)(float* matrix, std::size_t n);

  /// Conjugate gradients from 0, preconditioned by D, in float32, to |residual| <= tolerance *
  /// |right-hand side| in the norm of D^-1. diagonal, inverse and x: `stride` floats; scratch:
  /// 4 * stride floats; all 64-byte aligned. Meanwhile the Y of `next`, which may be empty, come
  /// into the cache.
  Solved (*conjugate_gradients)(const Row& row, const Row& next, const float* diagonal,
                                const float* inverse, double tolerance, float* x, float* scratch);

  /// The same for a row in parts: += Y^T w of a part; += Y^T C Y p of a part; the first direction;
  /// the next step, after `image` became M * direction; and what was reached.
  void (*add_right_hand_side)(const Row& part, float* sum);
  void (*add_curvature)(const Row& part, const float* p, float* sum);
  void (*begin)(Descent& descent, double tolerance);
  void (*advance)(Descent& descent);
  Solved (*finish)(const Descent& descent);

  /// The solution in double precision, its residual computed so, each correction of it by conjugate
  /// gradients in float32. diagonal: `stride` numbers, 1 beyond the factors; x: `stride` numbers;
  /// scratch: 5 * stride numbers; all 64-byte aligned; others as above.
  Solved (*refine)(const Row& row, const Row& next, const double* diagonal, const float* rounded,
                   const float* inverse, double tolerance, double* x, double* scratch);

  /// Factors the equations of a row; false if they are not positive definite or not finite.
  bool (*factor)(const Row& row, const double* diagonal, Factorization& result);

  /// x, d numbers, of factored equations.
  Solved (*solution)(const Row& row, const Factorization& factored, double* x);

  /// Y M^-1 y for each of up to `most_responses` vectors y, n numbers of one after those of
  /// another: how much a unit of each weight moves <x, y>. Those of a y do not depend on the
  /// others.
  void (*responses)(const Row& row, const Factorization& factored, const float* const* y,
                    std::size_t count, double* responses);

  /// The codes of a `ScanBlock` are at most twice this.
  int code_limit;

  /// For each of the `count` queries that `chosen` lists: the rows of the block, a bit each, for
  /// which
  ///   scale * row scale * <code, row code> over the first stages + rest * row rest + row offset
  ///     + code_norm * block code_error + code_error * block norm + rounding
  /// reaches the query's threshold after every stage.
  void (*scan)(const ScanBlock& block, const ScanQuery* queries, const std::uint32_t* chosen,
               std::size_t count, const ScanShape& shape, std::uint64_t* rows);

  /// results[i] <- <row i of table, x> for each bit i of `rows`; the bytes depend on that row and x
  /// alone. `stride` as for conjugate_gradients.
  void (*products)(const float* table, std::size_t stride, std::uint64_t rows, const float* x,
                   float* results);
};

/// The table of the active level.
const Table& active();

}  // namespace upcross::kernels
