#include <cstdint>

#include <upcross/core/buffer.hpp>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace upcross::detail {

void prefer_large_pages([[maybe_unused]] void* block, [[maybe_unused]] std::size_t bytes) noexcept {
#ifdef __linux__
  constexpr std::size_t page = 2 << 20;
  if (bytes < 4 * page) return;
  const auto begin = (reinterpret_cast<std::uintptr_t>(block) + page - 1) / page * page;
  const auto end = (reinterpret_cast<std::uintptr_t>(block) + bytes) / page * page;
  static_cast<void>(madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE));
#endif
}

}  // namespace upcross::detail
