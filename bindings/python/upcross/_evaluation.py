"""How well earlier periods would have been foreseen."""

import html
from typing import Any, Self

import numpy as np

from upcross._table import Table


class Evaluation(Table):
    """Measures of ways of ranking on held-out periods, a row for each.

    Columns: ranked_by; hit_rate_10, recall_20, ndcg_20 and lift (NDCG@20 less that of recent
    popularity), each with the 90 % interval of bootstrap over accounts as _low and _high;
    revenue_share_10, coverage_20 and gini_20. For the task "new_categories" 1 and 5 stand for 10
    and 20; for "repeats" the lift is over frequency.

    Examples
    --------
    >>> page = example_model().evaluate(task="repeats", horizon_days=60, cuts=1)
    >>> "recency" in page["ranked_by"].tolist()
    True
    """

    text = ""

    @classmethod
    def _of(cls, text: str, columns: dict[str, list[Any]]) -> Self:
        result = cls({name: np.asarray(values) for name, values in columns.items()})
        result.text = text
        return result

    def __repr__(self) -> str:
        return self.text or super().__repr__()

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(repr(self))}</pre>"
