"""The purchases of an account that a model does not know."""

from typing import Any

import numpy as np

from upcross import _core
from upcross._columns import Column
from upcross._data import built
from upcross._errors import InvalidInputError, unknown_id
from upcross._frames import Frame


def one_account(purchases: Any, columns: dict[str, str] | None, products: list[str]) -> Any:
    """A data set of one account with the products of a model; raises for others and for more."""
    choices = [(str(role), str(header)) for role, header in (columns or {}).items()]
    found = Frame("purchases", purchases).bound(choices, optional=("account_id",))
    size = len(found["product_id"])
    account = found.get("account_id")
    if account is not None and len(set(account.strings())) > 1:
        raise InvalidInputError("purchases: several accounts are there; expected one")
    found["account_id"] = account or Column("account_id", np.full(size, 1, dtype=np.int64))
    _check_products(found["product_id"], products)
    builder = _core.DatasetBuilder()
    builder.add_products(products, {})
    if size == 0:
        builder.add_accounts(["1"], {})
    return built(builder, found, {"account": [], "product": []}, 1)


def _check_products(column: Column, products: list[str]) -> None:
    known = set(products)
    for text in column.strings():
        if text and text not in known:
            raise unknown_id("product", text, products)
