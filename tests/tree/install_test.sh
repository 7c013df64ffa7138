#!/usr/bin/env bash
# Installs the package to an empty place, builds an outside project against it and runs that.
#   install_test.sh CMAKE BUILD_DIRECTORY
set -euo pipefail
cmake=$1
build=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$cmake" --install "$build" --prefix "$scratch/prefix" >/dev/null
"$cmake" -S "$here/host" -B "$scratch/host" -DCMAKE_PREFIX_PATH="$scratch/prefix"
"$cmake" --build "$scratch/host"
"$scratch/host/host"
