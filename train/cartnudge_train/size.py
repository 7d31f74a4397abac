"""`python -m cartnudge_train.size`: a size model, from the matrix that `cartnudge fit-features` wrote.

A multinomial logistic model over curves that are straight between knots; docs/size.md describes it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from .matrix import moments, numbers, read_table
from .problem import Problem
from .split import moment

BENT_ONCE = [
    "item.small",
    "item.large",
    "item.near_small",
    "item.near_large",
    "customer.small",
    "customer.large",
    "customer.near_small",
    "customer.near_large",
]
"""Features with one knot between their ends, at the median."""
BENT_OFTEN = ["steps.from_usual", "steps.from_measures", "size.position", "item.answers", "customer.answers"]
"""Features with five knots between their ends."""
ENDS = (0.002, 0.998)
"""Quantiles beyond which a curve is level: beyond them there is too little to learn from."""
INNER = {1: (0.5,), 5: (0.1, 0.3, 0.5, 0.7, 0.9)}
PRODUCTS = [
    ("steps.from_measures", "customer.answers"),
    ("steps.from_usual", "customer.answers"),
    ("steps.from_usual", "steps.from_measures"),
    ("item.near_small", "customer.small"),
    ("item.near_large", "customer.large"),
    ("item.answers", "item.near_small"),
    ("item.answers", "item.near_large"),
    ("item.answers", "item.small"),
    ("item.answers", "item.large"),
    ("customer.answers", "customer.small"),
    ("customer.answers", "customer.large"),
]
"""How much an answer says depends on how many stand behind it, and on what the other side says."""
WITHOUT_MEASURES = 0.3
"""This share of the rows is learned from once more without measures, so that the model does without them."""
RIDGE = 5.0
"""Half of this times the squared weights of scaled inputs is added to the log-loss, summed over the rows."""
ANSWERS = ["small", "true", "large"]
MEASURES = ["height_in", "weight_lbs", "band_in", "cup"]
HEADER = ["feedback_id", "reviewed_at", "fit", *MEASURES, *BENT_ONCE, *BENT_OFTEN]


def read(path: Path) -> pd.DataFrame:
    """The matrix: features as numbers, NaN where unknown; rows without an answer are left out."""
    table = read_table(path)
    missing = [name for name in HEADER if name not in table]
    if missing:
        raise Problem(
            f"{path} has no column `{missing[0]}`\n  help: `cartnudge fit-features --feedback FILE -o {path}` makes it"
        )
    read_columns = {name: numbers(table[name], path) for name in HEADER[3:]}
    answer = table["fit"].astype(str).str.lower()
    rows = pd.DataFrame({"reviewed_at": moments(table["reviewed_at"], path), "fit": answer, **read_columns})
    rows = rows[rows["fit"].isin(ANSWERS)].reset_index(drop=True)
    if rows.empty:
        raise Problem(f"{path} has no row with an answer in `fit`")
    return rows


def knots_of(values: pd.Series, inner: int) -> np.ndarray:
    """Rising knots at quantiles of the known values; two at least, or none where the values don't vary."""
    quantiles = (ENDS[0], *INNER[inner], ENDS[1])
    found = np.unique(np.round(values.dropna().quantile(list(quantiles)).to_numpy(), 3))
    return found if len(found) > 1 else np.array([])


