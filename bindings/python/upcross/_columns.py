"""Columns of any make as what the core takes: codes and texts, float64, seconds, days."""

import uuid
from typing import Any

import narwhals as nw
import numpy as np

from upcross import _core
from upcross._errors import InvalidInputError
from upcross._ids import is_missing, text_of

NOT_A_TIME = np.iinfo(np.int64).min
NO_CODE = np.uint32(0xFFFFFFFF)
TICKS = {"ms": 10**3, "us": 10**6, "ns": 10**9}


class Coded:
    """A factorized column.

    Attributes
    ----------
    codes : ndarray of uint32
        For each line the place of its text, 0xffffffff where there is none.
    texts : _core.Texts
        The different texts.
    originals : dict
        The value that each text came from, where that is not the text itself.
    dtype : object
        The native type of the column, or None.
    """

    def __init__(
        self, codes: np.ndarray, texts: Any, originals: dict[str, Any], dtype: Any = None
    ) -> None:
        self.codes, self.texts, self.originals, self.dtype = codes, texts, originals, dtype

    def without_codes(self) -> "Coded":
        """What is needed when the lines have been handed over."""
        return Coded(np.empty(0, dtype=np.uint32), self.texts, self.originals, self.dtype)

    @property
    def pair(self) -> tuple[np.ndarray, Any]:
        return self.codes, self.texts


