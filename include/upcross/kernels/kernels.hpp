#pragma once

#include <string_view>
#include <vector>

namespace upcross {

/// Sets of processor instructions that the numerical core is compiled for.
enum class KernelLevel {
  generic,     ///< what every processor of the architecture has
  avx2,        ///< x86-64 with AVX2 and FMA
  avx512,      ///< x86-64 with AVX-512 F, BW, DQ and VL
  avx512vnni,  ///< avx512 with VNNI, the dot products of 8-bit integers
};

/// The word of UPCROSS_KERNELS, e.g. "avx2".
std::string_view to_string(KernelLevel level);

/// The levels that this processor can run, rising.
std::vector<KernelLevel> available_kernels();

/// The level in use, for the life of the process: that named by the environment variable
/// UPCROSS_KERNELS, else the highest available. Throws invalid_argument if the variable names a
/// level that does not exist or is not available here.
///
/// Results are the same bytes for the same level; between levels they differ by rounding.
KernelLevel active_kernels();

}  // namespace upcross
