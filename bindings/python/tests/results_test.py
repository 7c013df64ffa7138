"""Tables of recommendations."""

import copy
import datetime
import math
import pickle

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import upcross


@pytest.fixture
def offers(model):
    return model.recommend(["12349", "12350", "12431"], kinds=["cross_sell"], limit=3)


def test_it_has_columns_rows_and_a_length(offers):
    assert len(offers) == 9 and len(offers.columns) == 23
    assert [row["account_id"] for row in offers] == offers["account_id"].tolist()
    assert offers[0] == next(iter(offers)) or math.isnan(offers[0]["probability"])
    assert offers[-1]["rank"] == 3


def test_slices_masks_and_numbers_pick_rows(offers):
    assert offers[2:4]["rank"].tolist() == offers["rank"].tolist()[2:4]
    assert len(offers[offers["rank"] == 1]) == 3
    assert offers[[8, 0]]["product_id"].tolist() == [
        offers[8]["product_id"],
        offers[0]["product_id"],
    ]
    assert len(offers[:0]) == 0 and repr(offers[:0]) == "no recommendations"


def test_rows_of_an_account_can_be_taken_out(offers):
    assert set(offers.of("12350")["account_id"].tolist()) == {"12350"}
    assert len(offers.of(["12349", "12350"])) == 6
    assert len(offers.of("nobody")) == 0


def test_reasons_are_structured_too_and_add_up(offers):
    for row, reasons in zip(offers, offers.reason_list, strict=True):
        assert sum(one["contribution"] for one in reasons) == pytest.approx(row["score"], rel=1e-4)
        assert isinstance(reasons[0]["last_bought"], datetime.date)


def test_frames_of_others_have_the_same_columns_and_values(offers):
    frame, arrow, polars = offers.to_pandas(), offers.to_arrow(), offers.to_polars()
    assert list(frame.columns) == arrow.column_names == polars.columns == list(offers.columns)
    assert frame["rank"].tolist() == arrow["rank"].to_pylist() == polars["rank"].to_list()
    assert frame["product_id"].tolist() == polars["product_id"].to_list()
    assert arrow.schema.field("as_of").type == pa.date32() or arrow["as_of"].to_pylist()[0]
    assert pd.api.types.is_datetime64_any_dtype(frame["as_of"])
    assert polars["expires_on"].dtype in (pl.Date, pl.Datetime("ms"), pl.Datetime("us"))


def test_numbers_are_not_copied_on_the_way_to_arrow_and_a_mapping(offers):
    score = offers["score"]
    assert offers.to_dict()["score"] is score
    arrow = offers.to_arrow()["score"].chunk(0)
    assert np.shares_memory(arrow.to_numpy(zero_copy_only=True), score)


def test_an_unknown_column_is_named_with_the_known_ones(offers):
    with pytest.raises(KeyError, match="no column 'price'.*unit_price"):
        offers["price"]


def test_it_can_be_read_in_a_terminal(offers):
    text = repr(offers)
    assert "12349" in text and "Goes with what you already buy" in text
    assert max(len(line) for line in text.splitlines()) < 260


def test_long_tables_tell_how_much_more_there_is(model):
    many = model.recommend(limit=1)
    assert f"and {len(many) - 20:,} more rows" in repr(many)
    assert f"and {len(many) - 20:,} more rows" in many._repr_html_()


def test_html_shows_rank_product_money_and_reason(offers):
    page = offers._repr_html_()
    row = offers[0]
    assert f"GBP {row['order_value']:,.2f}" in page
    assert "Goes with what you already buy" in page
    assert page.count('class="account"') == 3


def test_html_escapes_whatever_the_data_say():
    evil = '<script>alert("x")</script>&'
    lines = {
        "account": [evil, evil, "B"],
        "sku": ["a", "b", "a"],
        "date": ["2024-05-01"] * 3,
        "price": [1.0] * 3,
    }
    names = {"product_id": ["a", "b"], "name": [evil, "<b>bold</b>"]}
    model = upcross.Recommender(factors=2, currency="<i>").fit(lines, names)
    for page in (
        model.recommend()._repr_html_(),
        model.explain("B", "b")._repr_html_(),
        model.similar_products("a")._repr_html_(),
    ):
        assert "<script" not in page and "<b>" not in page and "<i>" not in page


def test_it_survives_pickle_and_copy_without_the_model(offers):
    for twin in (pickle.loads(pickle.dumps(offers)), copy.copy(offers), copy.deepcopy(offers[:])):
        assert twin["recommendation_id"].tolist() == offers["recommendation_id"].tolist()
        assert twin.of("12350")["reasons"].tolist() == offers.of("12350")["reasons"].tolist()
        assert repr(twin.reason_list) == repr(offers.reason_list)
        assert twin._repr_html_() == offers._repr_html_()


def test_a_plain_table_does_the_same():
    table = upcross.Table({"a": np.array([1, 2]), "b": np.array(["x", None], dtype=object)})
    assert table.to_pandas().shape == table.to_polars().shape == table.to_arrow().shape == (2, 2)
    assert [row["b"] for row in table] == ["x", None]
