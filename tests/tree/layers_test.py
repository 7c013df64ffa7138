#!/usr/bin/env python3
"""Fails where a file includes a layer to the right of its own, or a library where it must not.

    layers_test.py REPOSITORY
"""
import re
import sys
import tempfile
from pathlib import Path

LAYERS = ["core", "data", "interactions", "model", "scoring", "recommend", "evaluation", "selection",
          "planning", "report"]
ALLOWED = {layer: set(LAYERS[: i + 1]) for i, layer in enumerate(LAYERS)}
ALLOWED["persistence"] = {"core", "persistence"}
ALLOWED["kernels"] = {"core", "kernels"}
for layer in LAYERS[LAYERS.index("model"):]:
    ALLOWED[layer].add("kernels")
SEES_ALL = {"upcross.hpp", "engine.hpp", "upcross.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def layer_of(path):
    """The layer that an include or a file below include/upcross or src belongs to, or None."""
    parts = Path(path).parts
    return parts[0] if len(parts) > 1 else None


def faults_of(root, folder, file):
    relative = file.relative_to(root / folder)
    own = layer_of(relative)
    public = folder == "include/upcross"
    for _, target in INCLUDE.findall(file.read_text(encoding="utf-8")):
        inner = target.removeprefix("upcross/")
        layer = layer_of(inner)
        if target.startswith("Eigen/") and public and str(relative) != "core/matrix.hpp" and "detail" not in relative.parts:
            yield f"{relative} includes <{target}>: Eigen belongs into core/matrix.hpp, detail/ and src/"
        if target.startswith("boost/") and public:
            yield f"{relative} includes <{target}>: Boost belongs into src/"
        if target == "iostream":
            yield f"{relative} includes <iostream>: the library does not print"
        if layer in ALLOWED and own in ALLOWED and layer not in ALLOWED[own]:
            yield f"{relative} includes {target}: {own} may see only {', '.join(sorted(ALLOWED[own]))}"
        if layer is None and inner in SEES_ALL and own is not None:
            yield f"{relative} includes {target}, which sees everything"
    if own is not None and own not in ALLOWED:
        yield f"{relative}: {own} is no layer"


def faults(root):
    for folder in ("include/upcross", "src"):
        for file in sorted((root / folder).rglob("*.[ch]pp")):
            yield from faults_of(root, folder, file)


def check_that_the_rules_bite(scratch):
    """Each rule finds the fault that breaks it."""
    cases = {
        "include/upcross/data/a.hpp": "#include <upcross/model/als.hpp>",
        "include/upcross/model/b.hpp": "#include <Eigen/Core>",
        "include/upcross/core/c.hpp": "#include <iostream>",
        "include/upcross/core/d.hpp": "#include <boost/archive/binary_oarchive.hpp>",
        "include/upcross/persistence/e.hpp": "#include <upcross/data/dataset.hpp>",
        "include/upcross/odd/f.hpp": "",
        "include/upcross/data/g.hpp": "#include <upcross/upcross.hpp>",
        "src/scoring/h.cpp": '#include "recommend/x.hpp"',
    }
    for name, text in cases.items():
        path = scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = list(faults(scratch))
    assert len(found) == len(cases), found


def main():

    with tempfile.TemporaryDirectory() as scratch:
        check_that_the_rules_bite(Path(scratch))
    found = list(faults(Path(sys.argv[1])))
    print("\n".join(found) or "every include points to the left")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
