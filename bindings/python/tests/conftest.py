"""The real data that the tests use, and a model of them."""

import os
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import upcross

ROOT = Path(__file__).resolve().parents[3]
RETAIL = ROOT / "examples/data/online-retail"
CYCLES = ROOT / "examples/data/adventureworks"


@cache
def retail_lines() -> pd.DataFrame:
    """Order lines of a giftware wholesaler, ids as text."""
    return pd.read_csv(
        RETAIL / "purchases.csv.gz",
        dtype={"account_id": "str", "product_id": "str", "order_id": "str"},
    )


def plain(**parameters: object) -> upcross.Recommender:
    """A recommender that ranks by the factorization alone, quick to fit."""
    return upcross.Recommender(ranking="factorization", **parameters)


@cache
def retail_model() -> upcross.Recommender:
    """A small model of them."""
    return plain(factors=16, iterations=4, currency="GBP").fit(
        retail_lines(),
        pd.read_csv(RETAIL / "products.csv.gz", dtype="str"),
        pd.read_csv(RETAIL / "accounts.csv.gz", dtype="str"),
    )


@cache
def cycle_lines() -> pd.DataFrame:
    """The last lines of a maker of bicycles, with costs."""
    lines = pd.read_csv(CYCLES / "purchases.csv.gz", dtype={"account_id": "str"})
    return lines.tail(8000).reset_index(drop=True)


@cache
def tuned_model() -> upcross.Recommender:
    """What suits them, with probabilities."""
    return upcross.Recommender(factors=8, iterations=4, horizon_days=30).fit(cycle_lines())


@pytest.fixture
def lines() -> pd.DataFrame:
    return cycle_lines().copy()


@pytest.fixture
def model() -> upcross.Recommender:
    return retail_model()


@pytest.fixture(autouse=True)
def _from_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def batch_score() -> str:
    program = os.environ.get("UPCROSS_BATCH_SCORE")
    if not program:
        pytest.skip("UPCROSS_BATCH_SCORE does not name the batch program")
    return program


def answers(model: upcross.Recommender, **question: object) -> dict[str, list[object]]:
    """All that a model recommends, ids as text."""
    table = model.recommend(**question)
    return {
        name: [str(value) for value in table[name].tolist()]
        for name in table.columns
        if name != "account_name"
    }
