"""The recommender: what it answers, and its manners."""

import subprocess

import numpy as np
import pandas as pd
import pytest
from conftest import RETAIL, plain, retail_lines
from sklearn.base import clone

import upcross


def test_its_columns_are_those_that_the_batch_program_writes(batch_score, tmp_path, model):
    lines, output = tmp_path / "lines.csv", tmp_path / "out.csv"
    retail_lines().head(300).to_csv(lines, index=False)
    subprocess.run(
        [batch_score, "--purchases", lines, "--quiet", "--output", output], check=True, timeout=60
    )
    header = output.read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == list(model.recommend("12349").columns)


def test_scores_are_inner_products_of_the_factors(model):
    table = model.recommend(["12349"], kinds=["cross_sell"], limit=5)
    x = model.account_factors_[model.accounts_.tolist().index("12349")].astype(float)
    products = model.products_.tolist()
    for row in table:
        y = model.product_factors_[products.index(row["product_id"])].astype(float)
        assert row["score"] == pytest.approx(x @ y, rel=1e-5)


def test_the_best_products_are_those_of_a_plain_sort(model):
    bought = set(retail_lines().query("account_id == '12349'")["product_id"])
    x = model.account_factors_[model.accounts_.tolist().index("12349")]
    scores = model.product_factors_ @ x
    best = [model.products_[i] for i in np.argsort(-scores) if model.products_[i] not in bought]
    got = model.recommend(["12349"], kinds=["cross_sell"], limit=3)["product_id"].tolist()
    assert [one for one in best if one in got] == got
    assert set(got) <= set(best[:30])


def test_accounts_for_asks_the_reverse_question(model):
    table = model.accounts_for("22423", limit=20)
    bought = set(retail_lines().query("product_id == '22423'")["account_id"])
    assert len(table) == 20
    assert not bought & set(table["account_id"].tolist())
    assert table["rank"].tolist() == list(range(1, 21))
    y = model.product_factors_[model.products_.tolist().index("22423")]
    scores = model.account_factors_ @ y
    scores[[one in bought for one in model.accounts_.tolist()]] = -np.inf
    np.testing.assert_allclose(table["score"], np.sort(scores)[::-1][:20], rtol=1e-5)


def test_similar_products_have_the_highest_cosines(model):
    table = model.similar_products("22423", limit=5)
    norms = np.linalg.norm(model.product_factors_, axis=1)
    unit = model.product_factors_ / np.where(norms > 0, norms, 1)[:, None]
    cosines = unit @ unit[model.products_.tolist().index("22423")]
    expected = {one: c for one, c in zip(model.products_.tolist(), cosines, strict=True)}
    for row in table:
        assert row["similarity"] == pytest.approx(expected[row["product_id"]], abs=1e-5)
    assert "22423" not in table["product_id"].tolist()


def test_contributions_of_an_explanation_add_up_to_the_affinity(model):
    row = model.recommend(["12349"], kinds=["cross_sell"], limit=1)[0]
    why = model.explain("12349", row["product_id"])
    assert why.affinity == pytest.approx(row["score"], rel=1e-5)
    assert why.purchases["contribution"].sum() == pytest.approx(why.affinity, rel=1e-4)
    assert why.sentence == row["reasons"] or why.sentence.startswith(row["reasons"][:30])


def test_what_an_account_has_can_be_explained_too(model):
    owned = retail_lines().query("account_id == '12349'")["product_id"].iloc[0]
    assert len(model.explain("12349", owned).purchases) > 0


def test_folding_in_the_lines_of_an_account_gives_its_factors(model):
    lines = retail_lines()
    for account in ("12349", "12431"):
        own = lines[lines["account_id"] == account]
        at = model.accounts_.tolist().index(account)
        np.testing.assert_allclose(
            model.fold_in(own), model.account_factors_[at], rtol=1e-4, atol=1e-6
        )


def test_a_new_account_is_offered_what_an_old_one_with_its_lines_is(model):
    lines = retail_lines()
    own = lines[lines["account_id"] == "12349"].drop(columns="account_id")
    new = model.recommend_new(own, limit=4)
    old = model.recommend("12349", kinds=["cross_sell"], limit=4)
    assert new["product_id"].tolist() == old["product_id"].tolist()


def test_an_assessment_is_a_page_and_a_mapping(model):
    page = model.assess()
    assert page["purchase_lines"] > 300_000
    assert "What can be recommended" in repr(page)
    assert "<pre>" in page._repr_html_()


def test_the_same_lines_options_and_seed_give_the_same_bytes(lines):
    def factors(**options):
        fitted = plain(factors=8, iterations=3, **options).fit(lines)
        return fitted.account_factors_.tobytes(), fitted.model_id_

    assert factors(threads=1) == factors(threads=2)
    assert factors(seed=1) != factors(seed=2)


