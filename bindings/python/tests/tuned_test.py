"""What is chosen on held-out periods, and the probabilities that come of it."""

import os
import signal
import subprocess
import threading
import time

import numpy as np
import pandas as pd
import pytest
from conftest import cycle_lines, plain, retail_lines, tuned_model

import upcross


def test_it_tells_what_ranks_and_what_was_tried():
    model = tuned_model()
    table = model.tuning_
    assert table.columns == ("ranked_by", "ndcg_20", "hit_rate_10")
    assert len(table) > 10
    assert model.ranked_by_
    assert model.loss_ == []


def test_the_factorization_alone_is_not_tuned(lines):
    model = plain(factors=4, iterations=3).fit(lines)
    assert model.ranked_by_ == "factorization"
    assert len(model.tuning_) == 0
    assert len(model.loss_) == 3
    assert np.isnan(model.recommend(limit=1)["probability"]).all()


def test_its_rows_are_those_of_the_batch_program(batch_score, tmp_path):
    lines, output = tmp_path / "lines.csv", tmp_path / "out.csv"
    cycle_lines().to_csv(lines, index=False)
    options = ["--factors", "8", "--horizon-days", "30", "--kinds", "cross_sell", "--limit", "3"]
    subprocess.run(
        [batch_score, "--purchases", lines, *options, "--quiet", "--output", output],
        check=True,
        timeout=300,
    )
    written = pd.read_csv(output, dtype={"account_id": "str", "product_id": "str"})
    model = upcross.Recommender(factors=8, horizon_days=30).fit(cycle_lines())
    offers = model.recommend(kinds=["cross_sell"], limit=3)
    for name in ("account_id", "product_id", "recommendation_id", "model_id"):
        assert offers[name].tolist() == written[name].tolist()
    for name in ("score", "probability", "probability_low", "expected_revenue"):
        np.testing.assert_allclose(offers[name], written[name], rtol=1e-4, atol=0.006)


def test_probabilities_lie_in_their_band_and_value_the_orders():
    offers = tuned_model().recommend(kinds=["cross_sell"], limit=5)
    p = offers["probability"]
    assert np.all((offers["probability_low"] <= p) & (p <= offers["probability_high"]))
    assert np.all((p > 0) & (p < 1))
    np.testing.assert_allclose(offers["expected_revenue"], p * offers["order_value"], atol=0.0051)


def test_ranked_for_revenue_lists_are_expected_to_bring_no_less():
    options = dict(factors=8, iterations=4, horizon_days=30)
    rich = upcross.Recommender(objective="revenue", lost_relevance=0.1, **options).fit(cycle_lines())
    worth = [
        model.recommend(kinds=["cross_sell"], limit=5)["expected_revenue"].sum()
        for model in (tuned_model(), rich)
    ]
    assert worth[1] >= worth[0]


def test_contributions_add_up_to_the_affinity_of_all_models():
    model = tuned_model()
    row = model.recommend(kinds=["cross_sell"], limit=1)[0]
    why = model.explain(row["account_id"], row["product_id"])
    assert why.affinity == pytest.approx(row["score"], rel=1e-4)
    assert why.purchases["contribution"].sum() == pytest.approx(why.affinity, rel=1e-4)


def test_a_new_account_is_offered_what_an_old_one_with_its_lines_is():
    model, lines = tuned_model(), cycle_lines()
    for account in model.accounts_[:5].tolist():
        own = lines[lines["account_id"] == account].drop(columns="account_id")
        new = model.recommend_new(own, limit=3)
        old = model.recommend(account, kinds=["cross_sell"], limit=3)
        assert new["product_id"].tolist() == old["product_id"].tolist()
        np.testing.assert_allclose(new["score"], old["score"], rtol=1e-4)


def test_factors_are_there_whatever_ranks():
    model = tuned_model()
    assert model.account_factors_.shape == (len(model.accounts_), 8)
    assert len(model.similar_products(model.products_[0], limit=3)) == 3


def test_ctrl_c_stops_the_tuning_within_a_second():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    sent = []

    def interrupt():
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(3.0, interrupt)
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            upcross.Recommender().fit(retail_lines())
        assert time.monotonic() - sent[0] < 1.0
    finally:
        signal.signal(signal.SIGINT, before)
