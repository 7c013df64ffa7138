"""Docstrings, stubs and the README say what is so."""

import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, retail_model

import upcross
from upcross import _core

MODULES = ["upcross", *(f"upcross.{m.name}" for m in pkgutil.iter_modules(upcross.__path__))]


def examples():
    finder = doctest.DocTestFinder()
    for name in MODULES:
        module = importlib.import_module(name)
        globs = {**vars(module), **vars(upcross), "example_model": retail_model}
        yield from (test for test in finder.find(module, globs=globs) if test.examples)


@pytest.mark.parametrize("example", list(examples()), ids=lambda one: one.name)
def test_an_example_prints_what_it_shows(example):
    failed, _ = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example)
    assert failed == 0


def public_things():
    for name in upcross.__all__:
        thing = getattr(upcross, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            yield name, thing
        if inspect.isclass(thing) and thing.__module__.startswith("upcross._"):
            yield from (
                (f"{name}.{own}", member)
                for own, member in vars(thing).items()
                if not own.startswith("_") and inspect.isfunction(member)
            )


@pytest.mark.parametrize(("name", "thing"), list(public_things()), ids=lambda one: str(one)[:40])
def test_everything_public_is_documented(name, thing):
    assert thing.__doc__ and len(thing.__doc__) > 20


RECOMMENDER = [name for name, _ in public_things() if name.startswith("Recommender.")]


@pytest.mark.parametrize("name", [*RECOMMENDER, "fit_als", "assess", "Recommender"])
def test_every_parameter_is_documented_and_an_example_follows(name):
    thing = upcross
    for part in name.split("."):
        thing = getattr(thing, part)
    text = thing.__doc__
    assert ">>>" in text
    if name.endswith(("get_params", "set_params")):
        return
    for parameter in inspect.signature(thing).parameters:
        if parameter != "self":
            assert re.search(rf"\b{parameter}\b.*:|\b{parameter}\b", text), parameter


def test_the_stub_of_the_compiled_module_is_that_of_the_module(tmp_path):
    made = tmp_path / "_core.pyi"
    subprocess.run(
        [sys.executable, "-m", "nanobind.stubgen", "-q", "-m", "upcross._core", "-o", made],
        check=True,
    )
    shipped = Path(_core.__file__).parent / "_core.pyi"
    assert made.read_text() == shipped.read_text()


def test_the_package_says_that_it_is_typed():
    assert (Path(upcross.__file__).parent / "py.typed").exists()


def test_the_readme_is_true():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text[text.index("\n## Python\n") :]
    section = section[: section.index("\n## ", 5)]
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(compile(block, "README.md", "exec"), names)
    assert isinstance(names["model"], upcross.Recommender)