def curve_inputs(values: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """For each knot, how much of a value stands there: straight between two knots, level beyond; 0 where unknown."""
    known = ~np.isnan(values)
    held = np.clip(np.where(known, values, knots[0]), knots[0], knots[-1])
    shares = [np.interp(held, knots, np.eye(len(knots))[at]) for at in range(len(knots))]
    return np.column_stack(shares) * known[:, None]


def inputs(rows: pd.DataFrame, knots: dict[str, np.ndarray]) -> np.ndarray:
    """The columns that weights belong to: the knots of each curve, then the products."""
    columns = [curve_inputs(rows[name].to_numpy(), at) for name, at in knots.items()]
    held = {name: rows[name].clip(at[0], at[-1]).to_numpy() for name, at in knots.items()}
    for one, other in products_of(knots):
        columns.append(np.nan_to_num(held[one] * held[other])[:, None])
    return np.hstack(columns)


def products_of(knots: dict[str, np.ndarray]) -> list[tuple[str, str]]:
    """The products of which both features have a curve."""
    return [pair for pair in PRODUCTS if all(name in knots for name in pair)]


def fit(values: np.ndarray, answer: np.ndarray) -> np.ndarray:
    """Weights of "small" and "large" against "true": two rows, the intercept first. The intercepts aren't penalised."""
    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1.0
    wide = np.column_stack([np.ones(len(values)), (values - mean) / spread])
    penalty = np.r_[0.0, np.full(values.shape[1], RIDGE)]
    given = np.column_stack([answer == 0, answer == 2]).astype(float)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(2, -1)
        scores = wide @ weights.T
        most = np.maximum(scores.max(axis=1), 0.0)
        powers = np.exp(scores - most[:, None])
        all_of = powers.sum(axis=1) + np.exp(-most)
        value = (np.log(all_of) + most).sum() - (given * scores).sum() + (penalty * weights**2).sum() / 2
        slope = (powers / all_of[:, None] - given).T @ wide + penalty * weights
        return float(value), slope.ravel()

    found = minimize(loss, np.zeros(2 * wide.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 1000})
    weights = found.x.reshape(2, -1).copy()
    weights[:, 1:] /= spread
    weights[:, 0] -= weights[:, 1:] @ mean
    return weights


def document(weights: np.ndarray, knots: dict[str, np.ndarray], name: str, version: int, until: str) -> dict[str, Any]:
    """The model as cartnudge reads it; four decimals, which change no chance by more than a thousandth."""
    small, large = np.round(weights, 4).tolist()
    made: dict[str, Any] = {
        "schema_version": 1,
        "kind": "size",
        "id": name,
        "version": version,
        "trained_until": until,
        "intercept": {"small": small[0], "large": large[0]},
        "curves": [],
        "products": [],
    }
    at = 1
    for feature, places in knots.items():
        to = at + len(places)
        curve = {"feature": feature, "knots": places.tolist(), "small": small[at:to], "large": large[at:to]}
        made["curves"].append(curve)
        at = to
    for pair in products_of(knots):
        made["products"].append({"features": list(pair), "small": small[at], "large": large[at]})
        at += 1
    return made


def train(rows: pd.DataFrame, seed: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Weights and knots of the rows."""
    inner = {**dict.fromkeys(BENT_ONCE, 1), **dict.fromkeys(BENT_OFTEN, 5)}
    knots = {name: knots_of(rows[name], count) for name, count in inner.items()}
    knots = {name: at for name, at in knots.items() if len(at)}
    again = rows[np.random.default_rng(seed).random(len(rows)) < WITHOUT_MEASURES]
    every = pd.concat([rows, again.assign(**{"steps.from_measures": np.nan})])
    answer = every["fit"].map(ANSWERS.index).to_numpy()
    return fit(inputs(every, knots), answer), knots


def measures(rows: pd.DataFrame) -> dict[str, Any]:
    """The size that measures say: least squares over "true to size" answers with every measure."""
    whole = rows[(rows["fit"] == "true") & rows[[*MEASURES, "size.position"]].notna().all(axis=1)]
    if len(whole) <= len(MEASURES):
        raise Problem("too few answers `true` come with every measure")
    means = rows[MEASURES].mean().round(1)
    wide = np.column_stack([np.ones(len(whole)), whole[MEASURES] - means])
    found = np.linalg.lstsq(wide, whole["size.position"].to_numpy(), rcond=None)[0]
    left = whole["size.position"].to_numpy() - wide @ found
    return {
        "answers": len(whole),
        "means": means.to_dict(),
        "intercept": round(float(found[0]), 4),
        "per_unit": dict(zip(MEASURES, np.round(found[1:], 4).tolist(), strict=True)),
        "residual_steps": round(float(left.std()), 3),
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("cartnudge_train.size", description=__doc__)
    parser.add_argument("--matrix", type=Path, required=True, help="what `cartnudge fit-features` wrote")
    parser.add_argument("--train-until", metavar="DATE", required=True, help="learn from answers before this day")
    parser.add_argument("--train-from", metavar="DATE", help="and from this day on; default: all")
    parser.add_argument("--output", type=Path, help="where to write the model; default: standard output")
    parser.add_argument("--id", default="shop-size", help="the model's name: shop-size")
    parser.add_argument("--model-version", type=int, default=1, help="its version: 1")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measures", action="store_true", help="print what measures say of the size, and stop")
    given = parser.parse_args(arguments)
    try:
        rows = read(given.matrix)
        until = moment(given.train_until, "--train-until")
        kept = rows["reviewed_at"] < until
        if given.train_from:
            kept &= rows["reviewed_at"] >= moment(given.train_from, "--train-from")
        rows = rows[kept]
        if rows["fit"].nunique() < len(ANSWERS):
            raise Problem("the training part needs answers of all three kinds: small, true, large")
        if given.measures:
            print(json.dumps(measures(rows), indent=2))
            return 0
        weights, knots = train(rows, given.seed)
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    made = document(weights, knots, given.id, given.model_version, f"{until:%Y-%m-%d}")
    text = json.dumps(made) + "\n"
    if given.output is None:
        print(text, end="")
        return 0
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(text, encoding="utf8")
    print(f"{given.output}: learned from {len(rows):,} answers; {weights.shape[1]} weights for each of two scores")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
