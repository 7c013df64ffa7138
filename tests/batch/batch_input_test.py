"""Runs the batch job on files as they come: batch_input_test.py PROGRAM"""

import csv
import os
import resource
import signal
import threading
import unittest

from batch_case import PURCHASES, BatchCase, write_csv


class Inputs(BatchCase):
    def write(self, name, text, encoding="utf-8"):
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        self.addCleanup(path.unlink)
        self.files = sorted(self.folder.iterdir())
        return path

    def german(self, extra=""):
        """The lines as a German Windows program exports them."""
        text = "sep=;\r\nKundennr.;Artikelnr.;Belegdatum;Menge;Nettopreis;Belegnr.;Währung\r\n"
        for account, product, day, quantity, price, order in self.lines:
            day = ".".join(reversed(day.split("-")))
            text += f"{account};{product};{day};{quantity};{price},00 €;{order};EUR\r\n"
        return text + extra

    def test_a_german_export_gives_the_same_bytes(self):
        export = self.write("german.csv", self.german(), "cp1252")
        expected = self.score("--quiet")
        self.assertEqual(self.score("--encoding", "cp1252", "--quiet", purchases=export), expected)
        unicode_text = self.write("unicode.txt", "\ufeff" + self.german(), "utf-16-le")
        self.assertEqual(self.score("--quiet", purchases=unicode_text), expected)
        self.assert_fails(3, "--purchases", export, says="--encoding cp1252")

    def test_given_formats(self):
        text = "account;sku;date;qty;price;order\n"
        for account, product, day, quantity, price, order in self.lines:
            year, month, date = day.split("-")
            text += f"{account};{product};{month}/{date}/{year};{quantity};{price}.000,00;{order}\n"
        export = self.write("given.csv", text)
        formats = ["--delimiter", ";", "--decimal", ",", "--date-format", "mm/dd/yyyy"]
        done = self.run_program("--purchases", export, *formats, "--quiet")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        given = ["--purchases", export]
        self.assert_fails(3, *given, "--date-format", "dd/mm/yyyy", says="not a date")
        for option, word in [("--delimiter", "ab"), ("--decimal", ";"), ("--date-format", "%d"),
                             ("--encoding", "latin9"), ("--skip-bad-lines", "bad.txt")]:
            with self.subTest(option=option):
                self.assert_fails(2, *given, option, word)

    def test_overlapping_files_are_one_history(self):
        middle = len(self.lines) // 2
        parts = [
            write_csv(self.folder / f"part{i}.csv", PURCHASES, lines)
            for i, lines in enumerate([self.lines[: middle + 50], self.lines[middle - 50 :]])
        ]
        for part in parts:
            self.addCleanup(part.unlink)
        given = ["--purchases", *parts, "--products", self.products, "--accounts", self.accounts]
        done = self.run_program(*given, "--factors", 8)
        self.assertEqual(done.stdout.decode(), self.score())
        self.assertIn(b"same line in another file: 100\n", done.stderr)
        kept = self.run_program(*given, "--factors", 8, "--keep-duplicates")
        self.assertNotIn(b"another file", kept.stderr)
        both = len(self.lines) + 100
        self.assertIn(f"{both} purchase lines\n".encode(), kept.stderr)

    def test_bad_lines_go_to_their_file(self):
        bad = self.folder / "bad.csv"
        export = self.write("some.csv", self.german("K1;P1;31.02.2011;1;1;;\r\nx\r\n"))
        done = self.run_program("--purchases", export, "--skip-bad-lines", bad, "--factors", 4)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"2 bad lines skipped, see ", done.stderr)
        with open(bad, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        bad.unlink()
        line = len(self.lines) + 3
        self.assertEqual([int(row["line"]) for row in rows], [line, line + 1])
        self.assertEqual(rows[0]["record"], "K1;P1;31.02.2011;1;1;;")
        self.assertEqual(rows[1]["reason"], "the record has 1 fields, the header has 7")
        missing = self.folder / "missing" / "bad.csv"
        given = ["--purchases", export, "--factors", 4]
        self.assert_fails(4, *given, "--skip-bad-lines", missing, says=str(missing))
        self.assert_fails(4, *given, "--skip-bad-lines", "/dev/full", says="/dev/full")

    def test_currency(self):
        export = self.write("euro.csv", self.german())
        done = self.run_program("--purchases", export, "--factors", 4)
        self.assertIn(b"worth EUR ", done.stderr)
        self.assert_fails(3, "--purchases", export, "--currency", "USD", says="in EUR, but")
        mixed = self.write("mixed.csv", self.german("K1;P1;01.02.2011;1;1;;CHF\r\n"))
        self.assert_fails(3, "--purchases", mixed, says="'CHF', but 'EUR' in")

    def test_remarks(self):
        lines = [[line[0].lower() if i == 0 else line[0], *line[1:]]
                 for i, line in enumerate(self.lines)]
        export = write_csv(self.folder / "small.csv", PURCHASES, [*lines, ["K1", "NEW"] + lines[0][2:]])
        self.addCleanup(export.unlink)
        given = ["--purchases", export, "--products", self.products, "--factors", 4]
        done = self.run_program(*given).stderr.decode()
        self.assertIn("1 ids of accounts differ in capitals only and are kept apart, e.g. K0000", done)
        self.assertIn("1 purchased products are not in the catalogue, e.g. NEW\n", done)

    def test_a_pipe(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        self.addCleanup(pipe.unlink)
        content = self.purchases.read_bytes()
        writer = threading.Thread(target=lambda: pipe.write_bytes(content))
        writer.start()
        self.assertEqual(self.score("--quiet", purchases=pipe), self.score("--quiet"))
        writer.join()

    def test_a_full_disk_leaves_nothing(self):
        def fill_disk():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

        given = ["--purchases", self.purchases, "--factors", 4, "--output", self.output]
        done = self.run_program(*given, preexec_fn=fill_disk)
        self.assertEqual((done.returncode, done.stdout), (4, b""))
        self.assertIn(b"out.csv': File too large", done.stderr)
        self.assertEqual(sorted(self.folder.iterdir()), self.files)


if __name__ == "__main__":
    unittest.main()
