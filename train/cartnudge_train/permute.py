"""`python -m cartnudge_train.permute IN OUT SEED`: order lines whose outcomes are dealt out anew.

What a model then finds in the check's lines would be a leak: no line's outcome has to do with anything known before it.
Outcomes change places with their dates and reasons, so the file stays a possible one where returns have no dates.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

OUTCOME = ["returned_quantity", "returned_at", "return_reason"]


def permuted(lines: pd.DataFrame, seed: int) -> pd.DataFrame:
    """A return of several pieces becomes one piece, so that no line gives back more than it had."""
    known = np.flatnonzero(lines["returned_quantity"].notna())
    dealt = np.random.default_rng(seed).permutation(known)
    found = lines.copy()
    back = pd.to_numeric(lines["returned_quantity"].iloc[dealt]).clip(upper=1).astype("int64").astype("string")
    found.iloc[known, found.columns.get_loc("returned_quantity")] = back.to_numpy()
    return found.drop(columns=[name for name in OUTCOME[1:] if name in found])


def main(source: str, target: str, seed: str) -> None:
    lines = pd.read_csv(Path(source), dtype="string")
    permuted(lines, int(seed)).to_csv(Path(target), index=False)


main(*sys.argv[1:4])
