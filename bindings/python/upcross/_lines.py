"""The numbers and words of purchase lines in a frame, read as the reader of files does."""

from typing import Any

import numpy as np

from upcross import _core
from upcross._columns import MARKED, NOT_A_TIME, Column
from upcross._errors import InvalidInputError

LARGEST_QUANTITY = 1e9
LARGEST_NUMBER = 1e12
LARGEST_PRICE_UNIT = 1e6
WORDS = ("document_type", "order_status", "cancelled")


def within(column: Column, values: np.ndarray, least: float, most: float) -> np.ndarray:
    """The values, of which none that is told may lie outside the range."""
    outside = (values < least) | (values > most)
    if outside.any():
        line = int(outside.argmax())
        raise InvalidInputError(
            f"column {column.name!r}: line {line} is {values[line]}; "
            f"expected {least:.0f} to {most:.0f}"
        )
    return values


class Lines:
    """The lines of a frame of purchases, by columns.

    Parameters
    ----------
    columns : dict of str to Column
        The columns of the frame by the names that the library has for them.
    builder : _core.DatasetBuilder
        Is told what the words and the totals of the lines said.
    """

    def __init__(self, columns: dict[str, Column], builder: Any) -> None:
        self.columns, self.builder = columns, builder
        self._kinds = self._told_kinds()

    def times(self) -> np.ndarray:
        column = self.columns["timestamp"]
        times = column.times()
        if times.min(initial=0) == NOT_A_TIME:
            line = int(times.argmin())
            raise InvalidInputError(f"column {column.name!r}: line {line} has no date")
        return times

    def quantities_and_prices(self) -> tuple[np.ndarray | None, np.ndarray | None]:
        """What was bought and paid for, negative quantities for what was given back."""
        quantities, prices = self._quantities(), self._prices()
        totals = self.amounts("line_total")
        if totals is None and self._kinds is None:
            return quantities, prices
        if totals is not None and quantities is None and prices is not None:
            totals = np.where(np.isnan(prices), totals, np.nan)
        size = len(self.columns["account_id"])
        return _core.settled_lines(self.builder, size, quantities, prices, totals, self._kinds)

    def cancelled(self) -> np.ndarray | None:
        """Of each line 1 if nothing came of it."""
        if self._kinds is None:
            return None
        return (self._kinds == MARKED).astype(np.uint8)

    def amounts(self, name: str) -> np.ndarray | None:
        if name not in self.columns:
            return None
        return self._numbers(name, -LARGEST_NUMBER, LARGEST_NUMBER)

    def currency(self) -> str:
        if "currency" not in self.columns:
            return ""
        names = [text for text in self.columns["currency"].coded().texts.to_list() if text]
        if len(names) > 1:
            raise InvalidInputError(
                f"column {self.columns['currency'].name!r}: both {names[0]!r} and {names[1]!r} are "
                "there; expected prices in one currency"
            )
        return names[0] if names else ""

    def _told_kinds(self) -> np.ndarray | None:
        kinds = [self._kinds_of(name) for name in WORDS if name in self.columns]
        return np.maximum.reduce(kinds) if kinds else None

    def _kinds_of(self, name: str) -> np.ndarray:
        column = self.columns[name]
        coded = column.words()
        texts = [*coded.texts.to_list(), ""]
        kinds = _core.line_kinds(name, texts)
        places = np.minimum(coded.codes, len(texts) - 1)
        lines = np.bincount(places, minlength=len(texts))
        for i in np.argsort(-lines, kind="stable")[:100].tolist():
            if texts[i] and lines[i]:
                self.builder.add_line_word(column.name, texts[i], int(kinds[i]), int(lines[i]))
        return kinds[places]

    def _quantities(self) -> np.ndarray | None:
        if "quantity" not in self.columns:
            return None
        values = self._numbers("quantity", -LARGEST_QUANTITY, LARGEST_QUANTITY)
        if np.isnan(values.min(initial=0.0)):
            line = int(np.isnan(values).argmax())
            raise InvalidInputError(
                f"column {self.columns['quantity'].name!r}: line {line} has no quantity"
            )
        return values

    def _prices(self) -> np.ndarray | None:
        prices = self.amounts("unit_price")
        if prices is None or "price_unit" not in self.columns:
            return prices
        units = self._numbers("price_unit", 0.0, LARGEST_PRICE_UNIT)
        return prices / np.where(units > 0.0, units, 1.0)

    def _numbers(self, name: str, least: float, most: float) -> np.ndarray:
        return within(self.columns[name], self.columns[name].numbers(), least, most)
