#include "kernels/levels/level.hpp"

namespace upcross::kernels::UPCROSS_KERNEL_LEVEL {
namespace {

#if defined(__AVX512VNNI__)
constexpr const char* instructions = "avx512vnni";
#elif defined(__AVX512F__)
constexpr const char* instructions = "avx512";
#elif defined(__AVX2__)
constexpr const char* instructions = "avx2";
#else
constexpr const char* instructions = "generic";
#endif

#if defined(__AVX512VNNI__) || !defined(__AVX2__)
constexpr int code_limit = 127;
#else
constexpr int code_limit = 63;
#endif

}  // namespace

/// Eigen blocks its products by the sizes of the caches, which would make the order of summation,
/// hence the bytes, depend on the processor.
const Table& table() {
  static const bool fixed = (Eigen::setCpuCacheSizes(32 << 10, 512 << 10, 2 << 20), true);
  static_cast<void>(fixed);
  static constexpr Table table = {instructions,
                                  add_gram,
                                  rotate,
                                  eigen,
                                  invert,
                                  conjugate_gradients,
                                  add_right_hand_side,
                                  add_curvature,
                                  begin,
                                  advance,
                                  finish,
                                  refine,
                                  factor,
                                  solution,
                                  responses,
                                  code_limit,
                                  scan,
                                  products};
  return table;
}

}  // namespace upcross::kernels::UPCROSS_KERNEL_LEVEL
