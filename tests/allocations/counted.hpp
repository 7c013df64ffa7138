#pragma once

#include <cstddef>

namespace upcross::test {

/// How often malloc, calloc, realloc, aligned_alloc or posix_memalign was called so far.
extern std::size_t allocations;

}  // namespace upcross::test
