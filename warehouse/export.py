"""Writes what the warehouse made: the training table, and one document a customer and a product.

    python export.py --target duckdb|spark --output FOLDER [--documents]

`training_table.csv.gz`, `customers.ndjson`, `products.ndjson`; with `--documents`, `customers/ID.json` and
`products/ID.json`, too, the ids percent-encoded. `summary.json` counts them, with the lines that were left out; with
`--only-rejected` nothing else is written.
"""

import argparse
import csv
import gzip
import json
import os
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from urllib.parse import quote

TABLE = [
    "order_line_id", "order_id", "ordered_at", "customer_id", "item_id", "item_group_id", "item_name", "item_brand",
    "item_category", "size", "color", "price", "quantity", "currency", "returned", "signals", "product",
]  # fmt: skip
EXAMPLES = 10


class DuckDb:
    """The warehouse in one file."""

    def __init__(self) -> None:
        import duckdb

        self.connection = duckdb.connect(os.environ["CARTNUDGE_WAREHOUSE"], read_only=True)

    def rows(self, query: str) -> Iterator[tuple]:
        found = self.connection.execute(query)
        while batch := found.fetchmany(10_000):
            yield from batch


class Spark:
    """The warehouse in Spark's own tables."""

    def __init__(self) -> None:
        from pyspark.sql import SparkSession

        self.session = SparkSession.builder.enableHiveSupport().getOrCreate()
        self.session.sql("use cartnudge")

    def rows(self, query: str) -> Iterator[tuple]:
        yield from self.session.sql(query).toLocalIterator()


def training_table(source: DuckDb | Spark, path: Path) -> int:
    """All lines, order by order; the gzip is the same for the same lines."""
    query = f"select {', '.join(TABLE)} from training_table order by ordered_at, order_id, order_line_id"
    number = 0
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed,
        TextIOWrapper(packed, encoding="utf8", newline="") as text,
    ):
        out = csv.writer(text, lineterminator="\n")
        out.writerow(TABLE)
        for number, row in enumerate(source.rows(query), 1):
            out.writerow(row)
    return number


def documents(source: DuckDb | Spark, table: str, key: str, output: Path, also_files: bool) -> int:
    """One document a line, and if asked for one a file."""
    name = table.split("_")[0] + "s"
    number = 0
    if also_files:
        (output / name).mkdir(exist_ok=True)
    with (output / f"{name}.ndjson").open("w", encoding="utf8") as file:
        for number, (own, document) in enumerate(source.rows(f"select {key}, document from {table} order by {key}"), 1):
            file.write(json.dumps({key: own, "document": json.loads(document)}, ensure_ascii=False) + "\n")
            if also_files:
                (output / name / f"{quote(own, safe='')}.json").write_text(document, encoding="utf8")
    return number


def rejected(source: DuckDb | Spark) -> list[dict]:
    """The lines that were left out, by reason, with the first of each."""
    query = "select reason, line_number, found from rejected_lines order by line_number"
    groups: dict[str, dict] = {}
    for reason, line, found in source.rows(query):
        group = groups.setdefault(reason, {"reason": reason, "lines": 0, "first": []})
        group["lines"] += 1
        if len(group["first"]) < EXAMPLES:
            group["first"].append({"line": line, "found": found})
    return sorted(groups.values(), key=lambda group: -group["lines"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", choices=["duckdb", "spark"], required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--documents", action="store_true")
    parser.add_argument("--only-rejected", action="store_true")
    options = parser.parse_args()
    source = DuckDb() if options.target == "duckdb" else Spark()
    try:
        (read,) = next(source.rows("select count(*) from stg_order_lines"))
    except Exception as error:  # each engine has its own
        sys.exit(f"the warehouse has no order lines: {str(error).strip().splitlines()[0]}")
    summary: dict = {"read": read, "rejected": rejected(source)}
    options.output.mkdir(parents=True, exist_ok=True)
    if not options.only_rejected:
        summary["lines"] = training_table(source, options.output / "training_table.csv.gz")
        for table, key in [("customer_signals", "customer_id"), ("product_facts", "product_id")]:
            summary[table] = documents(source, table, key, options.output, options.documents)
    (options.output / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf8")


main()
