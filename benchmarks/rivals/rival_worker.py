"""Fits one matrix with another library and prints what it took, as one line of JSON.

    rival_worker.py FOLDER PRODUCTS RIVAL FACTORS ITERATIONS A0 REG

The rival "implicit scoring" is fitted and then asked for recommendations.
"""
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

import numpy as np  # noqa: E402, after the number of threads is set
import scipy.sparse as sp  # noqa: E402


def objective(x, y, user, item, a0, reg):
    """The loss that upcross reports, of confidences 1 (Rendle et al. 2021, eq. 4 and 9)."""
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    predicted = np.concatenate(
        [np.einsum("ij,ij->i", x[user[i:i + 65536]], y[item[i:i + 65536]]) for i in range(0, len(user), 65536)])
    n_user, n_item = np.bincount(user, minlength=len(x)), np.bincount(item, minlength=len(y))
    ridge_x = reg * (n_user + a0 * (n_item > 0).sum()) @ (x**2).sum(1)
    ridge_y = reg * (n_item + a0 * (n_user > 0).sum()) @ (y**2).sum(1)
    return ((1 - predicted)**2).sum() + a0 * ((x.T @ x) * (y.T @ y)).sum() + ridge_x + ridge_y


def implicit_model(factors, iterations):
    from implicit.als import AlternatingLeastSquares
    return AlternatingLeastSquares(factors=factors, iterations=iterations, num_threads=1, use_gpu=False,
                                   regularization=0.01, alpha=1.0, random_state=1)


def implicit_epochs(matrix, factors, iterations):
    model = implicit_model(factors, iterations)
    times = [time.process_time()]
    model.fit(matrix, show_progress=False, callback=lambda *_: times.append(time.process_time()))
    return times, None


def milliseconds(accounts, call, count):
    times = []
    for i in range(count):
        begin = time.process_time()
        call(i * 7 % accounts)
        times.append(1e3 * (time.process_time() - begin))
    return times


def implicit_best(model, matrix):
    for part in np.array_split(np.arange(matrix.shape[0]), 30):
        model.recommend(part, matrix[part], N=10, filter_already_liked_items=True)


def faiss_best(model, matrix):
    """Exact too: accounts with histories of like length fetch as many more as the longest has."""
    import faiss
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(model.item_factors.shape[1])
    index.add(np.ascontiguousarray(model.item_factors))
    sizes = np.diff(matrix.indptr)
    group = np.ceil(np.log2(np.maximum(sizes, 8)))
    for one in np.unique(group):
        part = np.flatnonzero(group == one)
        _, found = index.search(np.ascontiguousarray(model.user_factors[part]), 10 + int(sizes[part].max()))
        own = matrix[part].tocoo()
        pairs = own.row.astype(np.int64) * matrix.shape[1] + own.col
        is_new = ~np.isin(np.arange(len(part))[:, None] * matrix.shape[1] + found, pairs)
        is_best = is_new & (np.cumsum(is_new, axis=1) <= 10)
        found[is_best].reshape(len(part), 10)


def accounts_per_second(best, model, matrix):
    begin = time.process_time()
    best(model, matrix)
    return matrix.shape[0] / (time.process_time() - begin)


def implicit_scoring(matrix, factors, iterations):
    model = implicit_model(factors, iterations)
    model.fit(matrix, show_progress=False)
    accounts = np.arange(matrix.shape[0])
    return {
        "implicit": accounts_per_second(implicit_best, model, matrix),
        "faiss": accounts_per_second(faiss_best, model, matrix),
        "live": milliseconds(len(accounts), lambda a: model.recommend(
            0, matrix[a], N=10, filter_already_liked_items=True, recalculate_user=True), 500),
        "fold_in": milliseconds(len(accounts), lambda a: model.recalculate_user(0, matrix[a]), 500),
        "reasons": milliseconds(len(accounts), lambda a: [model.explain(0, matrix[a], p, N=1000) for p in range(10)], 50),
    }


def irspack_epochs(matrix, factors, iterations, solver, a0, reg):
    from irspack import IALSRecommender
    model = IALSRecommender(matrix, n_components=factors, alpha0=a0, reg=reg, nu=1.0, solver_type=solver,
                            n_threads=1)
    times = [time.process_time()]
    trainer = model._create_trainer()
    for _ in range(iterations):
        trainer.run_epoch()
        times.append(time.process_time())
    return times, trainer


def main():
    folder, products, rival, factors, iterations = sys.argv[1:6]
    a0, reg = float(sys.argv[6]), float(sys.argv[7])
    starts = np.fromfile(folder + "/starts.u64", np.uint64).astype(np.int64)
    indexes = np.fromfile(folder + "/indexes.u32", np.uint32).astype(np.int32)
    matrix = sp.csr_matrix((np.ones(len(indexes), np.float32), indexes, starts), shape=(len(starts) - 1, int(products)))
    if rival == "implicit scoring":
        print(json.dumps(implicit_scoring(matrix, int(factors), int(iterations))))
        return
    if rival == "implicit":
        times, trainer = implicit_epochs(matrix, int(factors), int(iterations))
    else:
        solver = {"irspack CG": "CG", "irspack Cholesky": "CHOLESKY", "irspack iALS++": "IALSPP"}[rival]
        times, trainer = irspack_epochs(matrix, int(factors), int(iterations), solver, a0, reg)
    result = {"iterations": list(np.diff(times)), "whole": times[-1] - times[0]}
    if trainer is not None:
        user = np.repeat(np.arange(matrix.shape[0]), np.diff(starts))
        result["loss"] = objective(trainer.core_trainer.user, trainer.core_trainer.item, user, indexes, a0, reg)
    print(json.dumps(result))


main()
