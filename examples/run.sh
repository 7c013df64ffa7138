#!/usr/bin/env bash
# Builds the batch job, runs it on the bundled order lines of a giftware wholesaler and shows some
# of what it wrote. Works from any directory.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash examples/install-dependencies.sh

cache=()
if command -v ccache >/dev/null; then cache=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
cmake --preset release "${cache[@]}" -DUPCROSS_BUILD_TESTS=OFF >&2
cmake --build build/release --target batch_score >&2

data=examples/data/online-retail
output=build/recommendations.csv
build/release/examples/batch_score \
  --purchases "$data/purchases.csv.gz" \
  --products "$data/products.csv.gz" \
  --accounts "$data/accounts.csv.gz" \
  --currency GBP \
  --output "$output"

echo
python3 examples/show_excerpt.py "$output" GBP
echo "All recommendations: $PWD/$output"
