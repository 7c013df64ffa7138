"""What purchase lines in a frame say beside their ids, days and quantities."""

import pandas as pd
import polars as pl
import pytest

import upcross

SMALL = dict(factors=8, iterations=2, ranking="factorization")


def fitted(purchases):
    return upcross.Recommender(**SMALL).fit(purchases)


def test_lines_that_do_not_count_are_counted_by_their_reason():
    lines = pd.DataFrame(
        {
            "account_id": ["A", None, "B", "B", "C", "C"],
            "product_id": ["x", "x", None, "y", "y", "x"],
            "timestamp": "2024-05-01",
            "quantity": [1, 1, 1, 0, 2, -1],
            "unit_price": [1.0, 1.0, 1.0, 1.0, -2.0, None],
        }
    )
    left = upcross.Recommender(**SMALL).fit(lines).left_out_
    assert (
        left
        == {
            "no account": 1,
            "no product": 1,
            "zero quantity": 1,
            "negative price": 1,
            "return without purchase": 1,
        }
        or sum(left.values()) == 5
    ), left


def test_a_sum_of_lines_needs_no_date_and_does_not_count():
    lines = {
        "account": ["A", "B", "B", None],
        "sku": ["x", "y", "Summe", "Gesamtergebnis"],
        "date": ["2024-05-01", "2024-05-02", None, None],
        "quantity": [4, 2, 2, 6],
    }
    assert fitted(lines).left_out_ == {"sum of other lines": 1, "no account": 1}
    with pytest.raises(upcross.InvalidInputError, match="line 2 has no date"):
        fitted({**lines, "sku": ["x", "y", "z", "z"]})


def test_a_line_total_stands_in_for_a_missing_price():
    lines = {
        "account": ["A", "B"],
        "sku": ["x", "x"],
        "date": ["2024-05-01"] * 2,
        "quantity": [4, 2],
        "umsatz": [10.0, 5.0],
    }
    model = fitted({**lines, "sku": ["x", "y"]})
    assert 2.5 in model.recommend(["A"], limit=1)["unit_price"].tolist()


def test_credit_notes_are_returns_and_cancelled_lines_do_not_count():
    lines = {
        "account": ["A", "A", "A", "B", "B"],
        "sku": ["x", "x", "y", "x", "y"],
        "date": ["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-04", "2024-05-05"],
        "quantity": [4, 4, 1, 2, 1],
        "unit_price": [2.5, 2.5, 1.0, 2.5, 1.0],
        "Gesamtpreis": [10.0, 10.0, 1.0, 4.0, 1.0],
        "Belegart": ["Rechnung", "Gutschrift", "Rechnung", "Rechnung", None],
        "Cancelled at": [pd.NaT, pd.NaT, pd.Timestamp("2024-05-06"), pd.NaT, pd.NaT],
    }
    for frame in (pd.DataFrame(lines), pl.DataFrame(pd.DataFrame(lines))):
        left = fitted(frame).left_out_
        assert left == {
            "purchase sent back whole": 1,
            "return, netted against purchases": 1,
            "cancelled": 1,
        }
        page = str(upcross.assess(frame))
        assert "returns: 'Gutschrift' (1 line)" in page
        assert "on 1 of 4 lines the total is less" in page


def test_the_words_of_a_frame_mean_what_they_do_in_a_file(tmp_path):
    frame = pd.DataFrame(
        {
            "Order": ["1", "1", "2", "3", "3", "4"],
            "account": ["A", "A", "B", "A", "A", "B"],
            "sku": ["x", "y", "x", "y", "z", "z"],
            "date": [f"2024-05-0{day}" for day in (1, 1, 2, 3, 3, 4)],
            "quantity": [4, 1, 2, 1, -1, 3],
            "unit_price": [2.5, 1.0, 2.5, 1.0, 4.0, 4.0],
            "line_total": [10.0, 0.9, 5.0, 1.0, 4.0, 3.0],
            "Financial Status": ["voided", None, "paid", "refunded", None, None],
            "cancelled": [None, None, "X", None, None, "0"],
        }
    )
    path = tmp_path / "lines.csv"
    frame.to_csv(path, index=False)
    pages = [str(upcross.assess(purchases)) for purchases in (frame, path)]
    assert "'Financial Status' tells what a line is" in pages[0]
    assert pages[0] == pages[1]
