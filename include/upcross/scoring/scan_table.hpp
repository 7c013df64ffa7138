#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include <upcross/core/execution.hpp>
#include <upcross/core/matrix.hpp>

namespace upcross {

/// What makes a product's score of its inner product with an account:
/// score = factor * <x, y> + offset. Empty: factor 1, offset 0 for all.
struct ScoreAdjustment {
  std::span<const float> factors = {};  ///< of each product, > 0: trend, price, margin, stock
  std::span<const float> offsets = {};  ///< of each product
};

/// The factors of products, or of accounts for the reverse question, prepared for `top_k`: rows by
/// falling norm, in float32 and as 8-bit codes. Built once for a table of factors and used for any
/// number of calls; immutable, cheap to copy, safe for concurrent use.
///
/// With z_p = factor_p * y_p, rows are z_p = t_p q_p + lost_p and a query x = s u + lost_x with
/// integers q and u. The dimensions are ordered by falling energy; after those of the first m,
///
///   <x, z_p> + offset_p <= s t_p <u, q_p>_m + |x_rest| |z_rest| + offset_p
///                          + |s u| |lost_p| + |lost_x| |z_p| + rounding
///   rounding = (factors + 64) 2^-23 (|x| |z_p| + |offset_p|) + 2^-126
///
/// by the triangle and Cauchy-Schwarz inequalities, `rounding` covering the float32 arithmetic of
/// the bound and of the score itself. Only products whose bound reaches an account's threshold are
/// scored, in float32. All norms are rounded up; |lost_p| and |z_p| are the largest of the 64 rows
/// that are scanned together.
///
/// Integers are at most 127 in magnitude, q at most 63 at the levels avx2 and avx512, whose
/// instructions add products in 16 bits. So |lost| <= sqrt(factors) * largest value / (2 * limit).
///
/// Small tables take the same way: codes pay from about 200 rows on, whatever the factors, and cost
/// less than half a microsecond per query below.
/// Memory: 5 bytes per factor of a row. Time: O(rows * factors).
class ScanTable {
 public:
  /// Copies what it needs. Throws invalid_argument, naming the row, for a value that is not finite
  /// or a factor that is not positive, and for shapes that do not fit; there must be 1 .. 65,536
  /// factors. A stop request throws stopped.
  explicit ScanTable(const Matrix& rows, const ScoreAdjustment& adjustment = {},
                     const Execution& execution = {});

  std::size_t rows() const noexcept;     ///< of the table it was made from
  std::size_t factors() const noexcept;  ///< of each row and of each query

  /// What the library's own code scans; its definition is not installed.
  struct Layout;
  const Layout& layout() const noexcept { return *layout_; }

 private:
  std::shared_ptr<const Layout> layout_;
};

}  // namespace upcross
