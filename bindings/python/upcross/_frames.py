"""Frames of any make as columns by their names."""

import csv
import gzip
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import narwhals as nw

from upcross import _core
from upcross._columns import Column
from upcross._errors import InvalidInputError

Choices = list[tuple[str, str]]


def is_path(data: Any) -> bool:
    """Whether the data are a file, or several."""
    if isinstance(data, (list, tuple)):
        return len(data) > 0 and all(isinstance(one, (str, os.PathLike)) for one in data)
    return isinstance(data, (str, os.PathLike))


class Frame:
    """A table: its headers, and its columns when they are asked for.

    Parameters
    ----------
    what : str
        "purchases", "products" or "accounts".
    data : frame, mapping or path
        A frame that narwhals knows, eager or lazy, a mapping of arrays, or a CSV file.
    """

    def __init__(self, what: str, data: Any) -> None:
        self.what = what
        self._table = self._opened(data)
        self.headers = [str(header) for header in self._names()]
        self._refuse_twins(self.headers)

    def _refuse_twins(self, headers: Iterable[Any]) -> None:
        seen = set()
        for header in map(str, headers):
            if header in seen:
                raise InvalidInputError(f"{self.what}: the column {header!r} is there twice")
            seen.add(header)

    def _opened(self, data: Any) -> Any:
        if is_path(data):
            return _csv_columns(data)
        if isinstance(data, Mapping):
            return data
        if not hasattr(data, "collect_schema"):
            self._refuse_twins(getattr(data, "columns", ()))
        try:
            return nw.from_native(data)
        except TypeError:
            raise TypeError(
                f"{self.what}: {type(data).__name__} is no table; expected a data frame (pandas, "
                "polars, pyarrow, DuckDB, ...), a mapping of columns or the path of a CSV file"
            ) from None

    def _names(self) -> list[str]:
        if isinstance(self._table, nw.LazyFrame):
            return self._table.collect_schema().names()
        return list(self._table if isinstance(self._table, Mapping) else self._table.columns)

    def bound(self, choices: Choices, optional: tuple[str, ...] = ()) -> dict[str, Column]:
        """The columns that upcross knows, by its names for them."""
        own = [(role, header) for role, header in choices if header in self.headers]
        try:
            found = _core.bind_columns(self.what, self.headers, own, list(optional))
        except InvalidInputError as error:
            raise InvalidInputError(f"{self.what}: {error}") from None
        columns = self._columns(list(found.values()))
        result = {role: columns[header] for role, header in found.items()}
        self._check_lengths(result)
        return result

    def _columns(self, headers: list[str]) -> dict[str, Column]:
        table = self._table
        if isinstance(table, nw.LazyFrame):
            table = table.select(headers).collect()
        names = dict(zip(self.headers, self._names(), strict=True))
        return {header: Column(header, self._native(table, names[header])) for header in headers}

    @staticmethod
    def _native(table: Any, name: str) -> Any:
        return table[name] if isinstance(table, Mapping) else nw.to_native(table[name])

    def _check_lengths(self, columns: dict[str, Column]) -> None:
        lengths = {column.name: len(column) for column in columns.values()}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name!r} has {size}" for name, size in lengths.items())
            raise InvalidInputError(f"{self.what}: the columns differ in length: {told}")


def check_choices(choices: Choices, frames: list[Frame]) -> None:
    """Raises for a choice of no column that upcross knows, or of a header that no frame has."""
    known = {table: _core.column_names(table) for table in ("purchases", "products", "accounts")}
    for role, header in choices:
        word = _core.normalized_header(role)
        tables = [t for t, names in known.items() if word in names or f"{word}_id" in names]
        if not tables:
            roles = sorted({name for names in known.values() for name in names})
            raise InvalidInputError(
                f"columns: there is no column {role!r}; expected one of {', '.join(roles)}"
            )
        seen = [h for frame in frames if frame.what in tables for h in frame.headers]
        if header not in seen:
            raise InvalidInputError(
                f"columns: the header {header!r} for {role} is in no table that has this column; "
                f"headers found: {', '.join(map(repr, seen))}"
            )


def _csv_columns(path: Any) -> dict[str, list[str | None]]:
    """A catalogue or a list of accounts beside a frame of purchases."""
    file = Path(path)
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", newline="") as lines:
        head = lines.readline()
        lines.seek(0)
        delimiter = max(",;\t|", key=head.count)
        rows = list(csv.DictReader(lines, delimiter=delimiter))
        names = [name for name in (csv.reader([head], delimiter=delimiter).__next__())]
    return {name: [row[name] or None for row in rows] for name in names}
