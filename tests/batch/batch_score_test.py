"""Runs the batch job as an operator would: batch_score_test.py PROGRAM"""

import json
import os
import random
import signal
import subprocess
import time
import unittest
from pathlib import Path

from batch_case import HEADER, PROGRAM, PURCHASES, BatchCase, generated_lines, write_csv


class Results(BatchCase):
    def test_header_and_rows(self):
        text = self.score("--quiet")
        self.assertEqual(text[: len(HEADER)], HEADER)
        rows = self.rows()
        self.assertEqual(len(rows), 61 * 5)
        self.assertEqual([row["rank"] for row in rows[:6]], ["1", "2", "3", "4", "5", "1"])
        self.assertEqual(rows[5]["account_name"], "Müller & Söhne")
        self.assertEqual(rows[0]["kind"], "cross_sell")
        self.assertEqual(len({row["recommendation_id"] for row in rows}), len(rows))

    def test_offers_what_was_never_bought(self):
        bought = {(line[0], line[1]) for line in self.lines}
        offered = {(row["account_id"], row["product_id"]) for row in self.rows("--limit", 40)}
        self.assertFalse(bought & offered)

    def test_numbers_are_read_as_they_are_written(self):
        self.assertEqual(len(self.rows("--limit", "010", "--account", "K0000")), 10)
        for word in ["-1", " 3", "0x3", "18446744073709551616", "1.5", "x", ""]:
            self.assertEqual(self.run_program("--purchases", self.purchases, "--limit", word).returncode, 2, word)

    def test_an_input_is_never_written_over(self):
        before = self.purchases.read_bytes()
        self.assertEqual(self.run_program("--purchases", self.purchases, "--output", self.purchases).returncode, 2)
        self.assertEqual(self.purchases.read_bytes(), before)

    def test_every_order_of_lines_and_any_threads_give_the_same_bytes(self):
        shuffled = random.Random(1).sample(self.lines, len(self.lines))
        other = write_csv(self.folder / "shuffled.csv", PURCHASES, shuffled)
        self.addCleanup(other.unlink)
        expected = self.score("--threads", 1, "--quiet")
        self.assertEqual(self.score("--threads", 2, "--quiet"), expected)
        self.assertEqual(self.score("--threads", 2, "--quiet", purchases=other), expected)

    def test_the_future_changes_nothing(self):
        early = [line for line in self.lines if line[2] < "2011-08-01"]
        returned = [[f"late{a}", "p001", "2011-12-10", str(q), "5.00", ""]
                    for a in range(30) for q in (1, -1)]
        cut = write_csv(self.folder / "cut.csv", PURCHASES, early)
        whole = write_csv(self.folder / "whole.csv", PURCHASES, self.lines + returned * 3)
        self.addCleanup(cut.unlink)
        self.addCleanup(whole.unlink)
        asked = ["--as-of", "2011-08-01"]
        told = ["account_id", "rank", "product_id", "quantity", "unit_price", "reasons", "expires_on"]
        answers = [[[row[column] for column in told] for row in self.rows(*asked, purchases=file)]
                   for file in (whole, cut)]
        self.assertEqual(*answers)

    def test_a_product_of_50000_accounts_gives_the_same_bytes_too(self):
        draw = random.Random(2)
        lines = [[f"a{a:05}", "everyone's", "2020-03-01", "1", "2.50", ""] for a in range(50_000)]
        lines += [[f"a{draw.randrange(50_000):05}", f"p{draw.randrange(40)}", "2020-03-02", "1",
                   "1.00", ""] for _ in range(30_000)]
        one = write_csv(self.folder / "popular.csv", PURCHASES, lines)
        draw.shuffle(lines)
        other = write_csv(self.folder / "popular_shuffled.csv", PURCHASES, lines)
        self.addCleanup(one.unlink)
        self.addCleanup(other.unlink)
        small = ["--limit", 1, "--quiet"]
        expected = self.score("--threads", 1, *small, purchases=one)
        self.assertEqual(self.score("--threads", 2, *small, purchases=other), expected)

    def test_file_has_the_same_bytes_as_standard_output(self):
        self.addCleanup(self.output.unlink)
        self.assertEqual(self.score("--quiet", "--output", self.output), "")
        self.assertEqual(self.output.read_text("utf-8"), self.score("--quiet"))

    def test_what_the_shell_has_opened_is_appended_to(self):
        log = self.folder / "log.txt"
        self.addCleanup(log.unlink)
        log.write_text("before\n")
        given = ["--purchases", str(self.purchases), "--quiet", "--output", "/dev/stdout"]
        with open(log, "ab") as output:
            subprocess.run([PROGRAM, *given], stdout=output, check=True)
        self.assertTrue(log.read_text("utf-8").startswith("before\n" + HEADER))

    def test_json_contributions_add_up_to_the_score(self):
        path = self.folder / "out.jsonl"
        self.addCleanup(path.unlink)
        self.score("--output", path)
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        self.assertEqual(len(lines), 61 * 5)
        for line in lines:
            contributions = [reason["contribution"] for reason in line["reason_list"]]
            scale = max(abs(line["score"]), sum(map(abs, contributions)))
            self.assertAlmostEqual(sum(contributions), line["score"], delta=1e-5 * scale)
            self.assertEqual([*line][:-1], HEADER.strip().split(","))

    def test_german(self):
        rows = self.rows("--language", "de")
        reasons = [row["reasons"] for row in rows if row["account_id"] != "K9999"]
        self.assertTrue(all(text.startswith("Passt zu dem, was Sie ") for text in reasons))
        self.assertTrue(any(" und " in text for text in reasons))

    def test_one_account(self):
        rows = self.rows("--account", "K0003", "--account", "K0001", "--limit", 2)
        self.assertEqual([row["account_id"] for row in rows], ["K0003"] * 2 + ["K0001"] * 2)
        everyone = [row for row in self.rows("--limit", 2) if row["account_id"] == "K0003"]
        self.assertEqual(rows[:2], everyone)

    def test_nothing_to_offer_is_the_header_alone(self):
        self.assertEqual(self.score("--account", "K9999", "--ranking", "factorization"), HEADER)

    def test_an_account_without_purchases_gets_what_is_popular(self):
        rows = self.rows("--account", "K9999", "--language", "de")
        self.assertEqual([row["rank"] for row in rows], list("12345"))
        for row in rows:
            self.assertEqual(row["reasons"], "Viele Kunden haben es zuletzt gekauft.")
            self.assertEqual(row["probability"], "")

    def test_as_of_and_horizon(self):
        row = self.rows("--as-of", "2011-09-01", "--horizon-days", 30)[0]
        self.assertEqual((row["as_of"], row["expires_on"]), ("2011-09-01", "2011-09-30"))

    def test_suspected_non_goods(self):
        self.assertNotIn("POST", {row["product_id"] for row in self.rows("--limit", 40)})
        kept = self.rows("--limit", 40, "--keep-suspected")
        self.assertIn("POST", {row["product_id"] for row in kept})

    def test_columns_of_others(self):
        header = ["wer", "was", "wann", "quantity", "unit_price", "order_id"]
        other = write_csv(self.folder / "other.csv", header, self.lines)
        self.addCleanup(other.unlink)
        roles = ["account=wer", "product_id=was", "timestamp=wann"]
        roles = [word for role in roles for word in ("--column", role)]
        self.assertEqual(self.score(*roles, "--quiet", purchases=other), self.score("--quiet"))


