#!/usr/bin/env bash
# Builds the fuzz target of the reader with clang and runs it for some seconds (30). What it finds is
# left in build/fuzz, and the exit status is not 0. New inputs go there too, not into the corpus.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=RelWithDebInfo \
  -DUPCROSS_BUILD_FUZZERS=ON -DUPCROSS_BUILD_TESTS=OFF -DUPCROSS_BUILD_EXAMPLES=OFF
cmake --build build/fuzz --target read_fuzz
mkdir -p build/fuzz/inputs
build/fuzz/tests/fuzz/read_fuzz -max_total_time="${1:-30}" -timeout=10 -max_len=16384 \
  -artifact_prefix=build/fuzz/ -print_final_stats=1 build/fuzz/inputs tests/fuzz/corpus
