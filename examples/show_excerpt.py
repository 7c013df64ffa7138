"""Shows the recommendations for the first accounts of a file: show_excerpt.py FILE CURRENCY"""

import csv
import itertools
import sys
import textwrap

ACCOUNTS = 3
WIDTH = 100


def show(row, currency):
    name = row["product_name"] or row["product_id"]
    worth = f"{currency} {float(row['order_value']):,.2f}" if row["order_value"] else ""
    print(f"{row['rank']:>3}  {name:<{WIDTH - 22}} {worth:>16}")
    for line in textwrap.wrap(row["reasons"], WIDTH - 5):
        print("     " + line)


def main(path, currency):
    with open(path, encoding="utf-8", newline="") as file:
        by_account = itertools.groupby(csv.DictReader(file), lambda row: row["account_id"])
        for account, rows in itertools.islice(by_account, ACCOUNTS):
            print(f"Account {account}")
            for row in rows:
                show(row, currency)
            print()


main(*sys.argv[1:])
