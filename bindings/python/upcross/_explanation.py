"""Why an account has its affinity for a product."""

import html
from typing import Any, Self

import numpy as np

from upcross._recommendations import Recommendations
from upcross._table import Table


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
        product_id, contribution and last_bought of each purchase, strongest first.

    Examples
    --------
    >>> example_model().explain("12349", "22423").purchases.columns
    ('product_id', 'contribution', 'last_bought')
    """

    def __init__(
        self, account: Any, product: Any, affinity: float, sentence: str, purchases: Table
    ) -> None:
        self.account, self.product = account, product
        self.affinity, self.sentence, self.purchases = affinity, sentence, purchases

    @classmethod
    def _of(
        cls, short: Recommendations, whole: Recommendations, account: Any, product: Any, dtype: Any
    ) -> Self:
        reasons = whole.reason_list[0] if len(whole) else []
        ids = np.empty(len(reasons), dtype=object)
        ids[:] = [reason["product_id"] for reason in reasons]
        days = [reason["last_bought"] for reason in reasons]
        purchases = Table(
            {
                "product_id": ids,
                "contribution": np.array([reason["contribution"] for reason in reasons]),
                "last_bought": np.array(days, dtype="datetime64[D]"),
            },
            {} if dtype is None else {"product_id": dtype},
        )
        affinity = float(whole["score"][0]) if len(whole) else 0.0
        sentence = (short["reasons"][0] or "") if len(short) else ""
        return cls(account, product, affinity, sentence, purchases)

    def __repr__(self) -> str:
        return (
            f"affinity of {self.account!r} for {self.product!r}: {self.affinity:.4g}\n"
            f"{self.sentence}\n{self.purchases!r}"
        )

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self.sentence)}</p>{self.purchases._repr_html_()}"
