"""Tables of results: columns, rows, slices, and the frames of others."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

import numpy as np

from upcross import _html


class Table:
    """Columns of equal length.

    Parameters
    ----------
    columns : mapping of str to ndarray
        The columns by their names, in their order.
    dtypes : mapping of str to object, optional
        Types of other libraries in which ids came, by column.

    Examples
    --------
    >>> import numpy as np
    >>> from upcross import Table
    >>> table = Table({"product_id": np.array(["A", "B"]), "score": np.array([2.0, 1.0])})
    >>> len(table), table.columns, table[0]["product_id"]
    (2, ('product_id', 'score'), 'A')
    """

    def __init__(
        self, columns: Mapping[str, np.ndarray], dtypes: Mapping[str, Any] | None = None
    ) -> None:
        self._columns = {name: np.asarray(values) for name, values in columns.items()}
        self._dtypes = dict(dtypes or {})

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._columns)

    def column(self, name: str) -> np.ndarray:
        """The values of a column; raises KeyError for a name that is none."""
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; expected one of {', '.join(self.columns)}")
        return self._columns[name]

    def _selected(self, rows: np.ndarray) -> Self:
        picked = {name: self.column(name)[rows] for name in self.columns}
        return type(self)(picked, self._dtypes)

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()))) if self._columns else 0

    def __getitem__(self, key: Any) -> Any:
        """A column by its name, a row by its number, or a part by a slice, mask or numbers."""
        if isinstance(key, str):
            return self.column(key)
        if isinstance(key, (int, np.integer)):
            return self._row(range(len(self))[key])
        return self._selected(np.arange(len(self))[key])

    def _row(self, i: int) -> dict[str, Any]:
        return {name: _plain(self.column(name)[i]) for name in self.columns}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        lists = {name: self.column(name) for name in self.columns}
        for i in range(len(self)):
            yield {name: _plain(values[i]) for name, values in lists.items()}

    def to_dict(self) -> dict[str, np.ndarray]:
        """All columns as numpy arrays, without a copy."""
        return {name: self.column(name) for name in self.columns}

    def to_pandas(self) -> Any:
        """A pandas DataFrame; ids have the type in which they came."""
        import pandas as pd

        return pd.DataFrame({name: self._for_pandas(pd, name) for name in self.columns}, copy=False)

    def _for_pandas(self, pd: Any, name: str) -> Any:
        values = self.column(name)
        dtype = self._dtypes.get(name)
        if dtype is not None and type(dtype).__module__.split(".")[0] in ("pandas", "numpy"):
            return pd.Series(values, dtype=dtype)
        if values.dtype.kind == "M":
            return pd.Series(values.astype("datetime64[s]"))
        return values

    def to_polars(self) -> Any:
        """A polars DataFrame; ids have the type in which they came."""
        import polars as pl

        return pl.DataFrame([self._for_polars(pl, name) for name in self.columns])

    def _for_polars(self, pl: Any, name: str) -> Any:
        values = self.column(name)
        dtype = self._dtypes.get(name)
        if dtype is not None and type(dtype).__module__.split(".")[0] == "polars":
            return pl.Series(name, values.tolist(), dtype=dtype)
        if isinstance(dtype, type) and issubclass(dtype, pl.DataType):
            return pl.Series(name, values.tolist(), dtype=dtype)
        return pl.Series(name, values.tolist() if values.dtype == object else values)

    def to_arrow(self) -> Any:
        """A pyarrow Table; ids have the type in which they came."""
        import pyarrow as pa

        return pa.table({name: self._for_arrow(pa, name) for name in self.columns})

    def _for_arrow(self, pa: Any, name: str) -> Any:
        values = self.column(name)
        dtype = self._dtypes.get(name)
        if values.dtype == object and not any(value is not None for value in values):
            return pa.array(values.tolist(), pa.string())
        if not isinstance(dtype, pa.DataType):
            return pa.array(values.tolist() if values.dtype == object else values)
        if pa.types.is_dictionary(dtype):
            return pa.array(values.tolist(), dtype.value_type).dictionary_encode().cast(dtype)
        return pa.array(values.tolist(), dtype)

    def __repr__(self) -> str:
        return _html.as_text(self, self.columns)

    def _repr_html_(self) -> str:
        return _html.as_html(self, self.columns)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
