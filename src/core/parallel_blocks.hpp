#pragma once

#include <algorithm>
#include <cstddef>

#include <upcross/core/execution.hpp>
#include <upcross/core/parallel_for.hpp>

namespace upcross::detail {

inline constexpr std::size_t usual_block = 1 << 16;

/// Calls `body(begin, end)` once for each of some ranges that together are [0, size), on the
/// threads of the execution. A stop request skips those not yet begun.
template <class Body>
void parallel_blocks(const Execution& execution, std::size_t size, Body body,
                     std::size_t block = usual_block) {
  parallel_for(execution, (size + block - 1) / block, [&](std::size_t number, unsigned) {
    body(number * block, std::min(size, (number + 1) * block));
  });
}

}  // namespace upcross::detail
