"""A fitted model with the ids as the frames had them."""

from typing import Any

import numpy as np

from upcross import _core
from upcross._data import Loaded
from upcross._errors import InvalidArgumentError, check_whole
from upcross._explanation import Explanation
from upcross._ids import listed
from upcross._new_account import one_account
from upcross._recommendations import Recommendations
from upcross._table import Table

KINDS = ("cross_sell", "up_sell")


def checked_kinds(kinds: Any) -> list[str]:
    """The kinds as a list; raises for none and for one that is unknown."""
    asked = [kinds] if isinstance(kinds, str) else list(kinds)
    if not asked:
        raise InvalidArgumentError(f"kinds is empty; expected some of {', '.join(KINDS)}")
    for kind in asked:
        if kind not in KINDS:
            raise InvalidArgumentError(
                f"kind {kind!r} is unknown; expected one of {', '.join(KINDS)}"
            )
    return asked


def checked_limit(limit: Any) -> int:
    """The limit as the core takes it."""
    return min(check_whole("limit", limit, 1), 2**32)


class Fitted:
    """What a fit has made: the core's model and the ids on both sides of it."""

    def __init__(self, model: Any, loaded: Loaded) -> None:
        self.model, self.loaded = model, loaded

    def account_index(self, account: Any) -> int:
        return self.loaded.accounts.index(self.model.find_account, account)

    def product_index(self, product: Any) -> int:
        return self.loaded.products.index(self.model.find_product, product)

    def account_indexes(self, accounts: Any) -> list[int]:
        """Those of the ids; None is all."""
        if accounts is None:
            return list(range(len(self.loaded.accounts.texts)))
        return [self.account_index(one) for one in listed(accounts)]

    def recommendations(self, offers: Any, language: str, currency: str | None) -> Recommendations:
        return Recommendations._of(
            offers, self.loaded.accounts, self.loaded.products, language, self._money(currency)
        )

    def explanation(
        self, account: Any, product: Any, language: str, currency: str | None
    ) -> Explanation:
        whom, what = self.account_index(account), self.product_index(product)
        found = _core.explain(self.model, whom, what, language, self._money(currency))
        return Explanation._of(found, account, product, self.loaded.products)

    def _money(self, currency: str | None) -> str:
        return currency or self.loaded.data.currency or "EUR"

    def similar_products(self, product: Any, limit: Any) -> Table:
        """Products and the cosines of their factors with those of one, highest first."""
        found = self.model.similar_products(self.product_index(product), checked_limit(limit))
        return self._products(found[0], "similarity", found[1])

    def new_account(self, purchases: Any, columns: dict[str, str] | None) -> Any:
        """The purchases of an account that the model does not know, as a data set."""
        return one_account(purchases, columns, self.loaded.products.texts)

    def recommend_new(self, purchases: Any, columns: dict[str, str] | None, limit: Any) -> Table:
        """The products with the highest affinity of a new account, without what it bought."""
        count = checked_limit(limit)
        data = self.new_account(purchases, columns)
        scores = self.model.affinities(data)[0]
        offered = self.model.offered()
        offered[data.bought_products] = False
        best = np.lexsort((np.arange(len(scores)), -scores))
        best = best[offered[best]][:count].astype(np.uint32)
        return self._products(best, "score", scores[best])

    def _products(self, indexes: np.ndarray, name: str, values: np.ndarray) -> Table:
        products = self.loaded.products
        names = np.array(self.model.product_names(indexes.tolist()), dtype=object)
        return Table(
            {"product_id": products.take(indexes), "product_name": names, name: values},
            {} if products.dtype is None else {"product_id": products.dtype},
        )
