#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include <upcross/core/execution.hpp>
#include <upcross/core/parallel_for.hpp>

namespace upcross::detail {

/// Calls each of the steps once, in any order, on the threads of the execution. A stop request
/// skips those not yet begun.
inline void parallel_steps(const Execution& execution,
                           const std::vector<std::function<void()>>& steps) {
  parallel_for(execution, steps.size(), [&](std::size_t step, unsigned) { steps[step](); });
}

}  // namespace upcross::detail
