#!/usr/bin/env python3
"""Fails where the linker could merge code of the library with code compiled for other instructions.

    symbols_test.py NM LIBRARY

No symbol mentions Eigen under its public name, undefined ones included; and whatever a kernel file
leaves for the linker to merge belongs to the Eigen of that file's level alone.
"""
import re
import subprocess
import sys


def public_eigen(symbols):
    return [line for line in symbols.splitlines() if re.search(r"\bEigen::", line)]


def members(symbols):
    """The symbols of each object file of an archive."""
    for part in re.split(r"\n(?=\S+\.o:\n)", symbols):
        yield part.splitlines()


def mergeable_kernel_symbols(symbols):
    """Weak symbols of kernel files that do not name the file's own Eigen."""
    for lines in members(symbols):
        exported = "\n".join(line for line in lines if " T " in line)
        levels = set(re.findall(r" T upcross::kernels::(\w+)::\w+\(", exported))
        if not levels:
            continue
        (level,) = levels
        for line in lines:
            if re.search(r" [WVu] ", line) and f"upcross_eigen_{level}::" not in line and "DW.ref" not in line:
                yield f"{level}: {line}"


def main():
    nm, library = sys.argv[1:3]
    symbols = subprocess.run([nm, "--demangle", library], check=True, capture_output=True, text=True).stdout
    assert public_eigen("0 W Eigen::internal::gebp()") and not public_eigen("0 W upcross_eigen::x()")
    assert "upcross::fit_als" in symbols, "this is not the library"
    assert "upcross_eigen_generic::" in symbols, "the private name is not in use"
    bad = "table.cpp.o:\n0 T upcross::kernels::avx2::table()\n0 W std::max()"
    assert list(mergeable_kernel_symbols(bad)), "the rule does not bite"
    assert " T upcross::kernels::generic::factor(" in symbols, "the kernels are not where the rule looks"
    found = public_eigen(symbols) + list(mergeable_kernel_symbols(symbols))
    print("\n".join(found[:20]) or "nothing for the linker to merge")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
