"""`python -m cartnudge_train.starter`: the fitted weights of the starter model, from a matrix of order lines.

Make the matrix with the share of lines that come back in the whole shop as `prior_return_rate`. An unknown value counts
as the mean. docs/starter.md has the commands.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit

from .matrix import read
from .measure import figures
from .problem import Problem
from .split import moment

TERMS = {
    "product.smoothed_return_rate": ("identity", 0, 1),
    "customer.smoothed_return_rate": ("identity", 0, 1),
    "line.price": ("log1p", 0, 2000),
    "cart.lines": ("log1p", 0, 20),
    "line.new_brand": ("identity", 0, 1),
    "line.size_count": ("identity", 1, 4),
}
"""How each feature is bent, and between which values: as src/risk/starter.rs has it."""
RIDGE = 1.0
"""Half of this times the squared weights is added to the log-loss, summed over the lines."""


def inputs(features: pd.DataFrame) -> np.ndarray:
    """The bent values, NaN where unknown."""
    columns = []
    for name, (transform, low, high) in TERMS.items():
        values = features[name].clip(low, high).to_numpy()
        columns.append(np.log1p(values) if transform == "log1p" else values)
    return np.column_stack(columns)


def fit(values: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Intercept and weights of centred values, by penalised maximum likelihood; the intercept isn't penalised."""
    wide = np.column_stack([np.ones(len(values)), values])
    penalised = np.r_[0.0, np.full(values.shape[1], RIDGE)]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = wide @ weights
        value = np.logaddexp(0, score).sum() - outcome @ score + (penalised * weights**2).sum() / 2
        return float(value), wide.T @ (expit(score) - outcome) + penalised * weights

    found = minimize(loss, np.zeros(wide.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-3})
    return np.asarray(found.x)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("cartnudge_train.starter", description="The starter model's fitted weights.")
    parser.add_argument("--matrix", type=Path, required=True, help="what `cartnudge features` wrote: CSV or CSV.gz")
    parser.add_argument("--train-until", metavar="DATE", required=True, help="lines from here on only check")
    given = parser.parse_args(arguments)
    try:
        matrix = read(given.matrix, list(TERMS))
        until = moment(given.train_until, "--train-until")
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    before = (matrix.lines["ordered_at"] < until).to_numpy()
    outcome = matrix.lines["returned"].to_numpy()
    values = inputs(matrix.features)
    means = np.nanmean(values[before], axis=0)
    values = np.where(np.isnan(values), 0, values - means)
    weights = fit(values[before], outcome[before])
    chance = expit(weights[0] + values @ weights[1:])
    terms = [
        {"feature": name, "transform": TERMS[name][0], "mean": round(mean, 3), "weight": round(weight, 3)}
        for name, mean, weight in zip(TERMS, means.tolist(), weights[1:].tolist(), strict=True)
    ]
    parts = {"training": before, "check": ~before}
    told = {name: figures(chance[rows], outcome[rows]) for name, rows in parts.items()}
    print(json.dumps({"intercept": round(float(weights[0]), 3), "terms": terms, "parts": told}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
