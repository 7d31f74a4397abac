"""Splits by time: training, then validation, then the check. Never at random: lines of one day know of each other."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .matrix import Matrix
from .problem import Problem

LEAST = 50
"""Fewer lines of either outcome than this say nothing."""
PARTS = ("training", "validation", "check")


@dataclass(frozen=True)
class Split:
    """Places of lines in the matrix, part by part, and the moments between the parts."""

    training: np.ndarray
    validation: np.ndarray
    """The last days before `train_until`: early stopping and calibration."""
    check: np.ndarray
    """Seen by nothing but the card."""
    validate_from: pd.Timestamp
    validate_until: pd.Timestamp
    train_until: pd.Timestamp
    check_until: pd.Timestamp | None

    def places(self) -> dict[str, np.ndarray]:
        return dict(zip(PARTS, (self.training, self.validation, self.check), strict=True))


def moment(text: str, option: str) -> pd.Timestamp:
    """A date of an option; midnight UTC when it gives no time."""
    found = pd.to_datetime(text, format="ISO8601", utc=True, errors="coerce")
    if pd.isna(found):
        raise Problem(f"{option} is `{text}`, which is no date\n  help: write it like 2013-01-01")
    return found


def default_train_until(at: pd.Series) -> pd.Timestamp:
    """The midnight before the last fifth of the lines."""
    return at.iloc[int(len(at) * 0.8)].normalize()


def split(
    matrix: Matrix, train_until: str | None, validate_days: int, check_until: str | None = None, gap_days: int = 0
) -> Split:
    """Lines before `train_until` make the model, those from it on check it. `gap_days` before it are left out."""
    at = matrix.lines["ordered_at"]
    until = moment(train_until, "--train-until") if train_until else default_train_until(at)
    end = moment(check_until, "--check-until") if check_until else None
    if end is not None and end <= until:
        raise Problem(f"--check-until {end:%Y-%m-%d} isn't after --train-until {until:%Y-%m-%d}")
    validate_until = until - pd.Timedelta(days=gap_days)
    validate_from = validate_until - pd.Timedelta(days=validate_days)
    spans = {
        "training": (None, validate_from),
        "validation": (validate_from, validate_until),
        "check": (until, end),
    }
    places = {}
    for name, (start, stop) in spans.items():
        rows = np.ones(len(at), dtype=bool)
        if start is not None:
            rows &= (at >= start).to_numpy()
        if stop is not None:
            rows &= (at < stop).to_numpy()
        places[name] = np.flatnonzero(rows)
        refuse_thin(name, places[name], span_told(start, stop), matrix)
    return Split(*places.values(), validate_from, validate_until, until, end)


def span_told(start: pd.Timestamp | None, stop: pd.Timestamp | None) -> str:
    """The span of a part in words."""
    since = "" if start is None else f"from {start:%Y-%m-%d}"
    before = "" if stop is None else f"before {stop:%Y-%m-%d}"
    return " and ".join(word for word in (since, before) if word)


def refuse_thin(name: str, places: np.ndarray, span: str, matrix: Matrix) -> None:
    """Refuses a part that is empty, has one outcome only, or too few lines of one."""
    at, returned = matrix.lines["ordered_at"], matrix.lines["returned"].to_numpy()[places]
    back = int(returned.sum())
    kept = len(places) - back
    if min(back, kept) >= LEAST:
        return
    if len(places) == 0:
        what = "has no line with an outcome"
    elif back == 0:
        what = f"has {kept:,} lines and all were kept: nothing to tell apart"
    elif kept == 0:
        what = f"has {back:,} lines and all came back: nothing to tell apart"
    else:
        what = f"has {back:,} lines that came back and {kept:,} that were kept; {LEAST} of each are needed"
    raise Problem(
        f"the {name} part ({span}) {what}\n"
        f"  the file has lines with an outcome from {at.iloc[0]:%Y-%m-%d} to {at.iloc[-1]:%Y-%m-%d}\n"
        "  help: choose --train-until, --validate-days and --check-until so that each part has enough"
    )