class Assessment(BatchCase):
    def test_page(self):
        page = self.score("--assess", "--quiet")
        self.assertIn(f"Purchase lines {len(self.lines):>21}", page)
        self.assertIn("POST: named 'POSTAGE'", page)
        self.assertNotIn(HEADER, page)

    def test_files(self):
        text, table = self.folder / "page.txt", self.folder / "page.json"
        self.addCleanup(text.unlink)
        self.addCleanup(table.unlink)
        self.assertEqual(self.score("--assess", "--quiet", "--output", text), "")
        self.assertEqual(self.score("--assess", "--quiet", "--output", table), "")
        self.assertEqual(text.read_text("utf-8"), self.score("--assess", "--quiet"))
        self.assertEqual(json.loads(table.read_text("utf-8"))["accounts"], 60)


class Evaluation(BatchCase):
    def test_page(self):
        page = self.score("--evaluate", "--quiet", "--horizon-days", 60)
        self.assertIn("in 3 periods of 60 days", page)
        for name in ("chance", "recent popularity", "EASE 500", "tuned"):
            self.assertRegex(page, rf"(?m)^  {name} +0\.\d+ ")
        self.assertNotIn(HEADER, page)

    def test_has_a_table_for_each_task(self):
        page = self.score("--evaluate", "--quiet", "--horizon-days", 60)
        self.assertTrue(page.startswith("First purchases foreseen"), page)
        self.assertRegex(page, r"\n\nRepeat purchases foreseen among what it has, per account")
        self.assertRegex(page, r"(?m)^  frequency +[01]\.\d+ .* 0\.0000 \(0\.0000\.\.0\.0000\)$")
        self.assertRegex(page, r"\n\nCategories foreseen, .*: nothing to measure; no category is")
        self.assertRegex(page, r"\n\nFirst buyers foreseen, per product that won one: \d+ in 3")
        self.assertRegex(page, r"(?m)^  recent activity +0\.\d+ ")

    def test_is_a_page_of_text(self):
        done = self.run_program("--purchases", self.purchases, "--evaluate", "--output", "x.csv")
        self.assertEqual(done.returncode, 2)


