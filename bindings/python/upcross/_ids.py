"""Ids: texts in the core, values of the frame's own type outside."""

import uuid
from collections.abc import Iterable
from typing import Any

import numpy as np

from upcross._errors import InvalidInputError, unknown_id


def is_missing(value: Any) -> bool:
    """Whether the value is None, NaN, pandas' NA or NaT."""
    if value is None or isinstance(value, float) and value != value:
        return True
    return type(value).__name__ in ("NAType", "NaTType")


def text_of(value: Any) -> str:
    """The text that stands for an id, the same for equal ids of any type: 7, 7.0 and "7"."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{value!r} is no id; expected text, a whole number, bytes or a UUID")
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        if not float(value).is_integer():
            raise InvalidInputError(f"{value!r} is no id; expected text or whole numbers")
        return str(int(value))
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(
        f"{type(value).__name__} {value!r} is no id; expected text, a whole number, bytes or a UUID"
    )


class Ids:
    """The ids of all accounts or all products, in the core's order.

    Parameters
    ----------
    what : str
        "account" or "product", for messages.
    texts : list of str
        The core's ids.
    originals : dict
        The value that each text came from, where that is not the text itself.
    dtype : object
        The type of the frame's column, or None.
    """

    def __init__(self, what: str, texts: list[str], originals: dict[str, Any], dtype: Any) -> None:
        self.what = what
        self.dtype = dtype
        self.texts = texts
        self.values = self._values(texts, originals)

    @staticmethod
    def _values(texts: list[str], originals: dict[str, Any]) -> np.ndarray:
        values = [originals.get(text, text) for text in texts] if originals else texts
        if values and all(isinstance(value, (int, np.integer)) for value in values):
            return np.array(values)
        result = np.empty(len(values), dtype=object)
        result[:] = values
        return result

    def index(self, find: Any, value: Any) -> int:
        """The core's index of an id; raises UnknownIdError."""
        text = text_of(value)
        found = find(text)
        if found is None:
            raise unknown_id(self.what, text, self.texts)
        return found

    def take(self, indexes: np.ndarray) -> np.ndarray:
        """The ids at these indexes; None at 0xffffffff."""
        missing = indexes == 0xFFFFFFFF
        if not missing.any():
            return self.values[indexes]
        result = np.full(len(indexes), None, dtype=object)
        result[~missing] = self.values[indexes[~missing]]
        return result


def listed(ids: Any) -> list[Any]:
    """The ids as a list; a single one is a list of one."""
    if isinstance(ids, (str, bytes, int, float, np.generic, uuid.UUID)):
        return [ids]
    if not isinstance(ids, Iterable):
        raise TypeError(f"{type(ids).__name__} is neither an id nor a sequence of ids")
    return ids.tolist() if isinstance(ids, np.ndarray) else list(ids)