class Column:
    """One column of a frame.

    Parameters
    ----------
    name : str
        Its header, for messages.
    values : narwhals.Series, ndarray or list
        Its values.
    """

    def __init__(self, name: str, values: Any) -> None:
        self.name = name
        series = nw.from_native(values, series_only=True, pass_through=True)
        self.series: nw.Series | None = series if isinstance(series, nw.Series) else None
        self.values = None if self.series is not None else self._array(values)

    @staticmethod
    def _array(values: Any) -> np.ndarray:
        if isinstance(values, np.ndarray):
            return values
        result = np.empty(len(values), dtype=object)
        result[:] = values
        return result

    def __len__(self) -> int:
        return len(self.values if self.series is None else self.series)

    def _refuse(self, what: str) -> InvalidInputError:
        return InvalidInputError(f"column {self.name!r}: {what}")

    # Texts and ids

    def coded(self) -> Coded:
        """The column factorized; raises InvalidInputError for what is no id."""
        coded = self._coded_series() if self.series is not None else self._coded_array(self.values)
        return self._trimmed(coded)

    def words(self) -> Coded:
        """The column factorized as what people read, be it no id, such as a day or a yes."""
        try:
            return self.coded()
        except InvalidInputError:
            values = self.values.tolist() if self.series is None else self.series.to_list()
            texts = [None if is_missing(value) else str(value) for value in values]
            return Column(self.name, texts).coded()

    def arrow_stream(self) -> Any:
        """The column as an Arrow stream of texts, or None; objects would have to be copied."""
        if self.series is None or hasattr(getattr(nw.to_native(self.series), "cat", None), "codes"):
            return None
        if self._is_plain("O"):
            return None
        dtype = self.series.dtype
        if dtype not in (nw.String, nw.Categorical, nw.Enum):
            return None
        try:
            return self.series.__arrow_c_stream__()
        except (ImportError, ModuleNotFoundError):
            return None

    @staticmethod
    def coded_together(columns: "dict[str, Column]") -> dict[str, Coded]:
        """Several columns factorized; those that are Arrow texts at the same time."""
        streams = {name: column.arrow_stream() for name, column in columns.items()}
        texts = [name for name, stream in streams.items() if stream is not None]
        try:
            found = _core.factorize_arrow([streams[name] for name in texts])
        except ValueError:
            texts, found = [], []
        result = {}
        for name, (codes, own) in zip(texts, found, strict=True):
            coded = Coded(codes, own, {}, columns[name].native_dtype())
            result[name] = Column._trimmed(coded)
        return {name: result.get(name) or column.coded() for name, column in columns.items()}

    def native_dtype(self) -> Any:
        native = None if self.series is None else nw.to_native(self.series)
        return (
            self.values.dtype if native is None else getattr(native, "dtype", None) or native.type
        )

    def _coded_series(self) -> Coded:
        dtype = self.native_dtype()
        if (coded := self._coded_categories(dtype)) is not None:
            return coded
        stream = self.arrow_stream()
        if stream is not None:
            try:
                ((codes, texts),) = _core.factorize_arrow([stream])
                return Coded(codes, texts, {}, dtype)
            except ValueError:
                pass
        if self.series.dtype.is_integer():
            return self._coded_integers(dtype)
        if self.series.dtype == nw.String or self.series.dtype == nw.Object:
            coded = self._coded_array(self.series.to_numpy())
        else:
            coded = self._coded_array(self._array(self.series.to_list()))
        coded.dtype = dtype
        return coded

    def _coded_categories(self, dtype: Any) -> Coded | None:
        """Of a pandas categorical, whose categories may be of any type."""
        native = nw.to_native(self.series)
        if not hasattr(native, "cat") or not hasattr(native.cat, "codes"):
            return None
        categories = Column(self.name, self._array(native.cat.categories.tolist())).coded()
        numbers = np.append(categories.codes, NO_CODE)
        return Coded(
            numbers[native.cat.codes.to_numpy()], categories.texts, categories.originals, dtype
        )

    def _coded_integers(self, dtype: Any) -> Coded:
        missing = self.series.is_null().to_numpy()
        numbers = self.series.fill_null(0) if missing.any() else self.series
        coded = self._coded_array(np.asarray(numbers.to_numpy()))
        if missing.any():
            coded.codes = np.where(missing, NO_CODE, coded.codes)
        coded.dtype = dtype
        return coded

    def _coded_array(self, values: np.ndarray) -> Coded:
        if values.dtype.kind in "iu" and values.dtype != np.uint64:
            codes, numbers = _core.factorize_integers(np.ascontiguousarray(values, dtype=np.int64))
            texts = [str(number) for number in numbers]
            return Coded(
                codes, _core.texts_of(texts), dict(zip(texts, numbers, strict=True)), values.dtype
            )
        if (found := self._strings(values)) is not None:
            return Coded(*found, {}, values.dtype)
        return self._coded_objects(values.tolist(), values.dtype)

    @staticmethod
    def _strings(values: np.ndarray) -> tuple[np.ndarray, Any] | None:
        """Codes and texts; None where anything else than strings is among them."""
        return _core.factorize_strings(values if values.dtype == object else values.tolist())

    def _coded_objects(self, values: list[Any], dtype: Any) -> Coded:
        numbers: dict[str, int] = {}
        originals: dict[str, Any] = {}
        known: dict[Any, int] = {}
        codes = np.full(len(values), NO_CODE)
        for i, value in enumerate(values):
            if is_missing(value):
                continue
            try:
                codes[i] = known[value]
            except KeyError:
                text = self._id_text(i, value)
                codes[i] = known[value] = numbers.setdefault(text, len(numbers))
                originals.setdefault(text, value)
            except TypeError:
                self._id_text(i, value)
        originals = {text: value for text, value in originals.items() if text != value}
        return Coded(codes, _core.texts_of(list(numbers)), originals, dtype)

    def _id_text(self, line: int, value: Any) -> str:
        try:
            return text_of(value)
        except (TypeError, InvalidInputError) as error:
            raise self._refuse(f"line {line}: {error}") from None

    @staticmethod
    def _trimmed(coded: Coded) -> Coded:
        """Outer spaces do not tell ids apart."""
        if coded.texts.are_trimmed():
            return coded
        texts = coded.texts.to_list()
        trimmed = [text.strip() for text in texts]
        numbers: dict[str, int] = {}
        places = [numbers.setdefault(text, len(numbers)) for text in trimmed]
        codes = np.append(np.array(places, dtype=np.uint32), NO_CODE)[
            np.minimum(coded.codes, len(places))
        ]
        originals = coded.originals or {}
        for text, original in zip(trimmed, texts, strict=True):
            if text != original:
                originals.setdefault(text, original)
        return Coded(codes, _core.texts_of(list(numbers)), originals, coded.dtype)

    # Numbers

    def numbers(self, from_text: bool = False) -> np.ndarray:
        """The column as float64, NaN where nothing is told; of texts only if that is allowed."""
        if self._is_plain("iuf"):
            return np.ascontiguousarray(self.series.to_numpy(), dtype=np.float64)
        if self.series is not None and self.series.dtype.is_numeric():
            values = self.series.cast(nw.Float64()).fill_null(float("nan")).to_numpy()
            return np.ascontiguousarray(values, dtype=np.float64)
        values = self._array(self.series.to_list()) if self.series is not None else self.values
        if values.dtype.kind in "iuf":
            return np.ascontiguousarray(values, dtype=np.float64)
        return self._numbers_of_objects(values, from_text)

    def _is_plain(self, kinds: str) -> bool:
        """Whether the values lie in a numpy array already, with NaN or NaT for what is missing."""
        dtype = self.native_dtype() if self.series is not None else None
        return isinstance(dtype, np.dtype) and dtype.kind in kinds

    def _numbers_of_objects(self, values: np.ndarray, from_text: bool) -> np.ndarray:
        result = np.full(len(values), np.nan)
        for i, value in enumerate(values):
            if is_missing(value):
                continue
            if isinstance(value, (str, bytes, bool, np.bool_)) and not from_text:
                raise self._refuse(f"line {i}: {value!r} is no number; expected a numeric column")
            try:
                result[i] = float(value)
            except (TypeError, ValueError):
                raise self._refuse(f"line {i}: {value!r} is no number") from None
        return result

    # Dates

    def times(self) -> np.ndarray:
        """Seconds since 1970 as int64, in the data's clock; NOT_A_TIME where nothing is told."""
        if self.series is None:
            return self._times_of_array(self.values)
        series = self.series
        if self._is_plain("M"):
            return self._times_of_array(series.to_numpy())
        if series.dtype == nw.Datetime:
            series = series.dt.replace_time_zone(None)
        elif series.dtype == nw.Date:
            series = series.cast(nw.Datetime("ms"))
        elif series.dtype == nw.String or series.dtype in (nw.Categorical, nw.Enum):
            return self._times_of_texts(self.coded())
        elif series.dtype != nw.Object:
            raise self._refuse(f"holds {series.dtype}; expected dates")
        return self._times_of_array(np.asarray(series.to_numpy()))

    def _times_of_array(self, values: np.ndarray) -> np.ndarray:
        if values.dtype.kind == "M":
            return self._seconds(values)
        if values.dtype.kind not in "OU":
            raise self._refuse(f"holds {values.dtype}; expected dates")
        if (found := self._strings(values)) is not None:
            return self._times_of_texts(Coded(*found, {}))
        naive = [self._without_zone(i, value) for i, value in enumerate(values.tolist())]
        return np.array(naive, dtype="datetime64[s]").astype(np.int64)

    @staticmethod
    def _seconds(values: np.ndarray) -> np.ndarray:
        unit, count = np.datetime_data(values.dtype)
        if unit in TICKS and count == 1 and values.dtype.isnative:
            return _core.seconds_of(np.ascontiguousarray(values).view(np.int64), TICKS[unit])
        return np.ascontiguousarray(values.astype("datetime64[s]", copy=False).view(np.int64))

    def _without_zone(self, line: int, value: Any) -> Any:
        if is_missing(value):
            return None
        if isinstance(value, (int, float, uuid.UUID)) or not hasattr(value, "isoformat"):
            raise self._refuse(f"line {line}: {value!r} is no date")
        return value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value

    def _times_of_texts(self, coded: Coded) -> np.ndarray:
        try:
            seconds = _core.parse_times(coded.texts)
        except ValueError as error:
            raise self._refuse(str(error)) from None
        return np.append(seconds, NOT_A_TIME)[np.minimum(coded.codes, len(seconds))]

    def days(self) -> list[int | None]:
        """Days since 1970; None where nothing is told."""
        return [None if t == NOT_A_TIME else int(t // 86400) for t in self.times()]

    # Other

    def strings(self) -> list[str | None]:
        """Texts; None where nothing is told."""
        coded = self.coded()
        texts = [*coded.texts.to_list(), None]
        return [texts[code] for code in np.minimum(coded.codes, len(texts) - 1)]

    def blocked(self) -> list[bool]:
        """Which lines say that their product is blocked."""
        coded = self.words()
        texts = [*coded.texts.to_list(), ""]
        return _core.say_blocked(texts)[np.minimum(coded.codes, len(texts) - 1)].tolist()

    def flags(self) -> list[bool | None]:
        """Yes or no; None where nothing is told."""
        words = dict.fromkeys(("1", "true", "yes", "ja", "y", "j", "x", "wahr"), True)
        words |= dict.fromkeys(("0", "false", "no", "nein", "n", "-1", "falsch"), False)
        values = self.values.tolist() if self.series is None else self.series.to_list()
        result: list[bool | None] = []
        for i, value in enumerate(values):
            word = str(value).removesuffix(".0").strip().lower()
            if is_missing(value) or word == "":
                result.append(None)
            elif word in words:
                result.append(words[word])
            else:
                raise self._refuse(f"line {i}: {value!r} is neither yes nor no")
        return result
