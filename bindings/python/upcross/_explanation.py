"""Why an account has its affinity for a product."""

import html
from typing import Any, Self

import numpy as np

from upcross._ids import Ids
from upcross._table import Table

NOTHING = {
    "type": [],
    "product": np.zeros(0, dtype=np.uint32),
    "contribution": np.zeros(0),
    "last_bought": np.zeros(0, dtype=np.int64),
}


class Explanation:
    """An affinity as the sum of what the account's own purchases contribute.

    Made by :meth:`Recommender.explain`.

    Attributes
    ----------
    account, product
        The ids.
    affinity : float
        Only an order; 0 for an account that there is nothing to rank by.
    sentence : str
        The strongest causes in words.
    purchases : Table
        type, product_id, contribution and last_bought of each cause, strongest first: the
        account's purchases ("own_purchase") and, where they count, "trend" and "popular_lately".

    Examples
    --------
    >>> example_model().explain("12349", "22423").purchases.columns
    ('type', 'product_id', 'contribution', 'last_bought')
    """

    def __init__(
        self, account: Any, product: Any, affinity: float, sentence: str, purchases: Table
    ) -> None:
        self.account, self.product = account, product
        self.affinity, self.sentence, self.purchases = affinity, sentence, purchases

    @classmethod
    def _of(cls, found: Any, account: Any, product: Any, products: Ids) -> Self:
        affinity, sentence, columns = found or (0.0, "", NOTHING)
        table = {
            "type": np.array(columns["type"], dtype=object),
            "product_id": products.take(columns["product"]),
            "contribution": columns["contribution"],
            "last_bought": columns["last_bought"].view("datetime64[D]"),
        }
        dtypes = {} if products.dtype is None else {"product_id": products.dtype}
        return cls(account, product, affinity, sentence, Table(table, dtypes))

    def __repr__(self) -> str:
        return (
            f"affinity of {self.account!r} for {self.product!r}: {self.affinity:.4g}\n"
            f"{self.sentence}\n{self.purchases!r}"
        )

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self.sentence)}</p>{self.purchases._repr_html_()}"
