"""Reads the matrix: one row a past order line, columns as `cartnudge features` names them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .problem import Problem

BEFORE = ["order_line_id", "order_id", "ordered_at", "customer_id", "item_id", "price", "currency", "returned"]


@dataclass
class Matrix:
    """Lines with a known outcome, by time."""

    path: Path
    read: int
    """Lines of the file, also those without an outcome."""
    lines: pd.DataFrame
    """`ordered_at` (UTC), `customer_id` (text, blank when unknown), `price`, `returned` (0, 1)."""
    features: pd.DataFrame
    """Numbers; NaN is unknown."""


def read(path: Path, chosen: list[str] | None = None) -> Matrix:
    """Reads a matrix with all its features, or the chosen ones."""
    try:
        table = pd.read_csv(
            path, dtype=dict.fromkeys(["order_line_id", "order_id", "customer_id", "item_id"], "string")
        )
    except FileNotFoundError:
        raise Problem(
            f"{path} isn't there\n  help: `cartnudge features --order-lines FILE -o {path}` makes it"
        ) from None
    except (ValueError, OSError, EOFError) as error:
        raise Problem(f"can't read {path}: {error}") from None
    missing = [name for name in BEFORE if name not in table.columns]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        raise Problem(f"{path} has no column {names}\n  help: `cartnudge features` writes them all")
    names = [name for name in table.columns if name not in BEFORE] if chosen is None else chosen
    unknown = [name for name in names if name not in table.columns]
    if unknown:
        names_of = ", ".join(f"`{name}`" for name in unknown)
        raise Problem(f"{path} has no feature {names_of}\n  help: `cartnudge facts` lists them")
    if not names:
        raise Problem(f"{path} has no features\n  help: `cartnudge features` writes them all")
    lines = table[["order_line_id", "customer_id", "price", "returned"]].copy()
    lines["customer_id"] = lines["customer_id"].fillna("")
    lines["ordered_at"] = times(table["ordered_at"], path)
    features = pd.DataFrame({name: numbers(table[name], path) for name in names})
    lines["returned"] = numbers(table["returned"], path)
    lines["price"] = numbers(table["price"], path)
    wrong = lines["returned"].notna() & ~lines["returned"].isin([0, 1])
    if wrong.any():
        raise Problem(
            f"{path}:{first(wrong)}: `returned` is {lines['returned'][wrong].iloc[0]:g}; write 1, 0 or nothing"
        )
    known = lines["returned"].notna()
    order = lines.loc[known, "ordered_at"].sort_values(kind="stable").index
    return Matrix(path, len(table), lines.loc[order].reset_index(drop=True), features.loc[order].reset_index(drop=True))


def first(rows: pd.Series) -> int:
    """The line in the file of the first of these rows; the header is line 1."""
    return int(np.flatnonzero(rows.to_numpy())[0]) + 2


def times(column: pd.Series, path: Path) -> pd.Series:
    """Moments of RFC 3339."""
    found = pd.to_datetime(column, format="ISO8601", utc=True, errors="coerce")
    bad = found.isna()
    if bad.any():
        help_ = "write it like 2012-04-01T00:00:00Z"
        raise Problem(f"{path}:{first(bad)}: `ordered_at` is `{column[bad].iloc[0]}`, no date\n  help: {help_}")
    return found


def numbers(column: pd.Series, path: Path) -> pd.Series:
    """Numbers; blank is unknown."""
    found = pd.to_numeric(column, errors="coerce").astype("float64")
    bad = found.isna() & column.notna()
    if bad.any():
        raise Problem(
            f"{path}:{first(bad)}: `{column.name}` is `{column[bad].iloc[0]}`, no number\n  help: unknown is blank"
        )
    return found
