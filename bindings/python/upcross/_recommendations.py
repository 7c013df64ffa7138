"""The table that a recommender answers with."""

from collections.abc import Callable, Mapping
from typing import Any, Self

import numpy as np

from upcross import _html
from upcross._ids import Ids, listed, text_of
from upcross._table import Table

COLUMNS = (
    "recommendation_id", "account_id", "account_name", "rank", "kind", "product_id",
    "product_name", "from_product_id", "score", "probability", "probability_low",
    "probability_high", "as_of", "horizon_days", "quantity", "unit_price", "order_value",
    "order_margin", "expected_revenue", "expected_margin", "reasons", "expires_on", "model_id",
)  # fmt: skip
SHORT = ("account_id", "rank", "kind", "product_id", "product_name", "order_value", "reasons")


class Recommendations(Table):
    """What to offer to whom, why, and what it is worth: a row per recommendation.

    Made by :meth:`Recommender.recommend`. Its columns are those of the batch program's output:

    ==================================== ========================================================
    recommendation_id                    the same for the same model, account, product, kind, day
    account_id, account_name             ids have the type in which they came
    rank                                 1 is best, over the account's whole list
    kind                                 "cross_sell" or "up_sell"
    product_id, product_name
    from_product_id                      what it would replace, else None
    score                                only an order, and of one kind
    probability, _low, _high             of a first order within the horizon, and its band; NaN
                                         where not known
    as_of, horizon_days                  the offer is for [as_of, as_of + horizon_days)
    quantity, unit_price                 of the order to expect; pieces, money
    order_value, order_margin            of that order, in cents; NaN where prices or costs are
                                         not known
    expected_revenue, expected_margin    probability x order
    reasons                              one sentence
    expires_on                           last day of the offer
    model_id                             a fingerprint of the model
    ==================================== ========================================================

    A column is made when it is first asked for.

    Examples
    --------
    >>> offers = example_model().recommend(["12349", "12350"], limit=2)
    >>> len(offers), len(offers.of("12350"))
    (4, 2)
    >>> offers["kind"].tolist()
    ['cross_sell', 'cross_sell', 'cross_sell', 'cross_sell']
    >>> [row["rank"] for row in offers]
    [1, 2, 1, 2]
    >>> offers[:1].to_pandas().shape
    (1, 23)
    """

    def __init__(
        self,
        columns: Mapping[str, np.ndarray],
        dtypes: Mapping[str, Any] | None = None,
        currency: str = "",
    ) -> None:
        super().__init__(columns, dtypes)
        self.currency = currency
        self._make: Callable[[str], np.ndarray] | None = None
        self._size = super().__len__()

    @classmethod
    def _of(cls, offers: Any, accounts: Ids, products: Ids, language: str, currency: str) -> Self:
        dtypes = {
            "account_id": accounts.dtype,
            "product_id": products.dtype,
            "from_product_id": products.dtype,
        }
        result = cls({}, {name: one for name, one in dtypes.items() if one is not None}, currency)
        result._size = len(offers)
        source = _Source(offers, accounts, products, language, currency)
        result._make = source.column
        return result

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return COLUMNS

    @property
    def reason_list(self) -> list[list[dict[str, Any]]]:
        """For each row its causes; their contributions add up to the score.

        Each has type, product_id, contribution, last_bought, purchases, accounts, of_accounts and
        price_difference; None or NaN where a value has no meaning for its type.
        """
        return list(self._column("reason_list"))

    def of(self, account: Any) -> Self:
        """The rows of an account, or of several; none for one that is not among them."""
        wanted = {text_of(one) for one in listed(account)}
        texts = [text_of(one) for one in self.column("account_id").tolist()]
        return self[np.fromiter((text in wanted for text in texts), dtype=bool, count=len(texts))]

    def column(self, name: str) -> np.ndarray:
        """The values of a column; raises KeyError for a name that is none."""
        if name not in COLUMNS:
            return super().column(name)
        return self._column(name)

    def _column(self, name: str) -> np.ndarray:
        if name not in self._columns and self._make is not None:
            self._columns[name] = self._make(name)
        return self._columns[name]

    def _selected(self, rows: np.ndarray) -> Self:
        result = type(self)({}, self._dtypes, self.currency)
        result._size = len(rows)
        result._make = _Selection(self, rows).column
        return result

    def __len__(self) -> int:
        return self._size

    def __getstate__(self) -> dict[str, Any]:
        columns = {name: self._column(name) for name in (*COLUMNS, "reason_list")}
        return {"columns": columns, "dtypes": self._dtypes, "currency": self.currency}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)

    def __repr__(self) -> str:
        return _html.as_text(self, SHORT) if len(self) else "no recommendations"

    def _repr_html_(self) -> str:
        return _html.recommendations_html(self)


class _Selection:
    """Columns that are some rows of another table's."""

    def __init__(self, table: Recommendations, rows: np.ndarray) -> None:
        self.table, self.rows = table, rows

    def column(self, name: str) -> np.ndarray:
        return self.table._column(name)[self.rows]


class _Source:
    """Columns that the core makes."""

    def __init__(
        self, offers: Any, accounts: Ids, products: Ids, language: str, currency: str
    ) -> None:
        self.offers, self.accounts, self.products = offers, accounts, products
        self.language, self.currency = language, currency

    def column(self, name: str) -> np.ndarray:
        size = len(self.offers)
        match name:
            case "account_id":
                return self.accounts.take(self._core("account"))
            case "product_id" | "from_product_id":
                return self.products.take(self._core(name.removesuffix("_id")))
            case "as_of":
                return np.full(size, self.offers.as_of).astype("datetime64[D]")
            case "expires_on":
                return self._core(name).astype("datetime64[D]")
            case "horizon_days":
                return np.full(size, self.offers.horizon_days)
            case "model_id":
                return np.full(size, self.offers.model_id, dtype=object)
            case "reason_list":
                return self._reason_list()
        return self._core(name)

    def _core(self, name: str) -> np.ndarray:
        made = self.offers.column(name, self.language, self.currency)
        return np.array(made, dtype=object) if isinstance(made, list) else made

    def _reason_list(self) -> np.ndarray:
        result = np.empty(len(self.offers), dtype=object)
        for row in range(len(result)):
            result[row] = [self._reason(reason) for reason in self.offers.reasons(row)]
        return result

    def _reason(self, reason: dict[str, Any]) -> dict[str, Any]:
        product, day = reason.pop("product"), reason.pop("last_bought")
        return {
            "type": reason.pop("type"),
            "product_id": None if product is None else _plain(self.products.values[product]),
            "contribution": reason.pop("contribution"),
            "last_bought": None if day is None else np.datetime64(day, "D").item(),
            **reason,
        }


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
