#!/usr/bin/env python3
"""Makes the bundled data sets from their raw tables (README.md says what changes).

    make.py [--shared DIR]    DIR holds online-retail/ and adventureworks/
"""

import argparse
import csv
import gzip
import io
from pathlib import Path

HERE = Path(__file__).resolve().parent


def read(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, columns, rows):
    """Writes `columns`, each a function of the row: the same rows give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        with io.TextIOWrapper(packed, encoding="utf-8", newline="") as text:
            lines = csv.writer(text, lineterminator="\n")
            lines.writerow(columns)
            lines.writerows([value(row) for value in columns.values()] for row in rows)
    print(f"{path.relative_to(HERE)}: {len(rows)} lines")


def column(name):
    return lambda row: row[name]


PURCHASES = {
    "account_id": column("customer_id"),
    "product_id": column("product_id"),
    "timestamp": column("timestamp"),
    "quantity": column("quantity"),
    "unit_price": column("unit_price"),
    "order_id": column("invoice_id"),
}


def make_online_retail(source, target):
    lines = read(source / "purchases.csv.gz")
    write(target / "purchases.csv.gz", PURCHASES, lines)
    write(
        target / "products.csv.gz",
        {"product_id": column("product_id"), "name": lambda row: row["name"].strip()},
        read(source / "products.csv.gz"),
    )
    latest_country = {row["customer_id"]: row["country"] for row in lines if row["customer_id"]}
    write(
        target / "accounts.csv.gz",
        {"account_id": lambda account: account[0], "region": lambda account: account[1]},
        sorted(latest_country.items()),
    )


def end_of_sale(row):
    """The sample moved its sales forward, but not the ends of its price periods: they are 4 years
    behind (then no product is sold after its end, and without it, all are)."""
    end = row["end_date"]
    return f"{int(end[:4]) + 4}{end[4:]}" if end else ""


def make_adventureworks(source, target):
    versions = read(source / "products.csv.gz")
    number = {row["product_id"]: row["product_number"] for row in versions}
    lines = read(source / "purchases_internet.csv.gz")
    purchases = {
        **PURCHASES,
        "product_id": lambda row: number[row["product_id"]],
        "unit_cost": column("unit_cost"),
    }
    write(target / "purchases.csv.gz", purchases, lines)

    by_age = sorted(versions, key=lambda row: (row["start_date"], int(row["product_id"])))
    newest = {row["product_number"]: row for row in by_age}
    write(
        target / "products.csv.gz",
        {
            "product_id": column("product_number"),
            "name": column("name"),
            "category": column("category"),
            "subcategory": column("subcategory"),
            "list_price": column("list_price"),
            "cost": column("cost"),
            "valid_to": end_of_sale,
        },
        [newest[key] for key in sorted(newest) if newest[key]["list_price"]],
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = HERE.parents[2] / "shared" / "data"
    arguments.add_argument("--shared", type=Path, default=default, help="folder of the raw tables")
    shared = arguments.parse_args().shared
    make_online_retail(shared / "online-retail", HERE / "online-retail")
    make_adventureworks(shared / "adventureworks", HERE / "adventureworks")


if __name__ == "__main__":
    main()
