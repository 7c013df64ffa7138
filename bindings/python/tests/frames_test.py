"""Frames of any make, with columns of any type, give the same recommendations."""

import datetime
import uuid

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import CYCLES, answers, cycle_lines

import upcross
from upcross._columns import Column

SMALL = dict(factors=8, iterations=2, ranking="factorization")


def fitted(purchases, **given):
    return upcross.Recommender(**SMALL).fit(purchases, **given)


def answer_of(purchases, **given):
    return answers(fitted(purchases, **given), kinds=["cross_sell"], limit=2)


def with_object_ids(lines):
    return lines.astype({"account_id": object, "product_id": object})


FRAMES = {
    "pandas": lambda lines: lines,
    "pandas with object columns": with_object_ids,
    "pandas with categories": lambda lines: lines.astype(
        {"account_id": "category", "product_id": "category"}
    ),
    "pandas with real dates": lambda lines: lines.assign(
        timestamp=pd.to_datetime(lines["timestamp"])
    ),
    "pandas with time zones": lambda lines: lines.assign(
        timestamp=pd.to_datetime(lines["timestamp"]).dt.tz_localize("Europe/Berlin")
    ),
    "pandas with nullable numbers": lambda lines: lines.convert_dtypes(),
    "pandas with Arrow types": lambda lines: lines.convert_dtypes(dtype_backend="pyarrow"),
    "polars": lambda lines: pl.from_pandas(lines),
    "polars, lazy": lambda lines: pl.from_pandas(lines).lazy(),
    "polars with categories": lambda lines: pl.from_pandas(lines).with_columns(
        pl.col("account_id", "product_id").cast(pl.Categorical)
    ),
    "polars with dates": lambda lines: pl.from_pandas(lines).with_columns(
        pl.col("timestamp").str.to_date()
    ),
    "pyarrow": lambda lines: pa.Table.from_pandas(lines),
    "pyarrow with dictionaries": lambda lines: pa.table(
        {
            name: pa.array(lines[name].tolist()).dictionary_encode()
            if name in ("account_id", "product_id")
            else pa.array(lines[name].tolist())
            for name in lines.columns
        }
    ),
    "a DuckDB relation": lambda lines: duckdb.from_arrow(pa.Table.from_pandas(lines)),
    "a mapping of lists": lambda lines: {name: lines[name].tolist() for name in lines.columns},
    "a mapping of numpy arrays": lambda lines: {
        name: np.array(lines[name].tolist()) for name in lines.columns
    },
    "a mapping of series": lambda lines: {name: lines[name] for name in lines.columns},
    "lines in another order": lambda lines: lines.sample(frac=1.0, random_state=1),
}


@pytest.mark.parametrize("make", FRAMES.values(), ids=FRAMES)
def test_a_frame_of_any_make_gives_the_same_recommendations(lines, make):
    assert answer_of(make(lines)) == answer_of(lines)


def test_files_give_the_same_recommendations_as_the_frames_read_from_them(tmp_path, lines):
    purchases, products = tmp_path / "lines.csv", CYCLES / "products.csv.gz"
    lines.to_csv(purchases, index=False)
    catalogue = pd.read_csv(products)
    expected = answer_of(purchases, products=products)
    assert answer_of(lines, products=catalogue) == expected
    assert answer_of(lines, products=products) == expected
    assert answer_of(str(purchases), products=catalogue) == expected
    assert answer_of([purchases], products=pl.from_pandas(catalogue)) == expected


@pytest.mark.parametrize("header", ["KUNDE", "Kd. (alt)"])
def test_a_column_is_found_by_the_name_that_the_caller_gives(lines, header):
    renamed = lines.rename(columns={"account_id": header})
    assert answer_of(renamed, columns={"account": header}) == answer_of(lines)


def test_usual_german_headers_need_no_names(lines):
    german = {
        "account_id": "Kundennr.",
        "product_id": "Artikel-Nr",
        "timestamp": "Belegdatum",
        "quantity": "Menge",
        "unit_price": "Einzelpreis (EUR)",
        "order_id": "Beleg",
    }
    assert answer_of(lines.rename(columns=german)) == answer_of(lines)


