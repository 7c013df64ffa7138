#!/usr/bin/env bash
# Builds everything and runs all tests. Works from any directory; arguments go to CMake.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash examples/install-dependencies.sh

cache=()
if command -v ccache >/dev/null; then cache=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
cmake --preset release "${cache[@]}" -DUPCROSS_BUILD_TESTS=ON \
  -DUPCROSS_BUILD_BENCHMARKS=ON "$@"
cmake --build build/release
ctest --preset release
bash tests/python.sh "$@"
