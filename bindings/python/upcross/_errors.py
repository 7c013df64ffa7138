"""What upcross raises: each class is also the natural built-in."""

import difflib
import numbers
from collections.abc import Iterable

from upcross._core import (
    FileError,
    InvalidArgumentError,
    InvalidInputError,
    NumericalError,
    StoppedError,
    UpcrossError,
)

__all__ = [
    "FileError",
    "InvalidArgumentError",
    "InvalidInputError",
    "NotFittedError",
    "NumericalError",
    "StoppedError",
    "UnknownIdError",
    "UpcrossError",
]


class UnknownIdError(UpcrossError, KeyError):
    """An account or a product that the model does not know; names the nearest ones."""

    __module__ = "upcross"

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class NotFittedError(UpcrossError, ValueError, AttributeError):
    """A question to a model that was not fitted."""

    __module__ = "upcross"


def unknown_id(what: str, text: str, known: Iterable[str]) -> UnknownIdError:
    """The error for an id that is not among the known ones."""
    known = list(known)
    close = difflib.get_close_matches(text, known, n=3, cutoff=0.5)
    near = close or sorted(known, key=lambda one: (abs(len(one) - len(text)), one))[:3]
    hint = ", ".join(repr(one) for one in near)
    return UnknownIdError(
        f"{what} {text!r} is not in the data; nearest: {hint}" if hint else f"{what} {text!r}"
    )


def check_whole(name: str, value: object, least: int, most: int | None = None) -> int:
    """The value as an int; raises TypeError or ValueError, naming the option and its range."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{name} is {value!r}; expected a whole number")
    number = value.__index__()
    if number < least or (most is not None and number > most):
        upper = "or more" if most is None else f"to {most}"
        raise InvalidArgumentError(f"{name} is {number}; expected {least} {upper}")
    return number


def check_number(name: str, value: object) -> float:
    """The value as a float; raises TypeError, naming the option."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} is {value!r}; expected a number")
    return float(value)


def check_threads(threads: object) -> int:
    """The core's number of threads, 0 = one per processor."""
    return 0 if threads is None else check_whole("threads", threads, 1, 4096)
