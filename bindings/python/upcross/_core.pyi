"""The compiled part of upcross; use the package instead."""

from collections.abc import Sequence
from typing import Annotated

import numpy
from numpy.typing import NDArray
from typing_extensions import CapsuleType

from upcross import (
    FileError as FileError,
    InvalidArgumentError as InvalidArgumentError,
    InvalidInputError as InvalidInputError,
    NumericalError as NumericalError,
    StoppedError as StoppedError,
    UpcrossError as UpcrossError
)


class Texts:
    """Different texts, numbered from 0."""

    def __len__(self) -> int: ...

    def are_trimmed(self) -> bool:
        """Whether none has white space around it."""

    def to_list(self) -> list:
        """All texts."""

    def to_bytes(self) -> list:
        """The bytes of all texts."""

def texts_of(values: Sequence[str]) -> Texts:
    """Makes `Texts` of different strings, in their order."""

def factorize_arrow(streams: Sequence[CapsuleType]) -> list[tuple[Annotated[NDArray[numpy.uint32], dict(shape=(None,))], Texts]]:
    """Codes and texts of string columns, given as capsules of Arrow streams."""

def factorize_strings(values: object) -> object:
    """
    Codes and texts of a sequence of str; None where there are other values.
    """

def factorize_integers(values: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> tuple[Annotated[NDArray[numpy.uint32], dict(shape=(None,))], list[int]]:
    """Codes and values of whole numbers."""

def seconds_of(ticks: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], per_second: int) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
    """Whole seconds of a datetime64 column with 10**3, 10**6 or 10**9 ticks."""

def parse_times(texts: Texts) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
    """Seconds since 1970 of ISO dates."""

def bind_columns(table: str, headers: Sequence[str], choices: Sequence[tuple[str, str]], optional: Sequence[str]) -> dict:
    """The header of each column that a table has, by its name."""

def column_names(table: str) -> list[str]:
    """The columns that a table may have."""

def normalized_header(header: str) -> str:
    """The form in which headers are compared."""

def read_dataset(purchases: Sequence[str], products: str | None, accounts: str | None, choices: Sequence[tuple[str, str]], progress: object | None, threads: int) -> Dataset:
    """Reads CSV files."""

def assess(data: Dataset) -> tuple[str, str]:
    """An assessment as a page and as JSON."""

class Dataset:
    """Purchases, catalogue and accounts."""

    @property
    def account_ids(self) -> list: ...

    @property
    def product_ids(self) -> list: ...

    @property
    def line_count(self) -> int: ...

    @property
    def currency(self) -> str: ...

    @property
    def bought_products(self) -> list[int]: ...

    def __getstate__(self) -> dict: ...

    def __setstate__(self, arg: dict, /) -> None: ...

class DatasetBuilder:
    """Puts master data and lines together."""

    def __init__(self) -> None: ...

    def add_products(self, ids: Sequence[str], columns: dict) -> None: ...

    def add_accounts(self, ids: Sequence[str], columns: dict) -> None: ...

    def set_currency(self, currency: str) -> None: ...

    def add_line_word(self, header: str, text: str, kind: int, lines: int) -> None: ...

    def build(self, account: tuple[Annotated[NDArray[numpy.uint32], dict(shape=(None,), order='C', device='cpu', writable=False)], Texts] | None, product: tuple[Annotated[NDArray[numpy.uint32], dict(shape=(None,), order='C', device='cpu', writable=False)], Texts] | None, time: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], quantity: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)] | None, unit_price: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)] | None, order: tuple[Annotated[NDArray[numpy.uint32], dict(shape=(None,), order='C', device='cpu', writable=False)], Texts] | None, unit_cost: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)] | None, account_name: tuple[Annotated[NDArray[numpy.uint32], dict(shape=(None,), order='C', device='cpu', writable=False)], Texts] | None, product_name: tuple[Annotated[NDArray[numpy.uint32], dict(shape=(None,), order='C', device='cpu', writable=False)], Texts] | None, is_cancelled: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)] | None, threads: int) -> Dataset:
        """The data set with these lines."""

def line_kinds(column: str, header: str, texts: Sequence[str]) -> Annotated[NDArray[numpy.uint8], dict(shape=(None,))]:
    """
    What texts of document_type, order_status or cancelled say that a line is.
    """

