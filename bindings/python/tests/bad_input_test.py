"""What is wrong is refused with the class, and in the words, that help."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from conftest import cycle_lines, plain

import upcross

GOOD = {
    "account_id": ["A", "B", "C"],
    "product_id": ["x", "x", "y"],
    "timestamp": ["2024-05-01", "2024-05-02", "2024-05-03"],
    "quantity": [1.0, 2.0, 3.0],
    "unit_price": [1.0, 1.0, 2.0],
}


def but(**changes):
    return pd.DataFrame({**GOOD, **changes})


def without(*names):
    return pd.DataFrame({name: values for name, values in GOOD.items() if name not in names})


BAD_FRAMES = {
    "an empty frame": (but().iloc[:0], "no purchase line"),
    "no column of accounts": (without("account_id"), "no column is account_id.*'product_id'"),
    "no column of dates": (without("timestamp"), "no column is timestamp"),
    "two columns for one role": (
        but(customer_id="A").rename(columns={"account_id": "client_id"}),
        "both .*client_id.* and .*customer_id",
    ),
    "a column that is there twice": (
        pd.concat([but(), but()[["quantity"]]], axis=1),
        "'quantity' is there twice",
    ),
    "an infinite quantity": (but(quantity=[1.0, np.inf, 1.0]), "quantity.*line 1 is inf"),
    "an impossible quantity": (but(quantity=[1.0, 1.0, 1e12]), "line 2 is 1000000000000"),
    "a missing quantity": (but(quantity=[1.0, None, 1.0]), "line 1 has no quantity"),
    "an infinite price": (but(unit_price=[1.0, 1.0, -np.inf]), "line 2 is -inf"),
    "quantities as text": (but(quantity=["1", "2", "3"]), "'1' is no number"),
    "a date that is none": (
        but(timestamp=["2024-05-01", "tomorrow", "2024-05-01"]),
        "'tomorrow' is not a date",
    ),
    "an ambiguous date": (but(timestamp="03/04/2011"), "'03/04/2011' is not a date"),
    "a missing date": (but(timestamp=["2024-05-01", None, "2024-05-01"]), "line 1 has no date"),
    "dates as numbers": (but(timestamp=[20240501] * 3), "expected dates"),
    "ids that are fractions": (but(account_id=[1.0, 2.5, 3.0]), "2.5 is no id"),
    "ids that are truth values": (but(account_id=[True, False, True]), "is no id"),
    "ids that are lists": (pl.DataFrame({**GOOD, "account_id": [["A"], ["B"], ["C"]]}), "is no id"),
    "an id that is too long": (but(account_id=["A" * 2000, "B", "C"]), "longer than 1,000 bytes"),
    "nothing but missing ids": (but(account_id=None), "no purchase line that counts"),
    "two currencies": (but(currency=["EUR", "USD", "EUR"]), "expected prices in one currency"),
    "a mistyped year": (
        pd.concat([but()] * 50 + [but(timestamp="2091-05-01")[:1]]),
        "is a date mistyped",
    ),
    "columns of different lengths": ({**GOOD, "quantity": [1.0]}, "differ in length"),
}


BAD_CATALOGUES = {
    "an infinite price unit": ({"price_unit": [1.0, np.inf]}, "price_unit.*line 1 is inf"),
    "an impossible price unit": ({"price_unit": [1e7, 1.0]}, "line 0 is 10000000.0; expected 0 to"),
    "a negative list price": ({"list_price": [-5.0, 1.0]}, "line 0 is -5.0; expected 0 to"),
    "an infinite cost": ({"cost": [1.0, -np.inf]}, "cost.*line 1 is -inf"),
}


@pytest.mark.parametrize(("columns", "message"), BAD_CATALOGUES.values(), ids=BAD_CATALOGUES)
def test_a_catalogue_is_refused_that_has(columns, message):
    catalogue = pd.DataFrame({"product_id": ["x", "y"], **columns})
    with pytest.raises(upcross.InvalidInputError, match=message):
        upcross.Recommender(factors=2).fit(but(), products=catalogue)


@pytest.mark.parametrize(("frame", "message"), BAD_FRAMES.values(), ids=BAD_FRAMES)
def test_a_frame_is_refused_that_has(frame, message):
    model = upcross.Recommender(factors=2)
    with pytest.raises(upcross.InvalidInputError, match=message) as caught:
        model.fit(frame)
    assert isinstance(caught.value, ValueError)
    with pytest.raises(upcross.NotFittedError):
        model.recommend()


NO_TABLES = {
    "nothing": None, "a number": 7, "a generator": (row for row in [1, 2]), "a list of rows":
    [{"account_id": "A"}], "a function": len,
}  # fmt: skip


@pytest.mark.parametrize("data", NO_TABLES.values(), ids=NO_TABLES)
def test_what_is_no_table_is_refused(data):
    with pytest.raises(TypeError, match="is no table; expected a data frame"):
        upcross.Recommender().fit(data)


BAD_OPTIONS = {
    "factors=0": ({"factors": 0}, "factors is 0; expected 1 to 4096"),
    "factors=5000": ({"factors": 5000}, "factors is 5000"),
    "iterations=0": ({"iterations": 0}, "iterations is 0"),
    "unobserved_weight=0": ({"unobserved_weight": 0.0}, "unobserved_weight"),
    "regularization=-1": ({"regularization": -1.0}, "regularization"),
    "half_life_days=nan": ({"half_life_days": float("nan")}, "half_life_days"),
    "alpha=0": ({"alpha": 0.0}, "alpha"),
    "horizon_days=0": ({"horizon_days": 0}, "horizon_days"),
    "threads=0": ({"threads": 0}, "threads is 0; expected 1 to 4096"),
    "threads=-1": ({"threads": -1}, "threads is -1"),
    "language='fr'": ({"language": "fr"}, "language is 'fr'"),
    "ranking='best'": ({"ranking": "best"}, "ranking is 'best'; expected 'tuned' or"),
    "objective='luck'": ({"objective": "luck"}, "objective is 'luck'; expected 'probability',"),
    "lost_relevance=2": ({"lost_relevance": 2.0}, "lost_relevance is 2"),
    "objective, but nothing tuned": (
        {"objective": "revenue", "ranking": "factorization"},
        "needs the tuned ranking",
    ),
    "as_of='soon'": ({"as_of": "soon"}, "as_of is 'soon'"),
    "family='colour'": ({"family": "colour"}, "colour"),
    "seed=-1": ({"seed": -1}, "seed is -1"),
}


@pytest.mark.parametrize(("options", "message"), BAD_OPTIONS.values(), ids=BAD_OPTIONS)
def test_an_option_outside_its_range_is_refused_by_fit(options, message):
    with pytest.raises(upcross.InvalidArgumentError, match=message) as caught:
        upcross.Recommender(**options).fit(GOOD)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("options", [{"factors": "8"}, {"factors": 8.5}, {"seed": None},
                                     {"threads": True}, {"alpha": "much"}])  # fmt: skip
def test_an_option_of_a_wrong_type_is_a_type_error(options):
    with pytest.raises(TypeError):
        upcross.Recommender(**options).fit(GOOD)


QUESTIONS = {
    "limit=0": (lambda m: m.recommend(limit=0), ValueError, "limit is 0"),
    "limit=-5": (lambda m: m.recommend(limit=-5), ValueError, "limit is -5"),
    "limit=2.5": (lambda m: m.recommend(limit=2.5), TypeError, "limit is 2.5"),
    "threads=0": (lambda m: m.recommend(threads=0), ValueError, "threads is 0"),
    "no kind": (lambda m: m.recommend(kinds=[]), ValueError, "kind"),
    "an unknown kind": (lambda m: m.recommend(kinds=["bargain"]), ValueError, "'bargain'"),
    "an unknown account": (lambda m: m.recommend("12394x"), KeyError, "nearest: .*'1239"),
    "an unknown product": (lambda m: m.accounts_for("22424X"), KeyError, "nearest: .*'2242"),
    "None among the ids": (lambda m: m.recommend([None]), TypeError, "is no id"),
    "an account that is a frame": (lambda m: m.recommend(object()), TypeError, "neither an id"),
    "an unknown product to fold in": (
        lambda m: m.fold_in({"sku": ["nothing"], "date": ["2011-10-01"]}),
        KeyError,
        "'nothing'",
    ),
    "several accounts to fold in": (
        lambda m: m.fold_in(
            {"account": ["A", "B"], "sku": ["22423"] * 2, "date": ["2011-10-01"] * 2}
        ),
        ValueError,
        "several accounts",
    ),
}


@pytest.mark.parametrize(("ask", "error", "message"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_refused_that_has(model, ask, error, message):
    with pytest.raises(error, match=message):
        ask(model)


def test_an_unknown_id_is_told_without_the_quotes_of_a_key_error(model):
    with pytest.raises(upcross.UnknownIdError) as caught:
        model.explain("99999999", "22423")
    assert str(caught.value).startswith("account '99999999' is not in the data; nearest: ")


METHODS = {
    "recommend": lambda m: m.recommend(), "accounts_for": lambda m: m.accounts_for("x"),
    "similar_products": lambda m: m.similar_products("x"), "explain": lambda m: m.explain("A", "x"),
    "assess": lambda m: m.assess(), "fold_in": lambda m: m.fold_in(GOOD),
    "recommend_new": lambda m: m.recommend_new(GOOD),
    "account_factors_": lambda m: m.account_factors_, "accounts_": lambda m: m.accounts_,
}  # fmt: skip


@pytest.mark.parametrize("ask", METHODS.values(), ids=METHODS)
def test_a_model_that_is_not_fitted_says_so(ask):
    with pytest.raises(upcross.NotFittedError, match=r"call fit\(purchases\) first"):
        ask(upcross.Recommender())


def test_a_column_that_was_named_and_is_not_there_is_told_with_those_that_are():
    with pytest.raises(upcross.InvalidInputError, match="'KUNDE'.*headers found: 'account_id'"):
        upcross.Recommender().fit(GOOD, columns={"account": "KUNDE"})
    with pytest.raises(upcross.InvalidInputError, match="no column 'colour'; expected one of"):
        upcross.Recommender().fit(GOOD, columns={"colour": "account_id"})


def test_a_file_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(OSError, match="nothing.csv") as caught:
        upcross.Recommender().fit(tmp_path / "nothing.csv")
    assert isinstance(caught.value, upcross.FileError)


def test_a_fault_in_a_file_is_told_with_its_line(tmp_path):
    file = tmp_path / "lines.csv"
    file.write_text("account_id,product_id,timestamp,quantity\nA,x,2024-05-01,many\n")
    with pytest.raises(upcross.InvalidInputError, match="lines.csv:2.*quantity.*'many'"):
        upcross.Recommender().fit(file)


def test_a_fit_that_fails_leaves_the_model_as_it_was():
    model = plain(factors=4, iterations=1).fit(cycle_lines())
    before = model.model_id_
    with pytest.raises(upcross.InvalidInputError):
        model.fit(but(quantity=np.inf))
    assert model.model_id_ == before


def test_a_product_twice_in_the_catalogue_is_refused():
    with pytest.raises(upcross.InvalidInputError, match="'x' is there twice"):
        upcross.Recommender(factors=2).fit(GOOD, {"product_id": ["x", "x"], "name": ["a", "b"]})
