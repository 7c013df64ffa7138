#!/usr/bin/env bash
# Cross-compiles the numerical half of the library for aarch64 and runs its tests in an emulator.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cache=()
if command -v ccache >/dev/null; then cache=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
cmake -S tests/aarch64 -B build/aarch64 -G Ninja -DCMAKE_BUILD_TYPE=Release "${cache[@]}" \
  -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 \
  -DCMAKE_CXX_COMPILER=aarch64-linux-gnu-g++
cmake --build build/aarch64 --target numeric_tests
qemu-aarch64 -L /usr/aarch64-linux-gnu build/aarch64/numeric_tests --gtest_brief=1
