"""Splits by time: training, then validation, then the check. Never at random: lines of one day know of each other."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .matrix import Matrix
from .problem import Problem

LEAST = 50
"""Fewer lines of either outcome than this say nothing."""


@dataclass
class Split:
    """Places of lines."""

    train: np.ndarray
    validate: np.ndarray
    """The last days before the check: early stopping and calibration."""
    check: np.ndarray
    """Seen by nothing but the card."""
    check_from: pd.Timestamp
    check_until: pd.Timestamp | None
    validate_from: pd.Timestamp


def moment(text: str) -> pd.Timestamp:
    """A date of an option."""
    found = pd.to_datetime(text, format="ISO8601", utc=True, errors="coerce")
    if pd.isna(found):
        raise Problem(f"`{text}` is no date\n  help: write it like 2013-01-01")
    return found


def split(matrix: Matrix, check_from: str | None, check_until: str | None, validate_days: int) -> Split:
    """Without `check_from`, the check is the last fifth of the lines, by whole days."""
    at = matrix.lines["ordered_at"]
    if at.empty:
        raise Problem(f"{matrix.path} has no line with an outcome\n  help: order history needs `returned_quantity`")
    start = moment(check_from) if check_from else at.iloc[int(len(at) * 0.8)].normalize()
    end = moment(check_until) if check_until else None
    validate_from = start - pd.Timedelta(days=validate_days)
    parts = {
        "training": at < validate_from,
        "validation": (at >= validate_from) & (at < start),
        "check": (at >= start) & (at < end) if end is not None else at >= start,
    }
    returned = matrix.lines["returned"]
    for name, rows in parts.items():
        back = int((returned[rows] == 1).sum())
        kept = int(rows.sum()) - back
        if min(back, kept) < LEAST:
            span = f"{at.iloc[0]:%Y-%m-%d} to {at.iloc[-1]:%Y-%m-%d}"
            raise Problem(
                f"the {name} part has {back} lines that came back and {kept} that stayed; {LEAST} of each are needed\n"
                f"  the file: {span}; check from {start:%Y-%m-%d}, validation from {validate_from:%Y-%m-%d}\n"
                "  help: choose --check-from and --validate-days so that each part has enough"
            )
    places = [np.flatnonzero(rows.to_numpy()) for rows in parts.values()]
    return Split(*places, check_from=start, check_until=end, validate_from=validate_from)
