#!/usr/bin/env bash
# Installs what the library, its examples and its tests are built from, where it is missing.
set -euo pipefail

packages=(g++ cmake ninja-build ccache libeigen3-dev zlib1g-dev libisal-dev nlohmann-json3-dev
          libcli11-dev libgtest-dev libbenchmark-dev python3 python3-dev python3-venv)

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_missing() {
  local missing=() package as_root=()
  for package in "${packages[@]}"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "installing: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

check_commands() {
  local missing=() command
  for command in c++ cmake ninja python3; do
    command -v "$command" >/dev/null || missing+=("$command")
  done
  echo "needed: a C++20 compiler, CMake 3.25, Ninja, Python 3, Eigen 3.4, zlib, nlohmann-json," \
       "CLI11; for the tests GoogleTest and Google Benchmark; useful: ISA-L, ccache" >&2
  [ ${#missing[@]} -eq 0 ] || { echo "missing: ${missing[*]}" >&2; return 1; }
}

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
  install_missing
else
  check_commands
fi