class Tuning(BatchCase):
    def test_tells_what_was_tried_beside_the_recommendations(self):
        tried = self.folder / "tuning.txt"
        self.addCleanup(tried.unlink)
        plain = self.score("--quiet", "--horizon-days", 60)
        self.assertEqual(self.score("--quiet", "--horizon-days", 60, "--tuning", tried), plain)
        text = tried.read_text("utf-8")
        self.assertIn("days from 2011-", text)
        self.assertRegex(text, r"(?m)^  0\.\d{4}   [01]\.\d{3}  .*EASE 200")
        self.assertEqual(text.count("<- chosen"), 1)

    def test_is_a_text_file_of_a_run_that_tunes(self):
        for words in (
            ["--tuning", "x.csv"],
            ["--assess", "--tuning", "x.txt"],
            ["--ranking", "factorization", "--tuning", "x.txt"],
        ):
            done = self.run_program("--purchases", self.purchases, *words)
            self.assertEqual(done.returncode, 2)


class UpSell(BatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        prices = [[f"P{p:04}", f"F{p % 4}", 1 + p // 4] for p in range(40)]
        cls.products = write_csv(
            cls.folder / "products.csv", ["product_id", "brand", "list_price"], prices
        )
        cls.ladder = ["--family", "brand", "--step", "list_price", "--quiet"]

    def test_offers_higher_steps_than_what_they_replace(self):
        rows = self.rows("--kinds", "up_sell", "--limit", 3, *self.ladder)
        self.assertTrue(rows)
        for row in rows:
            self.assertEqual(row["kind"], "up_sell")
            old, new = int(row["from_product_id"][1:]), int(row["product_id"][1:])
            self.assertEqual(old % 4, new % 4)
            self.assertLess(old, new)
            self.assertTrue(row["reasons"].startswith("You buy “P"), row["reasons"])

    def test_without_probabilities_kinds_stand_in_the_order_asked_for_and_share_no_product(self):
        asked = ("--kinds", "up_sell,cross_sell", "--ranking", "factorization", "--limit", 3)
        rows = self.rows(*asked, *self.ladder)
        for account in {row["account_id"] for row in rows}:
            own = [row for row in rows if row["account_id"] == account]
            self.assertEqual([row["rank"] for row in own], [str(i + 1) for i in range(len(own))])
            kinds = [row["kind"] for row in own]
            self.assertEqual(kinds, sorted(kinds, reverse=True))
            self.assertLessEqual(max(map(kinds.count, kinds)), 3)
            self.assertEqual(len({row["product_id"] for row in own}), len(own))

    def test_json_contributions_add_up_to_the_score(self):
        path = self.folder / "out.jsonl"
        self.addCleanup(path.unlink)
        self.score("--kinds", "up_sell", "--output", path, *self.ladder)
        for line in map(json.loads, path.read_text("utf-8").splitlines()):
            contributions = [reason["contribution"] for reason in line["reason_list"]]
            scale = max(abs(line["score"]), sum(map(abs, contributions)))
            self.assertAlmostEqual(sum(contributions), line["score"], delta=1e-5 * scale)

    def test_any_threads_give_the_same_bytes(self):
        one = self.score("--threads", 1, *self.ladder)
        self.assertEqual(self.score("--threads", 2, *self.ladder), one)

    def test_the_reasons_name_the_currency(self):
        rows = self.rows("--kinds", "up_sell", "--currency", "GBP", *self.ladder[:-1])
        self.assertTrue(any("costs GBP " in row["reasons"] for row in rows))


class Objective(BatchCase):
    def test_revenue_expects_no_less_of_it(self):
        given = ["--kinds", "cross_sell", "--limit", 5, "--lost-relevance", 0.2]
        plain = self.rows(*given)
        rows = self.rows(*given, "--objective", "revenue")
        self.assertEqual([row["rank"] for row in rows], [row["rank"] for row in plain])
        revenue = [
            sum(float(row["expected_revenue"] or 0) for row in each) for each in (rows, plain)
        ]
        self.assertGreaterEqual(*revenue)

    def test_standard_error_tells_the_trade(self):
        given = ["--purchases", self.purchases, "--lost-relevance", 0.2]
        told = self.run_program(*given, "--objective", "revenue").stderr.decode()
        self.assertIn("ordered for revenue with gamma ", told)
        self.assertNotIn("ordered for", self.run_program(*given).stderr.decode())

    def test_any_threads_give_the_same_bytes(self):
        given = ["--objective", "revenue", "--lost-relevance", 0.2]
        one = self.score(*given, "--threads", 1)
        self.assertEqual(self.score(*given, "--threads", 2), one)


class Messages(BatchCase):
    def test_help_and_version(self):
        for option, word in [("--help", b"--horizon-days"), ("--version", b"batch_score 0.")]:
            done = self.run_program(option)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertIn(word, done.stdout)

    def test_summary(self):
        done = self.run_program(
            *["--purchases", self.purchases, "--products", self.products, "--currency", "GBP"]
        )
        summary = done.stderr.decode()
        for words in [f"{len(self.lines)} purchase lines", "POSTAGE", "recommendations: 300 for 60 accounts; 300 with a known price"]:
            self.assertIn(words, summary)
        self.assertIn("GBP ", summary)
        self.assertNotIn("\r", summary)

    def test_quiet(self):
        done = self.run_program("--purchases", self.purchases, "--quiet")
        self.assertEqual((done.returncode, done.stderr), (0, b""))


class Failures(BatchCase):
    def test_usage(self):
        given = ["--purchases", self.purchases]
        self.assert_fails(2, says="--purchases")
        for arguments in [
            ["--what"],
            ["--limit", "many"],
            ["--limit", "-1"],
            ["--factors", 0],
            ["--horizon-days", -1],
            ["--as-of", "03/04/2011"],
            ["--language", "fr"],
            ["--currency", "euro"],
            ["--kinds", "cross_sell,gift"],
            ["--family", "colour"],
            ["--objective", "profit"],
            ["--lost-relevance", "1.5"],
            ["--step", "name"],
            ["--column", "account"],
            ["--output", self.folder / "out.txt"],
            ["--assess", "--output", self.folder / "out.csv"],
        ]:
            option = [word for word in map(str, arguments) if word.startswith("--")][-1]
            with self.subTest(arguments=arguments):
                self.assert_fails(2, *given, *arguments, says=option.lstrip("-")[:4])

    def test_input(self):
        output = ["--output", self.output]
        missing = self.folder / "missing.csv"
        self.assert_fails(3, "--purchases", missing, *output, says="missing.csv")
        for name, header, line in [
            ("no_column.csv", ["account_id", "timestamp"], ["K1", "2011-01-01"]),
            ("bad_day.csv", PURCHASES, ["K1", "P1", "2011-02-30", 1, 1, 1]),
            ("bad_number.csv", PURCHASES, ["K1", "P1", "2011-02-01", "one", 1, 1]),
        ]:
            with self.subTest(name=name):
                bad = write_csv(self.folder / name, header, [line])
                self.addCleanup(bad.unlink)
                self.files = sorted(self.folder.iterdir())
                self.assert_fails(3, "--purchases", bad, *output, says=name)

    def test_margin_without_costs(self):
        given = ["--purchases", self.purchases, "--output", self.output]
        self.assert_fails(3, *given, "--objective", "margin", says="tell no cost")

    def test_unknown_account_names_its_neighbours(self):
        given = ["--purchases", self.purchases, "--output", self.output]
        self.assert_fails(3, *given, "--account", "K00300", says="K0030, K0031")

    def test_output(self):
        given = ["--purchases", self.purchases, "--factors", 4, "--quiet"]
        missing = self.folder / "missing" / "out.csv"
        self.assert_fails(4, *given, "--output", missing, says=str(missing))
        self.assert_fails(4, *given, "--output", "/dev/full", says="/dev/full")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, *map(str, given)], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"standard output", done.stderr)

    def test_reader_that_has_gone(self):
        given = ["--purchases", self.purchases, "--limit", 40, "--quiet"]
        with subprocess.Popen(
            [PROGRAM, *map(str, given)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            process.stdout.close()
            self.assertIn(b"standard output", process.stderr.read())
        self.assertEqual(process.returncode, 4)


class Interrupts(BatchCase):
    def test_interrupt_leaves_nothing(self):
        lines = generated_lines(accounts=2000, products=1500, lines_each=30)
        large = write_csv(self.folder / "large.csv", PURCHASES, lines)
        self.addCleanup(large.unlink)
        files = sorted(self.folder.iterdir())
        for number in [signal.SIGINT, signal.SIGTERM]:
            with self.subTest(signal=number), subprocess.Popen(
                [PROGRAM, "--purchases", large, "--factors", "1024", "--output", self.output],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            ) as process:
                self.wait_until_watching(process.pid)
                process.send_signal(number)
                outputs = process.communicate(timeout=300)
                self.assertEqual(outputs, (b"", b"batch_score: interrupted\n"))
                self.assertEqual(process.returncode, 130)
                self.assertEqual(sorted(self.folder.iterdir()), files)

    def test_interrupt_ends_a_wait_for_a_pipe(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        self.addCleanup(pipe.unlink)
        with subprocess.Popen(
            [PROGRAM, "--purchases", pipe],
            stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as process:
            self.wait_until_watching(process.pid)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.communicate(timeout=60)[1], b"batch_score: interrupted\n")
            self.assertEqual(process.returncode, 130)

    @staticmethod
    def wait_until_watching(pid):
        """Until the program has taken the signals into its own hands, and half a second more."""
        while True:
            status = Path(f"/proc/{pid}/status").read_text()
            blocked = next(line for line in status.splitlines() if line.startswith("SigBlk"))
            if int(blocked.split()[1], 16) & (1 << (signal.SIGTERM - 1)):
                break
            time.sleep(0.01)
        time.sleep(0.5)


if __name__ == "__main__":
    unittest.main()
