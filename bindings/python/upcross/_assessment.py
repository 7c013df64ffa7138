"""What data hold and what they allow, before anything is trained."""

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from upcross import _core
from upcross._data import load


class Assessment(Mapping[str, Any]):
    """An assessment: a page as text, and a mapping of everything that it counts.

    Examples
    --------
    >>> import upcross
    >>> lines = {"account_id": ["A", "B"], "sku": ["x", "x"], "date": ["2024-05-01"] * 2}
    >>> upcross.assess(lines)["interactions"]
    2
    """

    def __init__(self, text: str, data: str) -> None:
        self.text = text
        self._data = json.loads(data)

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text)}</pre>"


def assess(
    purchases: Any,
    products: Any = None,
    accounts: Any = None,
    *,
    columns: dict[str, str] | None = None,
) -> Assessment:
    """What data hold and what they allow; trains nothing.

    Parameters
    ----------
    purchases, products, accounts, columns
        As in :meth:`Recommender.fit`.

    Returns
    -------
    Assessment
        A page, and a mapping of everything on it.

    Examples
    --------
    >>> import upcross
    >>> lines = {"account_id": ["A", "B"], "sku": ["x", "x"], "date": ["2024-05-01"] * 2}
    >>> upcross.assess(lines)["purchase_lines"]
    2
    """
    return Assessment(*_core.assess(load(purchases, products, accounts, columns).data))
