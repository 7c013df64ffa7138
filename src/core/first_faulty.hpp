#pragma once

#include <atomic>
#include <cstddef>

#include <upcross/core/execution.hpp>

#include "core/parallel_blocks.hpp"

namespace upcross::detail {

/// The first in [0, size) for which `is_faulty` holds, or `size`. O(size), on the threads of the
/// execution, each of which takes `block` at a time. A stop request is not looked at.
template <class IsFaulty>
std::size_t first_faulty(const Execution& execution, std::size_t size, IsFaulty is_faulty,
                         std::size_t block = usual_block) {
  std::atomic<std::size_t> first = size;
  const auto look_at = [&](std::size_t begin, std::size_t end) {
    std::size_t line = begin;
    while (line < end && !is_faulty(line)) ++line;
    if (line == end) return;
    std::size_t known = first;
    while (line < known && !first.compare_exchange_weak(known, line)) continue;
  };
  parallel_blocks(Execution{.threads = execution.threads}, size, look_at, block);
  return first;
}

}  // namespace upcross::detail
