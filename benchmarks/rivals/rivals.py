#!/usr/bin/env python3
"""Times upcross beside the libraries that people use today, on the same matrices in one run.

    rivals.py BENCHMARKS [--parts iteration,exact,whole,loss,scoring,threads,growth]
              [--sets medium,large,wide] [--factors 64,128,256] [--rounds 5] [--folder build/rivals]

BENCHMARKS is the folder with fit_worker and score_worker, built with -DUPCROSS_BUILD_BENCHMARKS=ON.
The rivals are
installed from PyPI into a virtual environment in the folder. Every program runs alone with one
thread, ours and theirs in turn; seconds are those of the processor, medians over the rounds, and a
ratio is the median of the rounds' ratios. The tables go to standard output as markdown.
"""
import argparse
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).parent
RIVALS = ["implicit", "irspack CG"]
A0, REG = 0.3, 0.0008  # far from where all factors of these sparse matrices would shrink to nothing
SETS = {  # accounts, products, mean purchases of an account, tastes
    "medium": (30_000, 41_000, 29),
    "large": (137_000, 20_000, 94),
    "wide": (30_000, 200_000, 29),
}


def python_of(folder):
    """The environment's interpreter, after installing the rivals if they are missing."""
    environment = folder / "environment"
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "numpy", "scipy", "implicit==0.7.*", "irspack==0.5.*", "faiss-cpu"],
                       check=True)
    return python


GENERATE = """
import sys, numpy as np
folder, accounts, products, mean = sys.argv[1], *map(int, sys.argv[2:])
g = np.random.default_rng(1)
n = np.clip(g.lognormal(np.log(mean) - 0.605, 1.1, accounts), 5, 3000).astype(np.int64)
chance = np.cumsum((np.arange(products) + 10.0) ** -0.9)
item = np.minimum(np.searchsorted(chance / chance[-1], g.random(n.sum())), products - 1)
taste = np.repeat(g.integers(0, 16, accounts), n)
item = np.where(g.random(len(item)) < 0.75, np.minimum(item // 16 * 16 + taste, products - 1), item)
item = g.permutation(products)[item]
key = np.unique(np.repeat(np.arange(accounts), n) * products + item)
np.concatenate([[0], np.cumsum(np.bincount(key // products, minlength=accounts))]).astype(np.uint64).tofile(folder + "/starts.u64")
(key % products).astype(np.uint32).tofile(folder + "/indexes.u32")
"""


class Runner:
    def __init__(self, args):
        self.args = args
        self.folder = args.folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.python = python_of(self.folder)

    def matrix(self, name, size):
        folder = self.folder / name
        if not (folder / "indexes.u32").exists():
            folder.mkdir(exist_ok=True)
            subprocess.run([self.python, "-c", GENERATE, folder, *map(str, size)], check=True)
        return folder, size[1]

    def ours_command(self, matrix, factors, iterations, threads=1):
        return [self.args.benchmarks / "fit_worker", matrix[0], str(matrix[1]), "--factors", str(factors), "--iterations", str(iterations),
                "--unobserved-weight", str(A0), "--regularization", str(REG), "--threads", str(threads)]

    def ours(self, *fit, threads=1):
        return run(self.ours_command(*fit, threads=threads))

    def our_scoring(self, matrix, factors):
        return run([self.args.benchmarks / "score_worker", matrix[0], str(matrix[1]), "--factors", str(factors),
                    "--unobserved-weight", str(A0), "--regularization", str(REG)])

    def theirs(self, rival, matrix, factors, iterations):
        return run([self.python, HERE / "rival_worker.py", matrix[0], str(matrix[1]), rival, str(factors),
                    str(iterations), str(A0), str(REG)])


def run(command):
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def table(title, head, rows):
    print(f"\n{title}\n\n| {' | '.join(head)} |\n|{' --- |' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")
    sys.stdout.flush()


def median_iteration(result):
    """Without the first, which warms caches up."""
    return statistics.median(result["iterations"][1:] or result["iterations"])


def compare(runner, matrix, factors, rivals, iterations, rounds, measure):
    """Medians of ours and of each rival, with the median ratio."""
    ours, theirs = [], {rival: [] for rival in rivals}
    for _ in range(rounds):
        ours.append(measure(runner.ours(matrix, factors, iterations)))
        for rival in rivals:
            theirs[rival].append(measure(runner.theirs(rival, matrix, factors, iterations)))
    row = [f"{statistics.median(ours):.3f} s"]
    for rival in rivals:
        ratio = statistics.median(t / o for t, o in zip(theirs[rival], ours))
        row.append(f"{statistics.median(theirs[rival]):.3f} s, {ratio:.1f}x")
    return row


def iteration(runner, rivals, title, rounds):
    rows = []
    for name in runner.args.sets:
        matrix = runner.matrix(name, SETS[name])
        for factors in runner.args.factors:
            rows.append([name, factors, *compare(runner, matrix, factors, rivals, 4, rounds, median_iteration)])
    table(title, ["matrix", "factors", "upcross", *rivals], rows)


def part_iteration(runner):
    iteration(runner, RIVALS, "One iteration", runner.args.rounds)


def part_exact(runner):
    iteration(runner, ["irspack Cholesky"], "One iteration, against a solver that is exact too", 1)


def part_whole(runner):
    matrix = runner.matrix("medium", SETS["medium"])
    row = compare(runner, matrix, 128, ["implicit"], 16, runner.args.rounds, lambda result: result["whole"])
    table("Whole fit, 16 iterations, 128 factors, ours with the exact last half-sweep",
          ["matrix", "upcross", "implicit"], [["medium", *row]])


