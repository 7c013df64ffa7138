"""Threads, forks, signals, progress and pickles."""

import copy
import os
import pickle
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from conftest import answers, cycle_lines, plain, retail_lines, retail_model, tuned_model

import upcross


def long_fit():
    """A model whose fit to the giftware lines takes many seconds."""
    return plain(factors=256, iterations=500)


def test_eight_threads_may_ask_one_model(model):
    accounts = model.accounts_[:400:5].tolist()
    alone = [answers(model, accounts=one, limit=2) for one in accounts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda one: answers(model, accounts=one, limit=2), accounts))
    assert together == alone


def test_threads_that_ask_first_at_once_get_the_same(lines):
    model = pickle.loads(pickle.dumps(plain(factors=8, iterations=2).fit(lines)))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: answers(model, limit=1), range(8)))
    assert all(one == found[0] for one in found)


def test_other_threads_run_during_a_fit():
    ticks = []
    stop = threading.Event()

    def tick():
        while not stop.wait(0.01):
            ticks.append(time.monotonic())

    ticker = threading.Thread(target=tick)
    ticker.start()
    plain(factors=64, iterations=8, threads=1).fit(retail_lines())
    stop.set()
    ticker.join()
    assert len(ticks) > 10
    assert max(np.diff(ticks)) < 1.0


@pytest.fixture
def heard_ctrl_c():
    """Ctrl-C as in a terminal; a shell's background jobs ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard_ctrl_c")
def test_ctrl_c_stops_a_fit_within_a_second_and_leaves_the_object_as_it_was():
    model = plain(factors=4, iterations=1).fit(cycle_lines())
    before = model.model_id_
    sent = []

    def interrupt():
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(2.0, interrupt)
    model.set_params(**long_fit().get_params())
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        model.fit(retail_lines())
    assert time.monotonic() - sent[0] < 1.0
    assert model.model_id_ == before


def test_a_progress_callable_hears_of_the_stages_and_may_stop_the_fit():
    heard = []

    def stop_soon(stage, done, total):
        heard.append((stage, done, total))
        if len(heard) > 3:
            raise InterruptedError("enough")

    with pytest.raises(InterruptedError, match="enough"):
        long_fit().fit(retail_lines(), progress=stop_soon)
    assert all(0 <= done <= total for _, done, total in heard)


def test_a_bar_is_shown_when_asked_for_and_by_itself_only_for_long_fits(capsys, lines):
    plain(factors=4, iterations=1).fit(lines)
    assert capsys.readouterr().err == ""
    plain(factors=64, iterations=30, threads=1).fit(retail_lines(), progress=True)
    assert "%" in capsys.readouterr().err
    plain(factors=4, iterations=1).fit(lines, progress=False)
    assert capsys.readouterr().err == ""


def test_a_fork_can_ask_and_fit(model, lines):
    expected = answers(model, accounts="12349", limit=2)
    child = os.fork()
    if child == 0:
        try:
            same = answers(model, accounts="12349", limit=2) == expected
            plain(factors=4, iterations=1, threads=2).fit(lines)
            os._exit(0 if same else 1)
        finally:
            os._exit(2)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert status == 0
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the fork hangs")


def test_signal_settings_of_the_process_are_left_alone(lines):
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)]
    plain(factors=4, iterations=1).fit(lines)
    assert before == [
        signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)
    ]


TWINS = {
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
    "the oldest protocol": lambda model: pickle.loads(pickle.dumps(model, protocol=2)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("model_of", [retail_model, tuned_model])
@pytest.mark.parametrize("twin_of", TWINS.values(), ids=TWINS)
def test_a_twin_recommends_the_same_bytes(model_of, twin_of):
    model = model_of()
    twin = twin_of(model)
    assert twin.get_params() == model.get_params()
    assert twin.model_id_ == model.model_id_
    assert twin.account_factors_.tobytes() == model.account_factors_.tobytes()
    assert twin.product_factors_.tobytes() == model.product_factors_.tobytes()
    some = model.accounts_[:300].tolist()
    assert answers(twin, accounts=some) == answers(model, accounts=some)
    assert twin.ranked_by_ == model.ranked_by_
    assert twin.left_out_ == model.left_out_ and twin.as_of_ == model.as_of_
    assert repr(twin.assess()) == repr(model.assess())


def test_a_model_that_is_not_fitted_can_be_pickled():
    twin = pickle.loads(pickle.dumps(upcross.Recommender(factors=8)))
    assert twin.factors == 8


def test_factors_outlive_everything_else():
    view = plain(factors=4, iterations=1).fit(cycle_lines()).account_factors_
    assert np.isfinite(view).all()
