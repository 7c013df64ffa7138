#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include <upcross/core/buffer.hpp>

#include "kernels/table.hpp"

namespace upcross::detail {

/// The equations (D + Y^T C Y) x = Y^T w of one row after another, factored in double precision.
///
/// With B = Y D^-1/2 the matrix is D^1/2 (I + B^T C B) D^1/2. Where n < d and all C > 0 the n x n
/// matrix I + C^1/2 B B^T C^1/2 is factored in its place: (I + B^T C B)^-1 B^T =
/// B^T C^1/2 (I + C^1/2 B B^T C^1/2)^-1 C^-1/2. Holds 2 d^2 numbers.
class RowEquations {
 public:
  explicit RowEquations(std::size_t factors)
      : rows_(factors * std::max(factors, kernels::block_rows)),
        matrix_(factors * factors),
        inverse_root_(factors),
        work_(2 * kernels::most_responses * factors) {}

  /// Takes a row in; false if its matrix is not positive definite or not finite: then nothing below
  /// may be asked. What `row` and `diagonal` point to must live as long as questions are asked.
  bool factor(const kernels::Row& row, std::span<const double> diagonal) {
    row_ = row;
    factored_ = {rows_.data(), matrix_.data(), inverse_root_.data(), work_.data(), false};
    return kernels::active().factor(row_, diagonal.data(), factored_);
  }

  /// x <- the solution, d numbers.
  kernels::Solved solve(std::span<double> x) {
    return kernels::active().solution(row_, factored_, x.data());
  }

  /// Y M^-1 y for each y of d floats, n numbers of one after those of another: how much a unit of
  /// each weight moves <x, y>.
  void respond(std::span<const float* const> y, std::span<double> responses) const {
    for (std::size_t i = 0; i < y.size(); i += kernels::most_responses) {
      const std::size_t some = std::min(kernels::most_responses, y.size() - i);
      kernels::active().responses(row_, factored_, y.data() + i, some,
                                  responses.data() + i * row_.size);
    }
  }

 private:
  Buffer<double> rows_, matrix_, inverse_root_, work_;
  kernels::Row row_{};
  kernels::Factorization factored_{};
};

}  // namespace upcross::detail
