"""The recommender: purchases in, recommendations out."""

from collections.abc import Callable, Iterable
from typing import Any, Self

import numpy as np

from upcross import _core
from upcross._assessment import Assessment
from upcross._data import load
from upcross._errors import check_threads, check_whole
from upcross._evaluation import Evaluation
from upcross._explanation import Explanation
from upcross._fitted import KINDS, Fitted, checked_kinds, checked_limit
from upcross._fitted_attributes import FittedAttributes
from upcross._parameters import Parameters, core_options
from upcross._progress import Bar
from upcross._recommendations import Recommendations
from upcross._table import Table


class Recommender(Parameters, FittedAttributes):
    """Recommends what an account should be offered next, why, and what it is worth.

    What an account never bought is ranked by the models that did best on earlier days of the same
    history, a matrix factorization of account x product (implicit feedback, alternating least
    squares) among them; ladders of product families tell the next step up.

    Parameters
    ----------
    factors : int, default 64
        Latent factors, 1 to 4096.
    ranking : {"tuned", "factorization"}, default "tuned"
        What ranks: models and their mixture, chosen on held-out periods of the history, with
        probabilities; or the matrix factorization alone, as the parameters say, without them.
    objective : {"probability", "revenue", "margin"}, default "probability"
        What the ranks of new products are after: that they are bought, or the money to expect,
        as far as `lost_relevance` allows.
    lost_relevance : float, default 0.02
        The share of NDCG@20 on held-out periods that may be given up for money, 0 to 1.
    iterations : int, default 16
        Sweeps over accounts and products, at least 1.
    unobserved_weight : float, default 0.5
        Weight of every pair of account and product, bought or not; above 0. Chosen where tuned.
    regularization : float, default 0.006
        0 or more. Chosen where tuned.
    half_life_days : float, default 90
        A day of purchase counts 2 ** (-age / half_life_days); 0 = all days count alike.
    alpha : float, default 4
        Confidence of a pair is log(1 + alpha * strength).
    as_of : date, str or None, default None
        Only what lies before this day counts. None is the day after the last line.
    horizon_days : int, default 90
        Offers hold in [as_of, as_of + horizon_days).
    family, step : str or None, default None
        Columns of the catalogue that make families and their order, for up_sell: "family",
        "category", "subcategory", "brand" or "name"; "tier", "size", "pack" or "list_price".
        None is the best that the catalogue tells.
    keep_suspected : bool, default False
        Whether what looks like postage, a fee or a sample is offered too.
    currency : str or None, default None
        Of all prices, for texts. None is that of the data, if they tell it, else "EUR".
    language : {"en", "de"}, default "en"
        Of the reasons.
    seed : int, default 0
        The same lines in any order, options and seed give the same bytes.
    threads : int or None, default None
        Threads that live as long as a call; None is one per processor.

    Attributes
    ----------
    accounts_, products_ : ndarray
        All ids, in the order of the factors.
    account_factors_, product_factors_ : ndarray of float32, (accounts or products, factors)
        Read-only views without a copy, which keep the model alive. The inner product of two rows
        is the affinity of the factorization, and the score where that alone ranks.
    ranked_by_ : str
        What ranks, e.g. "1 EASE 200 + 1 factorization 0.003 x trend of 7 days ^ 0.75".
    tuning_ : Table
        What was tried on the held-out periods: ranked_by, ndcg_20, hit_rate_10; no row where
        nothing was tuned.
    loss_ : list of float
        The objective of the factorization after each iteration; empty where it was tuned.
    as_of_ : datetime.date
        The day of the question.
    left_out_ : dict of str to int
        How many lines do not count, by the reason.
    model_id_ : str
        A fingerprint of the model.

    See Also
    --------
    fit_als : only the factorization of a sparse matrix.

    Examples
    --------
    >>> import upcross
    >>> purchases = {
    ...     "account_id": ["A", "A", "B", "B", "C"],
    ...     "product_id": ["pen", "ink", "pen", "ink", "pen"],
    ...     "timestamp": ["2024-05-01"] * 5,
    ...     "unit_price": [2.0, 5.0, 2.0, 5.0, 2.0],
    ... }
    >>> model = upcross.Recommender(factors=2).fit(purchases)
    >>> offers = model.recommend(["C"], limit=1)
    >>> offers["product_id"].tolist(), offers["order_value"].tolist()
    (['ink'], [5.0])
    """

    def __init__(
        self,
        factors: int = 64,
        *,
        ranking: str = "tuned",
        objective: str = "probability",
        lost_relevance: float = 0.02,
        iterations: int = 16,
        unobserved_weight: float = 0.5,
        regularization: float = 0.006,
        half_life_days: float = 90.0,
        alpha: float = 4.0,
        as_of: Any = None,
        horizon_days: int = 90,
        family: str | None = None,
        step: str | None = None,
        keep_suspected: bool = False,
        currency: str | None = None,
        language: str = "en",
        seed: int = 0,
        threads: int | None = None,
    ) -> None:
        self.factors = factors
        self.ranking = ranking
        self.objective = objective
        self.lost_relevance = lost_relevance
        self.iterations = iterations
        self.unobserved_weight = unobserved_weight
        self.regularization = regularization
        self.half_life_days = half_life_days
        self.alpha = alpha
        self.as_of = as_of
        self.horizon_days = horizon_days
        self.family = family
        self.step = step
        self.keep_suspected = keep_suspected
        self.currency = currency
        self.language = language
        self.seed = seed
        self.threads = threads

    def fit(
        self,
        purchases: Any,
        products: Any = None,
        accounts: Any = None,
        *,
        columns: dict[str, str] | None = None,
        progress: bool | Callable[[str, int, int], Any] | None = None,
        threads: int | None = None,
    ) -> Self:
        """Learns from purchase lines.

        Parameters
        ----------
        purchases : frame, mapping of arrays, path or list of paths
            A row per order line. Needed: account_id, product_id, timestamp; known: quantity
            (negative = a return), unit_price, order_id, unit_cost and others, under their usual
            English and German names. Dates with a time zone count as their local day.
        products : frame, mapping or path, optional
            The catalogue: product_id, name, category, family, list_price, cost, ...
        accounts : frame, mapping or path, optional
            account_id, name, segment, ...
        columns : dict of str to str, optional
            Which header holds a column, e.g. ``{"account": "KUNDE"}``.
        progress : bool, callable or None, default None
            True shows a bar by tqdm, None shows one after two seconds where tqdm is installed;
            a callable gets (stage, done, total).
        threads : int, optional
            Instead of those of the constructor.

        Returns
        -------
        Recommender
            Itself. Ctrl-C or an error leaves it as it was.

        Raises
        ------
        InvalidInputError
            For lines that cannot be read as what they should be: a ValueError.
        InvalidArgumentError
            For parameters outside their range: a ValueError.

        Examples
        --------
        >>> lines = {"KUNDE": [1, 2], "sku": ["a", "b"], "date": ["2024-05-01", "2024-05-02"]}
        >>> Recommender(factors=2).fit(lines, columns={"account": "KUNDE"}).accounts_.tolist()
        [1, 2]
        """
        options = core_options(self)
        workers = self._workers(threads)
        with Bar(progress) as bar:
            loaded = load(purchases, products, accounts, columns, bar, workers)
            self._state = Fitted(_core.fit(loaded.data, options, workers, bar), loaded)
        return self

    def _workers(self, threads: int | None) -> int:
        return check_threads(self.threads if threads is None else threads)

    def _table(self, offers: Any) -> Recommendations:
        return self._fitted.recommendations(offers, self.language, self.currency)

    def recommend(
        self,
        accounts: Any = None,
        *,
        kinds: Iterable[str] = KINDS,
        limit: int = 5,
        threads: int | None = None,
    ) -> Recommendations:
        """What to offer to accounts.

        Parameters
        ----------
        accounts : id or sequence of ids, optional
            Whom; None is all. An account that is named twice is answered once.
        kinds : sequence of str, default ("cross_sell", "up_sell")
            Kinds of recommendation. Each keeps its order in the account's list, the likelier
            of the next ones first; without probabilities in the order given.
        limit : int, default 5
            Per account and kind, at most.
        threads : int, optional
            Instead of those of the constructor.

        Returns
        -------
        Recommendations
            Rows in the order of the accounts, then by rank.

        Raises
        ------
        UnknownIdError
            For an account that is not in the data: a KeyError, with the nearest ids.

        Examples
        --------
        >>> example_model().recommend("12349", limit=3)["rank"].tolist()
        [1, 2, 3]
        """
        fitted = self._fitted
        asked, count = checked_kinds(kinds), checked_limit(limit)
        whom = fitted.account_indexes(accounts)
        return self._table(
            _core.recommend(fitted.model, whom, asked, count, self._workers(threads))
        )

    def accounts_for(
        self, product: Any, *, limit: int = 10, threads: int | None = None
    ) -> Recommendations:
        """The reverse question: to whom should a product be offered?

        Parameters
        ----------
        product : id
            One product.
        limit : int, default 10
            Accounts, at most.
        threads : int, optional
            Instead of those of the constructor.

        Returns
        -------
        Recommendations
            Accounts that never bought it, highest affinity first; ranks count over this list.

        Raises
        ------
        UnknownIdError
            For a product that is not in the data.

        Examples
        --------
        >>> model = example_model()
        >>> best = model.accounts_for("22423", limit=3)
        >>> bool((best["score"][:-1] >= best["score"][1:]).all())
        True
        """
        index, count = self._fitted.product_index(product), checked_limit(limit)
        workers = self._workers(threads)
        return self._table(_core.accounts_for(self._fitted.model, index, count, workers))

    def similar_products(self, product: Any, *, limit: int = 10) -> Table:
        """Products that accounts buy as they buy this one.

        Parameters
        ----------
        product : id
            One product.
        limit : int, default 10
            Others, at most.

        Returns
        -------
        Table
            product_id, product_name and similarity, the cosine of the factors, highest first.

        Raises
        ------
        UnknownIdError
            For a product that is not in the data.

        Examples
        --------
        >>> example_model().similar_products("22423", limit=3).columns
        ('product_id', 'product_name', 'similarity')
        """
        return self._fitted.similar_products(product, limit)

    def explain(self, account: Any, product: Any) -> Explanation:
        """Why an account has its affinity for a product, offered or not.

        Parameters
        ----------
        account, product : id
            One of each.

        Returns
        -------
        Explanation
            Its affinity, a sentence, and what each purchase contributes; the contributions add
            up to the affinity.

        Raises
        ------
        UnknownIdError
            For an account or a product that is not in the data.

        Examples
        --------
        >>> why = example_model().explain("12349", "22423")
        >>> bool(abs(why.purchases["contribution"].sum() - why.affinity) < 1e-4)
        True
        """
        return self._fitted.explanation(account, product, self.language, self.currency)

    def assess(self) -> Assessment:
        """What the data hold and what they allow, on a page.

        Examples
        --------
        >>> example_model().assess()["purchase_lines"] > 100
        True
        """
        return Assessment(*_core.assess(self._fitted.loaded.data))

    def evaluate(
        self,
        *,
        task: str = "new_products",
        horizon_days: int | None = None,
        cuts: int = 3,
        progress: bool | None = None,
        threads: int | None = None,
    ) -> Evaluation:
        """How well this model would have foreseen earlier periods, beside simple ways of ranking.

        Each period before `as_of_` is held out in turn; models are fitted to what lay before it,
        and ranked is what every account had not bought by then. Beside the factorization with the
        parameters given stand chance, popularity, item-item neighbours, EASE, and "tuned": what
        would have been chosen from the history before each period.

        Parameters
        ----------
        task : {"new_products", "repeats", "new_categories", "new_accounts"}
            What is foreseen: which products an account first buys; which of those that it has it
            buys again, beside frequency and recency; in which categories it first buys; which
            accounts first buy a product.
        horizon_days : int, optional
            Length of each period; by default that of the model.
        cuts : int, default 3
            Periods, at most, while the history before one is as long as it.
        progress : bool, optional
            As in `fit`.
        threads : int, optional
            By default those of the model.

        Returns
        -------
        Evaluation
            A row for each way of ranking; its repr is a page.

        Raises
        ------
        InvalidArgumentError
            For an unknown task and numbers outside their range: a ValueError.

        Examples
        --------
        >>> page = example_model().evaluate(task="repeats", horizon_days=60, cuts=1)
        >>> bool(0.0 <= page["ndcg_20"].min() <= page["ndcg_20"].max() <= 1.0)
        True
        """
        days = check_whole(
            "horizon_days", self.horizon_days if horizon_days is None else horizon_days, 1
        )
        periods = check_whole("cuts", cuts, 1)
        workers = self._workers(threads)
        with Bar(progress) as bar:
            found = _core.evaluate(
                self._fitted.model, str(task), min(days, 3660), min(periods, 100), workers, bar
            )
        return Evaluation._of(*found)

    def fold_in(self, purchases: Any, *, columns: dict[str, str] | None = None) -> np.ndarray:
        """The factors of a new account, from its purchases, without a refit.

        Parameters
        ----------
        purchases : frame or mapping of arrays
            Order lines of one account as in `fit`; account_id may be left out. What lies on or
            after `as_of_` does not count.
        columns : dict of str to str, optional
            As in `fit`.

        Returns
        -------
        ndarray of float32, (factors,)
            What a refit of this account alone would give; ``product_factors_ @`` it are its
            affinities.

        Raises
        ------
        UnknownIdError
            For a product that is not in the data.

        Examples
        --------
        >>> model = example_model()
        >>> x = model.fold_in({"product_id": ["22423"], "timestamp": ["2011-11-01"]})
        >>> x.shape == model.account_factors_[0].shape
        True
        """
        fitted = self._fitted
        return fitted.model.fold_in(fitted.new_account(purchases, columns))[0]

    def recommend_new(
        self, purchases: Any, *, limit: int = 5, columns: dict[str, str] | None = None
    ) -> Table:
        """What to offer to a new account, from its purchases, without a refit.

        Parameters
        ----------
        purchases, columns
            As in `fold_in`.
        limit : int, default 5
            Products, at most.

        Returns
        -------
        Table
            product_id, product_name and score, highest first; nothing that it bought.

        Examples
        --------
        >>> lines = {"product_id": ["22423"], "timestamp": ["2011-11-01"]}
        >>> len(example_model().recommend_new(lines, limit=3))
        3
        """
        return self._fitted.recommend_new(purchases, columns, limit)
