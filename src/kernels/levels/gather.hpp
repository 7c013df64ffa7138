#pragma once

#include "kernels/levels/level.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {

[[gnu::always_inline]] static inline Eigen::Map<const Eigen::VectorXf> floats(const float* values,
                                                                              std::size_t size) {
  return {values, index(size)};
}

/// `count` rows of B = Y D^-1/2 from the one at `begin` on.
static inline void gather(const Row& row, std::size_t begin, std::size_t count,
                          const double* inverse_root, double* result) {
  const auto scale = Eigen::Map<const VectorXd>(inverse_root, index(row.factors));
  for (std::size_t j = 0; j < count; ++j) {
    const float* y = row.fixed + row.stride * row.indexes[begin + j];
    Eigen::Map<VectorXd>(result + j * row.factors, index(row.factors)) =
        floats(y, row.factors).cast<double>().cwiseProduct(scale);
  }
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
