"""`python -m cartnudge_train`: a matrix in, a booster, its calibration and its card out."""

import argparse
import datetime
import json
import sys
from pathlib import Path

import lightgbm
import numpy as np
import sklearn
import xgboost

from . import boosters, calibrate, card, measure
from .matrix import Matrix, read
from .problem import Problem
from .split import Split, split


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("cartnudge_train", description=__doc__)
    parser.add_argument("--matrix", type=Path, required=True, help="what `cartnudge features` wrote")
    parser.add_argument("--output", type=Path, required=True, help="a folder")
    parser.add_argument("--engine", choices=["xgboost", "lightgbm"], default="lightgbm")
    parser.add_argument("--check-from", metavar="DATE", help="lines from here on only check the model; the last fifth")
    parser.add_argument("--check-until", metavar="DATE", help="and lines before here; all")
    parser.add_argument(
        "--validate-days", type=int, default=31, help="days before the check for stopping and calibration"
    )
    parser.add_argument("--calibration", choices=list(calibrate.KINDS), default="platt")
    parser.add_argument("--features", type=Path, help="a JSON list of the features to use; all that vary")
    parser.add_argument("--id", default="shop", help="the model's name")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def chosen(path: Path | None) -> list[str] | None:
    if path is None:
        return None
    try:
        names = json.loads(path.read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise Problem(f"can't read {path}: {error}") from None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Problem(f'{path} is no list of names\n  help: write it like ["line.price", "customer.return_rate"]')
    return names


def varying(matrix: Matrix, rows: np.ndarray) -> list[str]:
    """Features that say something: unknown throughout, or the same throughout, is nothing to learn from."""
    part = matrix.features.iloc[rows]
    names = [name for name in part if part[name].nunique(dropna=False) > 1]
    if not names:
        raise Problem(f"no feature of {matrix.path} varies in the training part\n  help: is the right period chosen?")
    return names


def train(matrix: Matrix, parts: Split, options: argparse.Namespace) -> tuple[boosters.Booster, dict]:
    """Fits, calibrates, fits again to all but the check; the booster and its card."""
    names = varying(matrix, parts.train) if options.features is None else list(matrix.features)
    rows, outcome = matrix.features[names], matrix.lines["returned"].to_numpy()

    def part(places: np.ndarray):
        return rows.iloc[places], outcome[places]

    first = boosters.fit(options.engine, *part(parts.train), options.seed, part(parts.validate))
    calibration = calibrate.KINDS[options.calibration](first.margins(part(parts.validate)[0]), part(parts.validate)[1])
    both = np.concatenate([parts.train, parts.validate])
    # More lines bear a few more rounds.
    rounds = round(first.rounds * len(both) / len(parts.train))
    last = boosters.fit(options.engine, *part(both), options.seed, max(rounds, 1))

    def probability(booster: boosters.Booster, places: np.ndarray) -> np.ndarray:
        return calibrate.apply(calibration, booster.margins(rows.iloc[places]))

    checked, truth = probability(last, parts.check), outcome[parts.check]
    lines = matrix.lines.iloc[parts.check].reset_index(drop=True)
    in_segment = measure.segments(rows.iloc[parts.check], lines["price"].to_numpy())
    sample = rows.iloc[parts.check].iloc[:5_000]
    shap, gain = np.abs(last.shap(sample)).mean(axis=0), last.gain()
    importance = [
        {"feature": name, "gain": float(gain[at]), "mean_abs_shap": float(shap[at])} for at, name in enumerate(names)
    ]
    at = matrix.lines["ordered_at"]
    library = {"lightgbm": lightgbm, "xgboost": xgboost}[options.engine]
    return last, {
        "id": options.id,
        "engine": options.engine,
        "made_on": datetime.date.today().isoformat(),
        "data": {
            "file": matrix.path.name,
            "lines": matrix.read,
            "with_outcome": len(matrix.lines),
            "first": f"{at.iloc[0]:%Y-%m-%d}",
            "last": f"{at.iloc[-1]:%Y-%m-%d}",
        },
        "split": {
            "validate_from": f"{parts.validate_from:%Y-%m-%d}",
            "check_from": f"{parts.check_from:%Y-%m-%d}",
            "check_until": None if parts.check_until is None else f"{parts.check_until:%Y-%m-%d}",
        },
        "features": names,
        "trees": last.rounds,
        "calibration": options.calibration,
        "calibration_document": calibration,
        "parts": {
            "training": measure.figures(probability(first, parts.train), outcome[parts.train]),
            "validation": measure.figures(probability(first, parts.validate), outcome[parts.validate]),
            "check": measure.figures(checked, truth),
        },
        "check_intervals": measure.interval(checked, truth, lines["customer_id"], options.seed),
        "segments": {name: measure.figures(checked[places], truth[places]) for name, places in in_segment.items()},
        "calibration_table": measure.bins(checked, truth),
        "importance": sorted(importance, key=lambda one: -one["mean_abs_shap"]),
        "settings": last.settings,
        "seed": options.seed,
        "versions": f"{library.__name__} {library.__version__}, scikit-learn {sklearn.__version__}",
    }


def main() -> int:
    options = arguments()
    try:
        matrix = read(options.matrix, chosen(options.features))
        parts = split(matrix, options.check_from, options.check_until, options.validate_days)
        booster, made = train(matrix, parts, options)
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    options.output.mkdir(parents=True, exist_ok=True)
    path = booster.save(options.output)
    calibration = json.dumps(made["calibration_document"]) + "\n"
    (options.output / "calibration.json").write_text(calibration, encoding="utf8")
    card.write(options.output, made)
    check = made["parts"]["check"]
    print(
        f"{path}: {booster.rounds} trees; on {check['lines']:,} lines that it has not seen: AUC {check['auc']:.4f}, "
        f"log-loss {check['log_loss']:.4f}, Brier {check['brier']:.4f}"
    )
    return 0


sys.exit(main())