def test_factors_are_read_only_views_that_keep_the_model_alive(lines):
    model = plain(factors=8, iterations=2).fit(lines)
    view, again = model.product_factors_, model.product_factors_
    assert view.dtype == np.float32 and view.shape == (len(model.products_), 8)
    assert np.shares_memory(view, again)
    with pytest.raises(ValueError, match="read-only"):
        view[0, 0] = 1.0
    before = view.copy()
    del model
    np.testing.assert_array_equal(view, before)


def test_nothing_is_done_or_checked_before_the_fit():
    model = upcross.Recommender(factors="many", threads=-3)
    assert model.get_params()["factors"] == "many"


def test_sklearn_can_clone_it_and_see_whether_it_is_fitted(model):
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    copy = clone(model)
    assert copy.get_params() == model.get_params()
    check_is_fitted(model)
    with pytest.raises(NotFittedError):
        check_is_fitted(copy)


def test_fit_returns_self_and_may_be_called_again(lines):
    model = plain(factors=8, iterations=2)
    assert model.fit(lines) is model
    first = model.model_id_
    assert model.set_params(seed=1).fit(lines).model_id_ != first


def test_as_of_may_be_given_in_any_usual_form(lines):
    import datetime

    days = [
        "2014-03-01",
        datetime.date(2014, 3, 1),
        pd.Timestamp("2014-03-01"),
        np.datetime64("2014-03-01"),
        datetime.datetime(2014, 3, 1, 12),
    ]
    seen = {
        plain(factors=4, iterations=1, as_of=day).fit(lines).as_of_ for day in days
    }
    assert seen == {datetime.date(2014, 3, 1)}


def test_one_account_may_stand_alone_and_none_means_all(model):
    alone, listed = model.recommend("12349", limit=1), model.recommend(["12349"], limit=1)
    assert alone["product_id"].tolist() == listed["product_id"].tolist()
    everybody = model.recommend(limit=1)
    assert len(set(everybody["account_id"].tolist())) > 4000


def test_a_generator_of_accounts_is_as_good_as_a_list(model):
    some = ["12349", "12350"]
    assert len(model.recommend((one for one in some), limit=1)) == len(
        model.recommend(some, limit=1)
    )


def test_a_huge_limit_means_everything(model):
    table = model.recommend("12349", limit=10**9)
    assert len(table) > 1000
    assert len(model.accounts_for("22423", limit=10**9)) > 1000
    assert len(model.similar_products("22423", limit=10**9)) > 1000


def test_kinds_stand_in_the_order_asked_for(lines):
    products = pd.read_csv(RETAIL.parent / "adventureworks/products.csv.gz")
    model = plain(factors=8, iterations=2, family="subcategory", step="list_price")
    model.fit(lines, products=products)
    kinds = [row["kind"] for row in model.recommend(kinds=["up_sell", "cross_sell"], limit=1)]
    assert {"up_sell", "cross_sell"} == set(kinds)
    first = model.recommend(kinds=["up_sell"], limit=1)
    assert all(one is not None for one in first["from_product_id"].tolist())


def test_reasons_can_be_german(lines):
    german = plain(factors=8, iterations=2, language="de").fit(lines)
    assert "Passt zu dem" in german.recommend(kinds=["cross_sell"], limit=1)["reasons"][0]


def test_its_repr_tells_what_was_chosen():
    assert repr(upcross.Recommender(factors=8, seed=2)) == "Recommender(factors=8, seed=2)"


def test_evaluate_is_a_row_for_each_way_of_ranking_and_a_page(model):
    page = model.evaluate(horizon_days=60, cuts=1)
    names = page["ranked_by"].tolist()
    assert names[:3] == ["chance", "popularity of all time", "recent popularity"]
    assert names[-2:] == ["factorization", "tuned"]
    assert np.all(page["ndcg_20_low"] <= page["ndcg_20"])
    assert np.all(page["ndcg_20"] <= page["ndcg_20_high"])
    assert page["ndcg_20"][names.index("tuned")] > page["ndcg_20"][0]
    assert "in 1 period of 60 days" in repr(page)


@pytest.mark.parametrize(
    ("task", "compared"),
    [("repeats", "recency"), ("new_accounts", "tuned")],
)
def test_evaluate_knows_other_tasks(model, task, compared):
    page = model.evaluate(task=task, horizon_days=60, cuts=1)
    names = page["ranked_by"].tolist()
    assert page["ndcg_20"][names.index(compared)] > page["ndcg_20"][names.index("chance")]


@pytest.mark.parametrize(
    "bad", [{"horizon_days": 0}, {"cuts": 0}, {"cuts": "two"}, {"task": "new_friends"}]
)
def test_evaluate_refuses_numbers_outside_their_range(model, bad):
    with pytest.raises((ValueError, TypeError)):
        model.evaluate(**bad)
