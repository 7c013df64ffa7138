#!/usr/bin/env python3
"""Fails where a symbol of the library mentions Eigen under its public name.

    symbols_test.py NM LIBRARY

The library's Eigen code must not be merged by the linker with that of a host (design: its sources
compile Eigen under a private name). Undefined symbols count too: the library must not need a host's.
"""
import re
import subprocess
import sys


def public_eigen(symbols):
    return [line for line in symbols.splitlines() if re.search(r"\bEigen::", line)]


def main():
    nm, library = sys.argv[1:3]
    symbols = subprocess.run([nm, "--demangle", library], check=True, capture_output=True, text=True).stdout
    assert public_eigen("0 W Eigen::internal::gebp()") and not public_eigen("0 W upcross_eigen::x()")
    assert "upcross::fit_als" in symbols, "this is not the library"
    assert "upcross_eigen::" in symbols, "the private name is not in use"
    found = public_eigen(symbols)
    print("\n".join(found[:20]) or "no symbol mentions Eigen::")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
