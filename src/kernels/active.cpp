#include <cstdlib>
#include <string>

#include <upcross/core/error.hpp>
#include <upcross/kernels/kernels.hpp>

#include "kernels/table.hpp"

namespace upcross {
namespace kernels::generic {
const Table& table();
}
#ifdef UPCROSS_X86_KERNELS
namespace kernels::avx2 {
const Table& table();
}
namespace kernels::avx512 {
const Table& table();
}
namespace kernels::avx512vnni {
const Table& table();
}
#endif

namespace {

struct Compiled {
  KernelLevel level;
  const kernels::Table& (*table)();
  bool (*runs_here)();
};

#ifdef UPCROSS_X86_KERNELS
bool has_avx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("fma");
}
#endif

constexpr Compiled compiled[] = {
    {KernelLevel::generic, kernels::generic::table, [] { return true; }},
#ifdef UPCROSS_X86_KERNELS
    {KernelLevel::avx2, kernels::avx2::table,
     [] { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }},
    {KernelLevel::avx512, kernels::avx512::table, has_avx512},
    {KernelLevel::avx512vnni, kernels::avx512vnni::table,
     [] { return has_avx512() && __builtin_cpu_supports("avx512vnni"); }},
#endif
};

std::string names_available() {
  std::string names;
  for (const KernelLevel level : available_kernels()) {
    names.append(names.empty() ? "" : ", ").append(to_string(level));
  }
  return names;
}

const Compiled& chosen() {
  const char* forced = std::getenv("UPCROSS_KERNELS");
  const Compiled* best = nullptr;
  for (const Compiled& one : compiled) {
    if (one.runs_here() && (forced == nullptr || to_string(one.level) == forced)) best = &one;
  }
  if (best == nullptr) {
    throw Error(ErrorCode::invalid_argument, "UPCROSS_KERNELS is '" + std::string(forced) +
                                                 "', expected one of those that this processor"
                                                 " can run: " +
                                                 names_available());
  }
  return *best;
}

const Compiled& active_level() {
  static const Compiled& level = chosen();
  return level;
}

}  // namespace

std::string_view to_string(KernelLevel level) {
  switch (level) {
    case KernelLevel::generic:
      return "generic";
    case KernelLevel::avx2:
      return "avx2";
    case KernelLevel::avx512:
      return "avx512";
    case KernelLevel::avx512vnni:
      return "avx512vnni";
  }
  return "unknown";
}

std::vector<KernelLevel> available_kernels() {
  std::vector<KernelLevel> levels;
  for (const Compiled& one : compiled) {
    if (one.runs_here()) levels.push_back(one.level);
  }
  return levels;
}

KernelLevel active_kernels() { return active_level().level; }

namespace kernels {

const Table& active() {
  static const Table& table = active_level().table();
  return table;
}

}  // namespace kernels
}  // namespace upcross