def seconds_to(result, loss):
    """Of our fit, until its loss is at most `loss`; without the last half-sweep."""
    spent = result["setup"]
    for seconds, reached in zip(result["iterations"], result["loss"]):
        spent += seconds
        if reached <= loss:
            return spent
    return float("inf")


def part_loss(runner):
    rows = []
    matrix = runner.matrix("medium", SETS["medium"])
    for factors in (512, 1024):
        row = [factors]
        for rival in ("irspack CG", "irspack iALS++"):
            theirs = runner.theirs(rival, matrix, factors, 8)
            ours = seconds_to(runner.ours(matrix, factors, 12), theirs["loss"])
            row.append(f"{theirs['whole']:.1f} s against {ours:.1f} s, {theirs['whole'] / ours:.1f}x")
        rows.append(row)
    table("Seconds to the loss that the rival has after 8 iterations, medium", ["factors", "irspack CG", "irspack iALS++"], rows)


def percentile(values, share):
    return sorted(values)[int(share * (len(values) - 1))]


def rates(pairs):
    """Accounts per second: ours, and each rival's with the median ratio."""
    ours = [pair[0]["accounts_per_second"] for pair in pairs]
    cells = [f"{statistics.median(ours):,.0f} accounts/s"]
    for rival in ("implicit", "faiss"):
        theirs = [pair[1][rival] for pair in pairs]
        ratio = statistics.median(o / t for o, t in zip(ours, theirs))
        cells.append(f"{statistics.median(theirs):,.0f}, {ratio:.1f}x")
    return cells


def times_of_calls(pairs, what):
    cells = []
    for side in (0, 1):
        at = [statistics.median(percentile(pair[side][what], share) for pair in pairs) for share in (0.5, 0.99)]
        cells.append(f"{at[0]:.3f} / {at[1]:.3f} ms")
    return cells


def part_scoring(runner):
    """Medians over the rounds; a call's time is that of one account."""
    batch, live = [], []
    for name in runner.args.sets:
        matrix = runner.matrix(name, SETS[name])
        for factors in runner.args.factors:
            pairs = [(runner.our_scoring(matrix, factors), runner.theirs("implicit scoring", matrix, factors, 4))
                     for _ in range(runner.args.rounds)]
            batch.append([name, factors, *rates(pairs)])
            live += [[name, factors, what, *times_of_calls(pairs, what)] for what in ("live", "fold_in", "reasons")]
    table("The best 10 of all products for every account, without what it has",
          ["matrix", "factors", "upcross", "implicit", "faiss, over-fetch and filter"], batch)
    table("One account: fold-in and best 10 (live), fold-in alone, reasons of ten; p50 / p99",
          ["matrix", "factors", "what", "upcross", "implicit"], live)


def part_threads(runner):
    """Work per second of one process with two threads against two processes with one each."""
    rows = []
    matrix = runner.matrix("medium", SETS["medium"])
    for factors in runner.args.factors:
        shares = []
        for _ in range(runner.args.rounds):
            together = runner.ours(matrix, factors, 16, threads=2)["wall"]
            pair = [subprocess.Popen([str(p) for p in runner.ours_command(matrix, factors, 16)], stdout=subprocess.PIPE)
                    for _ in range(2)]
            alone = [json.loads(process.communicate()[0])["wall"] for process in pair]
            shares.append(statistics.mean(alone) / 2 / together)
        rows.append([factors, f"{100 * statistics.median(shares):.0f} %"])
    table("Two threads against two processes of one thread, whole fits", ["factors", "share of their speed"], rows)


def part_growth(runner):
    rows, seconds = [], []
    for millions in (10, 100):
        size = (millions * 16_000, millions * 1_000, 100)
        result = runner.ours(runner.matrix(f"growth{millions}", size), 32, 3)
        pairs = (runner.folder / f"growth{millions}" / "indexes.u32").stat().st_size // 4
        needed = pairs * 16 + (size[0] + size[1]) * (32 * 4 * 2 + 16)
        seconds.append((pairs, median_iteration(result)))
        rows.append([f"{pairs / 1e6:.1f} M", f"{seconds[-1][1]:.2f} s", f"{result['peak_kilobytes'] / 1e6:.2f} GB",
                     f"{result['peak_kilobytes'] * 1024 / needed:.2f}x of interactions both ways, factors and ids"])
    table("Growth, 32 factors, one iteration", ["pairs", "time", "peak memory", ""], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmarks", type=pathlib.Path)
    parser.add_argument("--parts", default="iteration,exact,whole,loss,scoring,threads,growth")
    parser.add_argument("--sets", default="medium", type=lambda text: text.split(","))
    parser.add_argument("--factors", default="64,128,256", type=lambda text: [int(f) for f in text.split(",")])
    parser.add_argument("--rounds", default=5, type=int)
    parser.add_argument("--folder", default=pathlib.Path("build/rivals"), type=pathlib.Path)
    args = parser.parse_args()
    args.folder = args.folder.resolve()
    runner = Runner(args)
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    tiny = runner.ours(runner.matrix("tiny", (200, 100, 20)), 16, 1)
    print(f"{processor}, {os.cpu_count()} processors, kernels {tiny['kernels']}, {datetime.date.today()}")
    for part in args.parts.split(","):
        globals()[f"part_{part}"](runner)


if __name__ == "__main__":
    main()
