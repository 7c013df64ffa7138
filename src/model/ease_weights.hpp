#pragma once

#include <upcross/core/matrix.hpp>

namespace upcross::detail {

/// The weights of EASE for X^T X + lambda I: 0 on the diagonal, else B_ij = -P_ij / P_jj with P the
/// inverse of `gram`. Row i holds the weights from i. Throws numerical if it is not positive
/// definite.
Matrix ease_weights(Matrix gram);

}  // namespace upcross::detail
