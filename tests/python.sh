#!/usr/bin/env bash
# Builds the wheel on the library in build/release, puts it into a virtual environment below build/
# and runs its tests. Arguments go to CMake.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv=$PWD/build/venv
python=$venv/bin/python
requirements=bindings/python/tests/requirements.txt
[ -x "$python" ] || python3 -m venv "$venv"
cmp -s "$requirements" "$venv/requirements.txt" || {
  "$python" -m pip install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$venv/requirements.txt"
}

prefix=$PWD/build/prefix
cmake --install build/release --prefix "$prefix" >/dev/null
settings=(-C "build-dir=$PWD/build/wheel" -C cmake.define.UPCROSS_INSTALLED=ON
          -C "cmake.define.upcross_ROOT=$prefix")
if command -v ccache >/dev/null; then
  settings+=(-C cmake.define.CMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
for argument in "$@"; do
  case $argument in -D*) settings+=(-C "cmake.define.${argument#-D}") ;; esac
done
"$python" -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps \
  --force-reinstall ./bindings/python "${settings[@]}"

UPCROSS_BATCH_SCORE=$PWD/build/release/examples/batch_score \
  "$python" -m pytest bindings/python/tests