ID_TYPES = {
    "text": (lambda i: f"K{i:05d}", None),
    "int64": (lambda i: 10_000 + i, np.dtype("int64")),
    "nullable integers": (lambda i: 10_000 + i, pd.Int64Dtype()),
    "unsigned 32 bits": (lambda i: 10_000 + i, np.dtype("uint32")),
    "whole floats": (lambda i: 10_000.0 + i, np.dtype("float64")),
    "bytes": (lambda i: b"k%05d" % i, None),
    "UUIDs": (lambda i: uuid.UUID(int=i + 1), None),
}


@pytest.mark.parametrize(("make", "dtype"), ID_TYPES.values(), ids=ID_TYPES)
def test_ids_come_back_with_the_type_in_which_they_came(lines, make, dtype):
    codes, _ = pd.factorize(lines["account_id"])
    ids = pd.Series([make(int(code)) for code in codes], dtype=dtype)
    model = fitted(lines.assign(account_id=ids))
    table = model.recommend([ids[0], ids[1]], limit=1)
    assert set(table["account_id"].tolist()) <= {ids[0], ids[1]}
    assert type(table[0]["account_id"]) is type(ids.tolist()[0])
    assert table.to_pandas()["account_id"].dtype == ids.dtype
    assert set(model.accounts_.tolist()) == set(ids.tolist())


def test_a_pandas_categorical_comes_back_as_one(lines):
    ids = lines["account_id"].astype("category")
    offers = fitted(lines.assign(account_id=ids)).recommend(limit=1)
    assert offers.to_pandas()["account_id"].dtype == ids.dtype


def test_a_polars_categorical_and_an_enum_come_back_as_such(lines):
    frame = pl.from_pandas(lines).with_columns(
        pl.col("account_id").cast(pl.Categorical),
        pl.col("product_id").cast(pl.Enum(sorted(set(lines["product_id"])))),
    )
    offers = fitted(frame).recommend(limit=1).to_polars()
    assert offers["account_id"].dtype == frame["account_id"].dtype
    assert offers["product_id"].dtype == frame["product_id"].dtype


def test_an_arrow_dictionary_comes_back_as_one(lines):
    table = FRAMES["pyarrow with dictionaries"](lines)
    offers = fitted(table).recommend(limit=1).to_arrow()
    assert offers.schema.field("account_id").type == table.schema.field("account_id").type


def test_a_duckdb_relation_of_uuids_is_answered_with_them(lines):
    codes, _ = pd.factorize(lines["account_id"])
    frame = lines.assign(account_id=[str(uuid.UUID(int=int(code) + 1)) for code in codes])
    relation = duckdb.query("select * replace (account_id::uuid as account_id) from frame")
    offers = fitted(relation).recommend(limit=1)
    assert {str(one) for one in offers["account_id"].tolist()} <= set(frame["account_id"])


def texts_that_are_hard_to_tell_apart():
    """Of 0 to 40 bytes, many with the same first and last ones, each twice, and missing ones."""
    texts = [fill * size for size in range(1, 41) for fill in "ab"]
    texts += ["a" * 10 + fill + "z" * 10 for fill in ("", "x", "y", "xy", "yx", "\0", "ä")]
    texts += ["", "\0", "\0\0", "a\0", None, "1", "10", "100000000", "1000000000000000000"]
    texts += [f"C{i:07d}" for i in range(3000)]
    return texts + texts[::-1]


COLUMNS = {
    "a list": list,
    "a pandas column of objects": lambda texts: pd.Series(texts, dtype=object),
    "a reversed pandas column of objects": lambda texts: pd.Series(texts[::-1], dtype=object)[::-1],
    "a pandas column of strings": lambda texts: pd.Series(texts, dtype="str"),
    "a polars column": pl.Series,
    "an Arrow column": lambda texts: pa.chunked_array([texts[:99], texts[99:]]),
    "an Arrow column of large strings": lambda texts: pa.chunked_array([texts], pa.large_string()),
}


@pytest.mark.parametrize("make", COLUMNS.values(), ids=COLUMNS)
def test_texts_have_the_same_code_if_and_only_if_they_are_equal(make):
    texts = texts_that_are_hard_to_tell_apart()
    coded = Column("id", make(texts)).coded()
    found = [*coded.texts.to_list(), None]
    assert len(found) == len(set(texts))
    assert [found[min(code, len(found) - 1)] for code in coded.codes.tolist()] == texts


def test_objects_of_equal_texts_have_the_same_code():
    texts = ["".join(["C", str(i % 7)]) for i in range(1000)]
    assert len({id(text) for text in texts}) == 1000
    assert Column("id", np.array(texts, dtype=object)).coded().codes.tolist() == [
        i % 7 for i in range(1000)
    ]


