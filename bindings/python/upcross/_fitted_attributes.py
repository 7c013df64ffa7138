"""What a fit leaves behind: attributes that end in _, in the manners of scikit-learn."""

from typing import Any

import numpy as np

from upcross._errors import NotFittedError
from upcross._fitted import Fitted
from upcross._table import Table


class FittedAttributes:
    """The attributes of a recommender that is fitted; before that each raises NotFittedError."""

    @property
    def _fitted(self) -> Fitted:
        state = self.__dict__.get("_state")
        if state is None:
            raise NotFittedError("this Recommender is not fitted; call fit(purchases) first")
        return state

    def __sklearn_is_fitted__(self) -> bool:
        return "_state" in self.__dict__

    @property
    def accounts_(self) -> np.ndarray:
        """All account ids, in the order of the factors."""
        return self._fitted.loaded.accounts.values

    @property
    def products_(self) -> np.ndarray:
        """All product ids, in the order of the factors."""
        return self._fitted.loaded.products.values

    @property
    def account_factors_(self) -> np.ndarray:
        """Factors of the accounts, (accounts, factors); read-only, without a copy."""
        return self._fitted.model.account_factors

    @property
    def product_factors_(self) -> np.ndarray:
        """Factors of the products, (products, factors); read-only, without a copy."""
        return self._fitted.model.product_factors

    @property
    def ranked_by_(self) -> str:
        """What ranks, in words."""
        return self._fitted.model.ranked_by

    @property
    def tuning_(self) -> Table:
        """The rankings that were tried on held-out periods."""
        columns = self._fitted.model.tuning
        return Table({name: np.array(values) for name, values in columns.items()})

    @property
    def loss_(self) -> list[float]:
        """The objective of the factorization after each iteration."""
        return self._fitted.model.loss

    @property
    def as_of_(self) -> Any:
        """The day of the question, a datetime.date."""
        return np.datetime64(self._fitted.model.as_of, "D").item()

    @property
    def left_out_(self) -> dict[str, int]:
        """How many lines do not count, by the reason."""
        return self._fitted.model.left_out

    @property
    def model_id_(self) -> str:
        """A fingerprint of the model."""
        return self._fitted.model.id
