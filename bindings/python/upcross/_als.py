"""Only the factorization."""

from typing import Any, NamedTuple

import numpy as np

from upcross import _core
from upcross._errors import InvalidInputError, check_number, check_threads, check_whole
from upcross._progress import Bar


class Factors(NamedTuple):
    """What :func:`fit_als` returns; unpacks to its three parts.

    Attributes
    ----------
    account_factors : ndarray of float32, (accounts, factors)
        Read-only; 0 for a row without entries.
    product_factors : ndarray of float32, (products, factors)
        Read-only; 0 for a column without entries.
    loss : list of float
        The objective after each iteration.
    """

    account_factors: np.ndarray
    product_factors: np.ndarray
    loss: list[float]


def fit_als(
    matrix: Any,
    factors: int = 64,
    *,
    iterations: int = 16,
    unobserved_weight: float = 0.5,
    regularization: float = 0.006,
    regularization_exponent: float = 1.0,
    seed: int = 0,
    threads: int | None = None,
    progress: Any = None,
) -> Factors:
    """Factorizes a sparse matrix of implicit feedback by alternating least squares.

    Minimizes, with c the entries and <x, y> the affinities,

    ``sum over entries c (1 - <x, y>)^2 + unobserved_weight * sum over all pairs <x, y>^2
    + regularization * (sum |x|^2 + sum |y|^2, each times the weight of its row)``.

    Parameters
    ----------
    matrix : scipy.sparse matrix or array, (accounts, products)
        Confidences, finite and not negative; a mean of about 1 suits the defaults. Zeros are no
        entries. It is not changed.
    factors : int, default 64
        1 to 4096.
    iterations : int, default 16
        At least 1.
    unobserved_weight, regularization, regularization_exponent : float
        As above; a row's weight is (entries + unobserved_weight * others) ** exponent.
    seed : int, default 0
        Of the first factors.
    threads : int or None, default None
        None is one per processor.
    progress : bool, callable or None, default None
        As in :meth:`Recommender.fit`.

    Returns
    -------
    Factors
        account_factors, product_factors and the loss after each iteration.

    Raises
    ------
    InvalidInputError
        For an entry that is negative or not finite: a ValueError.

    Examples
    --------
    >>> import upcross
    >>> from scipy.sparse import csr_array
    >>> bought = csr_array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> x, y, loss = upcross.fit_als(bought, factors=2)
    >>> x.shape, y.shape, loss[-1] <= loss[0]
    ((3, 2), (3, 2), True)
    """
    rows = _rows(matrix)
    options = {
        "factors": check_whole("factors", factors, 1, 4096),
        "iterations": check_whole("iterations", iterations, 1, 100_000),
        "unobserved_weight": check_number("unobserved_weight", unobserved_weight),
        "regularization": check_number("regularization", regularization),
        "regularization_exponent": check_number("regularization_exponent", regularization_exponent),
        "seed": check_whole("seed", seed, 0, 2**64 - 1),
    }
    workers = check_threads(threads)
    with Bar(progress) as bar:
        return Factors(*_core.fit_als(*rows, options, workers, bar))


def _rows(matrix: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    if not hasattr(matrix, "tocsr"):
        raise TypeError(
            f"{type(matrix).__name__} is no sparse matrix; expected one of scipy.sparse, "
            "accounts x products"
        )
    rows = matrix.tocsr(copy=True)
    rows.sum_duplicates()
    rows.eliminate_zeros()
    values = np.asarray(rows.data, dtype=np.float32)
    if not (np.isfinite(values).all() and (values > 0).all()):
        raise InvalidInputError("matrix: an entry is negative or not finite")
    return (
        np.ascontiguousarray(rows.indptr, dtype=np.uint64),
        np.ascontiguousarray(rows.indices, dtype=np.uint32),
        values,
        int(rows.shape[1]),
    )
