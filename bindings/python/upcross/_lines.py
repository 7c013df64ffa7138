"""The numbers and words of purchase lines in a frame, read as the reader of files does."""

from typing import Any

import numpy as np

from upcross import _core
from upcross._columns import NO_CODE, NOT_A_TIME, Coded, Column
from upcross._errors import InvalidInputError

LARGEST_QUANTITY = 1e9
LARGEST_NUMBER = 1e12
LARGEST_PRICE_UNIT = 1e6
MOST_WORDS = 100
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
    ids : dict of str to Coded
        Those of the columns that tell ids.
    builder : _core.DatasetBuilder
        Is told what the words and the totals of the lines said.
    """

    def __init__(self, columns: dict[str, Column], ids: dict[str, Coded], builder: Any) -> None:
        self.columns, self.ids, self.builder = columns, ids, builder

    def times(self) -> np.ndarray:
        column = self.columns["timestamp"]
        times = column.times()
        if times.min(initial=0) != NOT_A_TIME:
            return times
        is_missing = (times == NOT_A_TIME) & ~self._left_out()
        if is_missing.any():
            line = int(is_missing.argmax())
            raise InvalidInputError(f"column {column.name!r}: line {line} has no date")
        return np.where(times == NOT_A_TIME, 0, times)

    def _left_out(self) -> np.ndarray:
        """Which lines do not count whatever else they say: without ids, or the sum of others."""
        is_useless = np.zeros(len(self.columns["account_id"]), dtype=bool)
        for name in ("account_id", "product_id"):
            texts = [*self.ids[name].texts.to_list(), ""]
            is_empty = np.array([text == "" for text in texts])
            useless = is_empty if name == "account_id" else is_empty | _core.are_sums(texts)
            is_useless |= useless[np.minimum(self.ids[name].codes, len(texts) - 1)]
        return is_useless

    def settled(self) -> tuple[np.ndarray | None, np.ndarray | None, np.ndarray | None]:
        """Quantities, negative for what was given back; prices paid; and what was cancelled."""
        quantities, prices = self._quantities(), self._prices()
        totals = self._totals(quantities, prices)
        kinds = [self._kinds_of(name) for name in WORDS if name in self.columns]
        if totals is None and not kinds:
            return quantities, prices, None
        size = len(self.columns["account_id"])
        kind = np.maximum.reduce(kinds) if kinds else None
        return _core.settled_lines(self.builder, size, quantities, prices, totals, kind)

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

    def _kinds_of(self, name: str) -> np.ndarray:
        column = self.columns[name]
        coded = column.words()
        texts = [*coded.texts.to_list(), ""]
        kinds = _core.line_kinds(name, column.name, texts)
        places = np.minimum(coded.codes, len(texts) - 1)
        lines = np.bincount(places, minlength=len(texts))
        most = np.argsort(-lines, kind="stable")[:MOST_WORDS]
        told = {*most.tolist(), *np.flatnonzero(kinds).tolist()}
        for i in sorted(told, key=lambda place: texts[place]):
            if texts[i] and lines[i]:
                self.builder.add_line_word(column.name, texts[i], int(kinds[i]), int(lines[i]))
        holding = _core.hold_for_orders(name, column.name, texts)
        is_told = np.array([text != "" for text in texts])
        return self._along_orders(kinds[places], is_told[places], holding[places])

    def _along_orders(
        self, kinds: np.ndarray, is_told: np.ndarray, holds: np.ndarray
    ) -> np.ndarray:
        """The kinds, where none is told that of the line before it in the order, if it holds."""
        if "order_id" not in self.ids:
            return kinds
        orders = self.ids["order_id"].codes
        places = np.arange(len(kinds))
        begins = np.ones(len(kinds), dtype=bool)
        begins[1:] = (orders[1:] != orders[:-1]) | (orders[1:] == NO_CODE)
        last_begin = np.maximum.accumulate(np.where(begins, places, 0))
        last_told = np.maximum.accumulate(np.where(is_told, places, -1))
        continues = ~is_told & (last_told >= last_begin) & holds[last_told]
        return np.where(continues, kinds[last_told], kinds)

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

    def _totals(
        self, quantities: np.ndarray | None, prices: np.ndarray | None
    ) -> np.ndarray | None:
        """Those that tell something: beside a price neither what is no number nor what is of an
        unknown quantity does."""
        has_prices = prices is not None and not np.isnan(prices).any()
        try:
            totals = self.amounts("line_total")
        except InvalidInputError:
            if has_prices:
                return None
            raise
        if totals is None or prices is None or quantities is not None:
            return totals
        return np.where(np.isnan(prices), totals, np.nan)

    def _numbers(self, name: str, least: float, most: float) -> np.ndarray:
        return within(self.columns[name], self.columns[name].numbers(), least, most)
