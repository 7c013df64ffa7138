"""Frames and files as the core's data set."""

import csv
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from upcross import _core
from upcross._columns import Coded, Column
from upcross._frames import Choices, Frame, check_choices, is_path
from upcross._ids import Ids
from upcross._lines import LARGEST_NUMBER, LARGEST_PRICE_UNIT, Lines, within

DAYS = ("valid_from", "valid_to")
NUMBERS = {
    "tier": (-LARGEST_NUMBER, LARGEST_NUMBER),
    "size": (0.0, LARGEST_NUMBER),
    "pack": (0.0, LARGEST_NUMBER),
    "list_price": (0.0, LARGEST_NUMBER),
    "cost": (-LARGEST_NUMBER, LARGEST_NUMBER),
    "minimum_quantity": (0.0, LARGEST_NUMBER),
    "price_unit": (0.0, LARGEST_PRICE_UNIT),
}
FLAGS = ("sellable", "key_account")


class Loaded:
    """A data set of the core and the ids as the frames had them."""

    def __init__(self, data: Any, accounts: Ids, products: Ids) -> None:
        self.data, self.accounts, self.products = data, accounts, products


def load(
    purchases: Any,
    products: Any,
    accounts: Any,
    columns: dict[str, str] | None,
    progress: Any = None,
    threads: int = 0,
) -> Loaded:
    """Purchases, catalogue and accounts, each a frame, a mapping or a path, as one data set."""
    choices = [(str(role), str(header)) for role, header in (columns or {}).items()]
    if is_path(purchases):
        return _from_files(purchases, products, accounts, choices, progress, threads)
    frames = [Frame("purchases", purchases)]
    frames += [Frame("products", products)] if products is not None else []
    frames += [Frame("accounts", accounts)] if accounts is not None else []
    check_choices(choices, frames)
    return _Loading(frames, choices).loaded(threads)


class _Loading:
    def __init__(self, frames: list[Frame], choices: Choices) -> None:
        self.builder = _core.DatasetBuilder()
        self.tables = {frame.what: frame.bound(choices) for frame in frames}
        self.coded: dict[str, list[Coded]] = {"account": [], "product": []}

    def loaded(self, threads: int) -> Loaded:
        for table, one in (("products", "product"), ("accounts", "account")):
            if table in self.tables:
                self._add_master(one, self.tables[table])
        data = built(self.builder, self.tables["purchases"], self.coded, threads)
        return Loaded(
            data, self._ids("account", data.account_ids), self._ids("product", data.product_ids)
        )

    def _add_master(self, one: str, columns: dict[str, Column]) -> None:
        ids = columns.pop(f"{one}_id")
        coded = ids.coded()
        self.coded[one].append(coded)
        texts = [*coded.texts.to_list(), ""]
        rows = [texts[code] for code in np.minimum(coded.codes, len(texts) - 1)]
        add = self.builder.add_products if one == "product" else self.builder.add_accounts
        values = {name: master_values(one, name, column) for name, column in columns.items()}
        add(rows, _settled(values))

    def _ids(self, what: str, texts: list[str]) -> Ids:
        originals: dict[str, Any] = {}
        for coded in reversed(self.coded[what]):
            for text, value in coded.originals.items():
                originals.setdefault(text, value)
        dtype = self.coded[what][-1].dtype if self.coded[what] else None
        return Ids(what, texts, originals, dtype)


def master_values(one: str, name: str, column: Column) -> list[Any]:
    """A column of the catalogue or the account list as the core takes it."""
    if one == "product" and name in NUMBERS:
        values = within(column, column.numbers(True), *NUMBERS[name])
        return [None if value != value else value for value in values.tolist()]
    if name in DAYS:
        return column.days()
    if name == "blocked":
        return column.blocked()
    return column.flags() if name in FLAGS else column.strings()


def _settled(values: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The columns of a catalogue as the core has them, without those that only speak of others."""
    values = dict(values)
    units = values.pop("price_unit", None)
    for name in ("list_price", "cost"):
        if units and name in values:
            values[name] = [
                amount / unit if amount is not None and unit else amount
                for amount, unit in zip(values[name], units, strict=True)
            ]
    blocked = values.pop("blocked", None)
    if blocked:
        sellable = values.get("sellable", [None] * len(blocked))
        values["sellable"] = [
            False if is_blocked else told
            for told, is_blocked in zip(sellable, blocked, strict=True)
        ]
    return values


def built(
    builder: Any, columns: dict[str, Column], coded: dict[str, list[Coded]], threads: int
) -> Any:
    """The data set of what the builder has and the lines of a frame of purchases."""
    ids = ("account_id", "product_id", "order_id")
    texts = Column.coded_together({name: columns[name] for name in ids if name in columns})
    coded["account"].append(texts["account_id"].without_codes())
    coded["product"].append(texts["product_id"].without_codes())
    lines = Lines(columns, texts, builder)
    if currency := lines.currency():
        builder.set_currency(currency)
    told = [
        columns[name].coded().pair if name in columns else None
        for name in ("account_name", "product_name")
    ]
    times = lines.times()
    quantities, prices, cancelled = lines.settled()
    return builder.build(
        texts["account_id"].pair,
        texts["product_id"].pair,
        times,
        quantities,
        prices,
        texts["order_id"].pair if "order_id" in texts else None,
        lines.amounts("unit_cost"),
        *told,
        cancelled,
        threads,
    )


def _from_files(
    purchases: Any, products: Any, accounts: Any, choices: Choices, progress: Any, threads: int
) -> Loaded:
    files = purchases if isinstance(purchases, (list, tuple)) else [purchases]
    with tempfile.TemporaryDirectory() as folder:
        beside = [
            None if data is None else _as_file(what, data, Path(folder))
            for what, data in (("products", products), ("accounts", accounts))
        ]
        names = [str(file) for file in files]
        data = _core.read_dataset(names, *beside, choices, progress, threads)
    return Loaded(
        data,
        Ids("account", data.account_ids, {}, None),
        Ids("product", data.product_ids, {}, None),
    )


def _as_file(what: str, data: Any, folder: Path) -> str:
    """The path of the table; of a frame that of a file made of it."""
    if is_path(data):
        return str(data)
    columns = Frame(what, data).bound([])
    path = folder / f"{what}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(
            zip(*(_cells(what[:-1], name, c) for name, c in columns.items()), strict=True)
        )
    return str(path)


def _cells(one: str, name: str, column: Column) -> list[Any]:
    if name.endswith("_id"):
        return column.strings()
    values = master_values(one, name, column)
    if name not in DAYS:
        return values
    return [None if day is None else str(np.datetime64(day, "D")) for day in values]
