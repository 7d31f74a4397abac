"""Reads the matrix: one row a past order line, columns as `cartnudge features` writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .problem import Problem

BEFORE = ["order_line_id", "order_id", "ordered_at", "customer_id", "item_id", "price", "currency", "returned"]
"""Columns about the line; all others are features."""
TEXTS = ["order_line_id", "order_id", "ordered_at", "customer_id", "item_id", "currency"]


@dataclass(frozen=True)
class Matrix:
    """Lines with a known outcome, by time; those of one moment as in the file."""

    path: Path
    lines_read: int
    """Lines of the file, also those without an outcome."""
    lines: pd.DataFrame
    """Text, `customer_id` blank when unknown; `ordered_at` in UTC; `price`; `returned`, 0 or 1."""
    features: pd.DataFrame
    """Numbers by feature name; NaN is unknown."""

    @property
    def without_outcome(self) -> int:
        return self.lines_read - len(self.lines)


def read(path: Path, chosen: Sequence[str] | None = None) -> Matrix:
    """Reads a matrix with all its features, or the chosen ones."""
    table = read_table(path)
    missing = [name for name in BEFORE if name not in table.columns]
    if missing:
        raise Problem(f"{path} has no column {named(missing)}\n  help: `cartnudge features` writes them all")
    names = [name for name in table.columns if name not in BEFORE] if chosen is None else list(chosen)
    unknown = [name for name in names if name not in table.columns or name in BEFORE]
    if unknown:
        raise Problem(
            f"{path} has no feature {named(unknown)}\n  help: `cartnudge facts` lists them; see its header line"
        )
    if not names:
        raise Problem(f"{path} has no feature\n  help: `cartnudge features` writes a column for each")
    lines = table[["order_line_id", "order_id", "customer_id"]].fillna("")
    lines["ordered_at"] = moments(table["ordered_at"], path)
    lines["price"] = numbers(table["price"], path)
    lines["returned"] = outcomes(table["returned"], path)
    features = pd.DataFrame({name: numbers(table[name], path) for name in names})
    places = np.flatnonzero(lines["returned"].notna())
    if len(places) == 0:
        raise Problem(
            f"{path}: none of its {len(table):,} lines has an outcome\n"
            "  help: the order lines need `returned_quantity`, 0 for what was kept"
        )
    order = places[np.argsort(lines["ordered_at"].to_numpy()[places], kind="stable")]
    return Matrix(
        path, len(table), lines.iloc[order].reset_index(drop=True), features.iloc[order].reset_index(drop=True)
    )


def read_table(path: Path) -> pd.DataFrame:
    """The file as it is: identifiers as text, all else as pandas takes it; only blank is unknown."""
    try:
        header = read_header(path)
        table = pd.read_csv(
            path, dtype=dict.fromkeys(TEXTS, "string"), keep_default_na=False, na_values=[""], low_memory=False
        )
    except FileNotFoundError:
        raise Problem(
            f"{path} isn't there\n  help: `cartnudge features --order-lines FILE -o {path}` makes it"
        ) from None
    except pd.errors.EmptyDataError:
        raise Problem(f"{path} is empty\n  help: `cartnudge features` writes a header line at least") from None
    except (ValueError, OSError, EOFError) as error:
        raise Problem(f"{path} can't be read as CSV: {str(error).strip()}") from None
    twice = sorted({str(name) for name in header if header.count(name) > 1})
    if twice:
        raise Problem(f"{path} has the column {named(twice)} more than once")
    return table


def read_header(path: Path) -> list[str]:
    """The names of the columns as they are written."""
    return pd.read_csv(path, header=None, nrows=1, dtype=str).iloc[0].tolist()


def named(names: Sequence[str]) -> str:
    """Names for a message."""
    return ", ".join(f"`{name}`" for name in names)


def line_of(rows: np.ndarray) -> int:
    """The line in the file of the first of these rows; the header is line 1."""
    return int(np.flatnonzero(rows)[0]) + 2


def moments(column: pd.Series, path: Path) -> pd.Series:
    """Moments of RFC 3339, in UTC."""
    found = pd.to_datetime(column, format="ISO8601", utc=True, errors="coerce")
    bad = found.isna().to_numpy()
    if bad.any():
        text = column[bad].fillna("").iloc[0]
        raise Problem(
            f"{path}:{line_of(bad)}: `{column.name}` is `{text}`, which is no date\n"
            "  help: write it like 2012-04-01T00:00:00Z"
        )
    return found


def numbers(column: pd.Series, path: Path) -> pd.Series:
    """Finite numbers; blank is unknown."""
    found = pd.to_numeric(column, errors="coerce").astype("float64")
    bad = (found.isna() & column.notna()).to_numpy() | np.isinf(found.to_numpy())
    if bad.any():
        raise Problem(
            f"{path}:{line_of(bad)}: `{column.name}` is `{column[bad].iloc[0]}`, which is no number\n"
            "  help: leave unknown blank; write true as 1 and false as 0"
        )
    return found


def outcomes(column: pd.Series, path: Path) -> pd.Series:
    """1 came back, 0 was kept, NaN isn't known."""
    found = numbers(column, path)
    bad = (found.notna() & ~found.isin([0, 1])).to_numpy()
    if bad.any():
        raise Problem(
            f"{path}:{line_of(bad)}: `returned` is `{found[bad].iloc[0]:g}`\n"
            "  help: write 1 for came back, 0 for kept, nothing for not known"
        )
    return found
