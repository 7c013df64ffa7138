"""What the tests of the batch job share: its data and ways to run it."""

import csv
import gzip
import io
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = sys.argv.pop(1)
HEADER = (
    "recommendation_id,account_id,account_name,rank,kind,product_id,product_name,from_product_id,"
    "score,probability,probability_low,probability_high,as_of,horizon_days,quantity,unit_price,"
    "order_value,order_margin,expected_revenue,expected_margin,reasons,expires_on,model_id\n"
)
PURCHASES = ["account_id", "product_id", "timestamp", "quantity", "unit_price", "order_id"]


def generated_lines(accounts, products, lines_each):
    """Accounts of two tastes buy mostly even or mostly odd products; some pay POST."""
    dice = random.Random(5)
    for a in range(accounts):
        for n in range(lines_each):
            p = min(int(dice.expovariate(8 / products)), products - 2) // 2 * 2 + a % 2
            if dice.random() < 0.1:
                p = dice.randrange(products)
            day = f"2011-{dice.randrange(1, 12):02}-{dice.randrange(1, 29):02}"
            yield [f"K{a:04}", f"P{p:04}", day, dice.randrange(1, 9), 1 + p % 7, f"{a}/{day}"]
        if a % 3 == 0:
            yield [f"K{a:04}", "POST", "2011-03-01", 1, 18, f"{a}/p"]


def write_csv(path, header, lines):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *lines])
    return path


class BatchCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="batch score ")
        cls.folder = Path(cls.scratch.name)
        cls.lines = list(generated_lines(accounts=60, products=40, lines_each=12))
        cls.purchases = write_csv(cls.folder / "purchases.csv.gz", PURCHASES, cls.lines)
        names = [[f"P{p:04}", f'Product "{p}", blau'] for p in range(40)] + [["POST", "POSTAGE"]]
        cls.products = write_csv(cls.folder / "products.csv", ["product_id", "name"], names)
        known = [["K0001", "Müller & Söhne"], ["K9999", "Not yet a buyer"]]
        cls.accounts = write_csv(cls.folder / "accounts.csv", ["account_id", "name"], known)
        cls.output = cls.folder / "out.csv"

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def setUp(self):
        self.files = sorted(self.folder.iterdir())

    def run_program(self, *arguments, **options):
        return subprocess.run(
            [PROGRAM, *map(str, arguments)], capture_output=True, timeout=300, **options
        )

    def score(self, *arguments, purchases=None):
        """The standard output of a run that succeeds."""
        inputs = ["--purchases", purchases or self.purchases]
        inputs += ["--products", self.products, "--accounts", self.accounts, "--factors", 8]
        done = self.run_program(*inputs, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        if "--quiet" in arguments:
            self.assertEqual(done.stderr, b"")
        return done.stdout.decode()

    def rows(self, *arguments, purchases=None):
        text = self.score(*arguments, "--quiet", purchases=purchases)
        return list(csv.DictReader(io.StringIO(text)))

    def assert_fails(self, code, *arguments, says=""):
        """One line on standard error, nothing on standard output, no file."""
        done = self.run_program(*arguments)
        message = done.stderr.decode()
        self.assertEqual((done.returncode, done.stdout), (code, b""), message)
        self.assertTrue(message.startswith("batch_score: "), message)
        self.assertEqual(message.count("\n"), 1, message)
        self.assertIn(says, message)
        self.assertEqual(sorted(self.folder.iterdir()), self.files)
