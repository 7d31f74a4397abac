"""Deals the outcomes out anew, so that nothing can be learnt: an AUC that isn't near 0.5 then shows a leak.

`python -m cartnudge_train.permute ORDER_LINES DEALT [SEED]` does so to order lines, before any feature is made: it also
shows a feature that knows its own line's outcome, which `--permute-labels` on a finished matrix can't.
"""

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from .matrix import Matrix
from .problem import Problem


def permute_matrix(matrix: Matrix, seed: int) -> Matrix:
    """The matrix with `returned` dealt among its lines."""
    dealt = np.random.default_rng(seed).permutation(matrix.lines["returned"].to_numpy())
    return dataclasses.replace(matrix, lines=matrix.lines.assign(returned=dealt))


def permute_order_lines(source: Path, dealt: Path, seed: int) -> int:
    """Writes the order lines with `returned_quantity` dealt among those that have one; says how many there are."""
    try:
        table = pd.read_csv(source, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise Problem(f"{source} isn't there") from None
    except (ValueError, OSError, EOFError) as error:
        raise Problem(f"{source} can't be read as CSV: {str(error).strip()}") from None
    if "returned_quantity" not in table:
        raise Problem(f"{source} has no column `returned_quantity`, so there are no outcomes to deal out anew")
    known = np.flatnonzero((table["returned_quantity"].str.strip() != "").to_numpy())
    was = table["returned_quantity"].iloc[known].map(lambda text: "0" if text.strip() in ("0", "0.0") else "1")
    table.loc[known, "returned_quantity"] = np.random.default_rng(seed).permutation(was.to_numpy())
    # Dates and reasons belong to the outcomes that were.
    for name in ("returned_at", "return_reason"):
        if name in table:
            table[name] = ""
    table.to_csv(dealt, index=False)
    return len(known)


def main(arguments: list[str]) -> int:
    if len(arguments) not in (2, 3):
        print("usage: python -m cartnudge_train.permute ORDER_LINES DEALT [SEED]", file=sys.stderr)
        return 2
    try:
        lines = permute_order_lines(Path(arguments[0]), Path(arguments[1]), int((arguments + ["1"])[2]))
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    print(f"outcomes of {lines:,} lines dealt out anew: {arguments[1]}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
