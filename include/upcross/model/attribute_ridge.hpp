#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <upcross/core/matrix.hpp>
#include <upcross/model/attributes.hpp>

namespace upcross {

/// A linear prediction of numbers from attributes.
struct AttributeRidge {
  Matrix weights;                      ///< (features + 1) x d; the last row is the constant
  std::vector<double> regularization;  ///< that it was fitted with, one per group

  /// The d numbers foretold for a row with these attributes.
  std::vector<float> predict(SparseRows::Row attributes) const;
};

/// From this regularization on a group counts as left out.
inline constexpr double group_left_out = 1e9;

/// The weights W and the constant c that minimize
///
///   sum over rows i of evidence_i |t_i - c - W^T f_i|^2  +  sum over groups g of reg_g |W_g|^2
///
/// with f_i the attributes of a row and t_i its targets (Hoerl and Kennard 1970, with a ridge for
/// each group). `targets`: rows x d; `evidence`: how much each row counts, >= 0, one > 0;
/// `regularization`: > 0, one per group. O(rows (nonzeros^2 + nonzeros d) + features^2 (features +
/// d)). Throws invalid_argument where shapes do not fit or numbers are out of range.
AttributeRidge fit_attribute_ridge(const AttributeTable& attributes, const Matrix& targets,
                                   std::span<const double> evidence,
                                   std::span<const double> regularization);

/// The regularization, one per group, under which rows are best foretold from other rows: their
/// evidence-weighted squared error, each third of the rows (those at positions of the same rest
/// modulo 3) foretold from the other two. From the best of a few values that all groups share, one
/// group after the other is given a stronger, a weaker or none, while that helps. Deterministic.
/// Throws like `fit_attribute_ridge`. O(groups) fits.
std::vector<double> choose_regularization(const AttributeTable& attributes, const Matrix& targets,
                                          std::span<const double> evidence);

}  // namespace upcross