def test_outer_spaces_do_not_tell_ids_apart(lines):
    spaced = lines.assign(
        account_id=[" " * (i % 3) + one for i, one in enumerate(lines["account_id"])]
    )
    assert fitted(spaced).accounts_.shape == fitted(lines).accounts_.shape


def test_the_day_of_a_line_is_that_of_the_till():
    zone = datetime.timezone(datetime.timedelta(hours=-8))
    late = datetime.datetime(2024, 1, 1, 23, 30, tzinfo=zone)
    for times in (
        [late] * 3,
        pd.Series([late] * 3),
        pl.Series([late] * 3).dt.convert_time_zone("America/Los_Angeles"),
        ["2024-01-01 23:30:00-08:00"] * 3,
    ):
        model = fitted(
            {"account_id": ["A", "B", "C"], "product_id": ["x", "x", "y"], "timestamp": times}
        )
        assert model.as_of_ == datetime.date(2024, 1, 2)


@pytest.mark.parametrize("unit", ["D", "s", "ms", "us", "ns"])
def test_times_of_any_unit_are_the_seconds_that_numpy_tells(unit):
    moments = ["1969-12-31T23:59:59.999", "1970-01-01", "NaT", "1900-03-01", "2024-02-29T23:30:01"]
    times = np.array(moments, dtype="datetime64[ms]").astype(f"datetime64[{unit}]")
    for values in (times, times[::-1], times.astype(f">M8[{unit}]")):
        expected = values.astype("datetime64[s]").astype(np.int64)
        assert Column("timestamp", values).times().tolist() == expected.tolist()


@pytest.mark.parametrize("as_file", [False, True], ids=["a frame", "a frame beside a file"])
def test_a_list_price_is_divided_by_the_pieces_that_it_is_for(tmp_path, lines, as_file):
    catalogue = pd.read_csv(CYCLES / "products.csv.gz")
    lines = lines.drop(columns="unit_price")
    purchases = lines
    if as_file:
        purchases = tmp_path / "lines.csv"
        lines.to_csv(purchases, index=False)
    per_hundred = catalogue.assign(
        list_price=catalogue["list_price"] * 100, cost=catalogue["cost"] * 100, price_unit=100
    )
    expected = answer_of(lines, products=catalogue)
    found = answer_of(purchases, products=per_hundred)
    assert found["product_id"] == expected["product_id"]
    for amount in ("order_value", "order_margin"):
        values, per_piece = (np.array(answer[amount], float) for answer in (found, expected))
        assert np.nanmin(per_piece) > 0
        np.testing.assert_allclose(values, per_piece)


@pytest.mark.parametrize("as_file", [False, True], ids=["a frame", "a frame beside a file"])
def test_what_the_catalogue_blocks_is_not_offered(tmp_path, lines, as_file):
    catalogue = pd.read_csv(CYCLES / "products.csv.gz")[["product_id", "name"]]
    purchases = lines
    if as_file:
        purchases = tmp_path / "lines.csv"
        lines.to_csv(purchases, index=False)
    offered = set(answer_of(purchases, products=catalogue)["product_id"])
    marks = ["X" if product in offered else None for product in catalogue["product_id"]]
    blocked = catalogue.assign(Gesperrt=marks)
    assert offered
    assert not offered & set(answer_of(purchases, products=blocked)["product_id"])


def test_the_callers_frame_is_not_changed(lines):
    before = lines.copy(deep=True)
    fitted(lines)
    pd.testing.assert_frame_equal(lines, before)


def test_changing_the_frame_after_the_fit_changes_nothing(lines):
    model = fitted(lines)
    before = answers(model, limit=1)
    lines["account_id"] = "nobody"
    lines["unit_price"] = 1e6
    assert answers(model, limit=1) == before


def test_a_catalogue_and_accounts_lend_their_names(lines):
    accounts = pl.DataFrame({"account_id": [lines["account_id"][0]], "name": ["Müller & Söhne"]})
    model = fitted(lines, products=pd.read_csv(CYCLES / "products.csv.gz"), accounts=accounts)
    row = model.recommend(lines["account_id"][0], limit=1)[0]
    assert row["account_name"] == "Müller & Söhne"
    assert row["product_name"]


def test_the_reversed_frame_is_the_same_history():
    lines = cycle_lines()
    assert fitted(lines[::-1]).model_id_ == fitted(lines).model_id_