def hold_for_orders(column: str, header: str, texts: Sequence[str]) -> Annotated[NDArray[numpy.bool_], dict(shape=(None,))]:
    """Which of them hold for the further lines of the order."""

def say_blocked(texts: Sequence[str]) -> Annotated[NDArray[numpy.bool_], dict(shape=(None,))]:
    """Which texts say that a product is."""

def are_sums(products: Sequence[str]) -> Annotated[NDArray[numpy.bool_], dict(shape=(None,))]:
    """Which ids are words for a sum of lines."""

def settled_lines(builder: DatasetBuilder, lines: int, quantity: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)] | None, unit_price: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)] | None, line_total: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)] | None, kinds: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)] | None) -> tuple[Annotated[NDArray[numpy.float64], dict(shape=(None,))], Annotated[NDArray[numpy.float64], dict(shape=(None,))], Annotated[NDArray[numpy.uint8], dict(shape=(None,))]]:
    """
    Quantities, negative for returns, prices, and which lines are cancelled.
    """

class Offers:
    """Rows of recommendations."""

    def __len__(self) -> int: ...

    @property
    def model_id(self) -> str: ...

    @property
    def as_of(self) -> int: ...

    @property
    def horizon_days(self) -> int: ...

    def column(self, name: str, language: str, currency: str) -> object:
        """A column of all rows."""

    def reasons(self, row: int) -> list:
        """The causes of one row."""

def fit(data: Dataset, options: dict, threads: int, progress: object | None) -> Model:
    """Fits a model to a data set."""

def recommend(model: Model, accounts: Sequence[int], kinds: Sequence[str], limit: int, threads: int) -> Offers:
    """Recommendations for accounts."""

def accounts_for(model: Model, product: int, limit: int, threads: int) -> Offers:
    """The accounts with the highest affinity for a product."""

def explain(model: Model, account: int, product: int, language: str, currency: str) -> object:
    """The affinity of an account for a product and its causes."""

class Model:
    """A fitted model with the data that it answers from."""

    @property
    def data(self) -> Dataset: ...

    @property
    def id(self) -> str: ...

    @property
    def as_of(self) -> int: ...

    @property
    def loss(self) -> list[float]: ...

    @property
    def ranked_by(self) -> str: ...

    @property
    def tuning(self) -> dict: ...

    @property
    def interaction_count(self) -> int: ...

    @property
    def account_factors(self) -> Annotated[NDArray[numpy.float32], dict(shape=(None, None), writable=False)]: ...

    @property
    def product_factors(self) -> Annotated[NDArray[numpy.float32], dict(shape=(None, None), writable=False)]: ...

    def offered(self) -> Annotated[NDArray[numpy.bool_], dict(shape=(None,))]: ...

    def find_account(self, id: str) -> int | None: ...

    def find_product(self, id: str) -> int | None: ...

    @property
    def left_out(self) -> dict: ...

    def product_names(self, products: Sequence[int]) -> list: ...

    def similar_products(self, product: int, limit: int) -> tuple[Annotated[NDArray[numpy.uint32], dict(shape=(None,))], Annotated[NDArray[numpy.float32], dict(shape=(None,))]]: ...

    def fold_in(self, purchases: Dataset) -> object: ...

    def affinities(self, purchases: Dataset) -> object: ...

    def __getstate__(self) -> dict: ...

    def __setstate__(self, arg: dict, /) -> None: ...

def fit_als(starts: Annotated[NDArray[numpy.uint64], dict(shape=(None,), order='C', device='cpu', writable=False)], indexes: Annotated[NDArray[numpy.uint32], dict(shape=(None,), order='C', device='cpu', writable=False)], values: Annotated[NDArray[numpy.float32], dict(shape=(None,), order='C', device='cpu', writable=False)], columns: int, options: dict, threads: int, progress: object | None) -> tuple[Annotated[NDArray[numpy.float32], dict(shape=(None, None), writable=False)], Annotated[NDArray[numpy.float32], dict(shape=(None, None), writable=False)], list[float]]:
    """Factorizes compressed rows: account factors, product factors, losses."""

def evaluate(model: Model, task: str, horizon_days: int, cuts: int, threads: int, progress: object | None) -> tuple[str, dict]:
    """
    How well earlier periods would have been foreseen, as a page and as columns.
    """
