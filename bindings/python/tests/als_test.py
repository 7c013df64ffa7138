"""Only the factorization, against a plain one in numpy."""

import numpy as np
import pytest
from conftest import cycle_lines
from scipy import sparse

import upcross


def real_matrix() -> sparse.csr_array:
    """Confidences of real accounts and products: how many lines they have."""
    lines = cycle_lines()
    rows = lines["account_id"].astype("category").cat.codes
    columns = lines["product_id"].astype("category").cat.codes
    return sparse.csr_array((np.ones(len(lines)), (rows, columns)))


def objective(matrix, x, y, a0, ridge):
    """The objective of the documentation, in double precision and dense."""
    c = matrix.toarray()
    affinity = x.astype(float) @ y.astype(float).T
    accounts, products = (c > 0).any(1).sum(), (c > 0).any(0).sum()
    weight_x = (c > 0).sum(1) + a0 * products
    weight_y = (c > 0).sum(0) + a0 * accounts
    norms = (weight_x * (x**2).sum(1)).sum() + (weight_y * (y**2).sum(0 if False else 1)).sum()
    return (c * (1 - affinity) ** 2).sum() + a0 * (affinity**2).sum() + ridge * norms


def plain_als(matrix, factors, iterations, a0, ridge):
    """Alternating least squares, a row at a time."""
    c = matrix.toarray()
    random = np.random.default_rng(0)
    y = random.normal(0, 0.1 / np.sqrt(factors), (c.shape[1], factors))
    for _ in range(iterations):
        x = half_sweep(c, y, a0, ridge)
        y = half_sweep(c.T, x, a0, ridge)
    return half_sweep(c, y, a0, ridge), y


def half_sweep(c, fixed, a0, ridge):
    others = (c > 0).any(0).sum()
    gram = a0 * fixed.T @ fixed
    result = np.zeros((len(c), fixed.shape[1]))
    for i, row in enumerate(c):
        own = np.flatnonzero(row)
        if own.size == 0:
            continue
        z, w = fixed[own], row[own]
        lam = ridge * (own.size + a0 * others)
        result[i] = np.linalg.solve(gram + (z.T * w) @ z + lam * np.eye(len(gram)), z.T @ w)
    return result


def test_its_loss_is_the_objective_of_its_factors_and_as_low_as_that_of_a_plain_loop():
    matrix = real_matrix()
    x, y, loss = upcross.fit_als(matrix, factors=16, iterations=12)
    own = objective(matrix, x, y, 0.5, 0.006)
    plain = objective(matrix, *plain_als(matrix, 16, 12, 0.5, 0.006), 0.5, 0.006)
    assert own <= loss[-1] * 1.0001
    assert own == pytest.approx(plain, rel=0.01)


@pytest.mark.parametrize(
    "make", [sparse.csr_matrix, sparse.csc_matrix, sparse.coo_array, sparse.lil_matrix]
)
def test_any_sparse_matrix_will_do(make):
    matrix = real_matrix()
    expected = upcross.fit_als(matrix, factors=4, iterations=2)
    got = upcross.fit_als(make(matrix), factors=4, iterations=2)
    np.testing.assert_array_equal(got.account_factors, expected.account_factors)
    np.testing.assert_array_equal(got.product_factors, expected.product_factors)


def test_rows_and_columns_without_entries_have_factors_of_zero():
    matrix = sparse.csr_array((np.ones(3), ([0, 2, 2], [1, 1, 3])), shape=(4, 5))
    x, y, _ = upcross.fit_als(matrix, factors=2)
    assert x.shape == (4, 2) and y.shape == (5, 2)
    assert not x[[1, 3]].any() and not y[[0, 2, 4]].any()
    assert x[[0, 2]].any(axis=1).all()


def test_the_matrix_is_left_as_it_was():
    matrix = sparse.csr_matrix(
        (np.array([1.0, 0.0, 2.0, 2.0]), np.array([1, 0, 2, 2]), np.array([0, 2, 4]))
    )
    before = matrix.copy()
    upcross.fit_als(matrix, factors=2)
    np.testing.assert_array_equal(matrix.data, before.data)
    np.testing.assert_array_equal(matrix.indices, before.indices)


def test_factors_are_read_only_and_outlive_the_result():
    x = upcross.fit_als(real_matrix(), factors=4, iterations=1).account_factors
    assert np.isfinite(x).all() and not x.flags.writeable


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_an_entry_that_is_no_confidence_is_refused(bad):
    with pytest.raises(upcross.InvalidInputError, match="negative or not finite"):
        upcross.fit_als(sparse.csr_array([[1.0, bad]]), factors=2)


def test_a_dense_array_is_refused():
    with pytest.raises(TypeError, match="ndarray is no sparse matrix"):
        upcross.fit_als(np.eye(3))
