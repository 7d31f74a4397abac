"""The command: a matrix in; a booster, its calibration and its card out."""

import argparse
import datetime
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from . import calibrate, card, constraints, measure
from .booster import MOST_ROUNDS, Booster, Options, Part
from .matrix import Matrix, read
from .permute import permute_matrix
from .problem import Problem
from .segments import segments
from .split import Split, split

MOST_SHAP_LINES = 5_000
DEEPEST = 10


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("cartnudge_train", description=__doc__)
    parser.add_argument("--matrix", type=Path, required=True, help="what `cartnudge features` wrote: CSV or CSV.gz")
    parser.add_argument("--output", type=Path, required=True, help="a folder; made if it isn't there")
    parser.add_argument("--engine", choices=["xgboost", "lightgbm", "spark"], default="xgboost")
    parser.add_argument("--train-until", metavar="DATE", help="lines from here on only check; default: the last fifth")
    parser.add_argument("--check-until", metavar="DATE", help="lines from here on are left out")
    parser.add_argument("--validate-days", type=positive, default=31, metavar="N", help="the last days before it: 31")
    parser.add_argument(
        "--gap-days", type=not_negative, default=0, metavar="N", help="days before it that are left out: 0"
    )
    parser.add_argument("--features", metavar="NAMES", help="comma-separated, or a file: a JSON list or a name a line")
    parser.add_argument("--calibration", choices=list(calibrate.KINDS), default="platt")
    parser.add_argument("--refit", action="store_true", help="train again on training and validation together")
    parser.add_argument(
        "--permute-labels", action="store_true", help="deal the outcomes out anew; AUC must be near 0.5"
    )
    parser.add_argument("--rounds", type=positive, default=MOST_ROUNDS, metavar="N", help=f"at most: {MOST_ROUNDS}")
    parser.add_argument("--depth", type=depth, default=Options.depth, metavar="N", help=f"of a tree: {Options.depth}")
    parser.add_argument("--learning-rate", type=share, default=Options.learning_rate, metavar="X")
    parser.add_argument("--least-lines", type=positive, default=Options.least_lines, metavar="N", help="of a leaf")
    parser.add_argument("--id", default="shop", help="the model's name in its card: shop")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N", help="threads: all")
    return parser.parse_args(arguments)


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is less than 1")
    return value


def not_negative(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{value} is less than 0")
    return value


def depth(text: str) -> int:
    value = positive(text)
    if value > DEEPEST:
        raise argparse.ArgumentTypeError(f"{value} is more than {DEEPEST}")
    return value


def share(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text} isn't more than 0 and at most 1")
    return value


def chosen(given: str | None) -> list[str] | None:
    """Names of features: of a file if there is one of that name, else the text's own."""
    if given is None:
        return None
    text = Path(given).read_text(encoding="utf8") if os.path.isfile(given) else given.replace(",", "\n")
    if text.lstrip().startswith("["):
        try:
            names = json.loads(text)
        except ValueError as error:
            raise Problem(f"--features {given} is no JSON: {error}") from None
        if not all(isinstance(name, str) for name in names):
            raise Problem(
                f'--features {given} is no list of names\n  help: write ["line.price", "customer.return_rate"]'
            )
    else:
        names = [line.strip() for line in text.splitlines() if line.strip()]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Problem(f"--features names `{twice[0]}` more than once")
    return names


def varying(matrix: Matrix, rows: np.ndarray) -> list[str]:
    """Features that can tell lines apart: neither unknown throughout the training part, nor the same throughout."""
    part = matrix.features.iloc[rows]
    names = [name for name in part if part[name].nunique(dropna=False) > 1]
    if not names:
        raise Problem(
            f"{matrix.path}: every feature is the same throughout the training part, so there's nothing to learn"
        )
    return names


def engine_of(name: str) -> ModuleType:
    """The module of an engine; only its library is loaded."""
    if name == "lightgbm":
        from . import lgbm

        return lgbm
    from . import xgb

    return xgb


def part_of(matrix: Matrix, names: list[str], places: np.ndarray) -> Part:
    return Part(matrix.features[names].iloc[places], matrix.lines["returned"].to_numpy()[places])


def train_first(matrix: Matrix, parts: Split, names: list[str], given: argparse.Namespace) -> tuple[Booster, Options]:
    """The model of the training part, stopped early by the validation part."""
    options = Options(
        seed=given.seed,
        jobs=given.jobs,
        learning_rate=given.learning_rate,
        depth=given.depth,
        least_lines=given.least_lines,
        rounds=given.rounds,
    )
    if given.engine == "spark":
        from . import spark

        return spark.train(matrix.path, parts, names, options), options
    training, validation = part_of(matrix, names, parts.training), part_of(matrix, names, parts.validation)
    return engine_of(given.engine).train(training, validation, options), options


def train_again(
    first: Booster, matrix: Matrix, parts: Split, names: list[str], options: Options, engine: str
) -> Booster:
    """On training and validation together: more lines bear as many more rounds."""
    both = np.concatenate([parts.training, parts.validation])
    rounds = max(1, round(first.trees * len(both) / len(parts.training)))
    return engine_of(engine).train_rounds(part_of(matrix, names, both), rounds, options)


def day(moment: pd.Timestamp | None) -> str | None:
    """A moment for the card: its date, and its time unless that is midnight."""
    if moment is None:
        return None
    return f"{moment:%Y-%m-%d}" if moment == moment.normalize() else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def customers_of(lines: pd.DataFrame) -> pd.Series:
    """Who bought each line; an order without a customer is one of its own."""
    return lines["customer_id"].where(lines["customer_id"] != "", "order " + lines["order_id"])


def importance(booster: Booster, rows: pd.DataFrame) -> list[dict[str, Any]]:
    shap, gain = np.abs(booster.shap(rows)).mean(axis=0), booster.gain()
    words = {1: "raise", -1: "lower", 0: ""}
    table = [
        {"feature": name, "gain": float(gain[at]), "mean_abs_shap": float(shap[at]), "constraint": words[direction]}
        for at, (name, direction) in enumerate(zip(booster.features, constraints.of(booster.features), strict=True))
    ]
    return sorted(table, key=lambda one: -one["mean_abs_shap"])


def measured(
    matrix: Matrix, parts: Split, first: Booster, last: Booster, calibration: dict[str, Any], seed: int
) -> dict[str, Any]:
    """All figures of the card."""
    outcome, features = matrix.lines["returned"].to_numpy(), matrix.features
    found: dict[str, Any] = {"parts": {}}
    for name, places in parts.places().items():
        booster = last if name == "check" else first
        chance = calibrate.apply(calibration, booster.margins(features.iloc[places]))
        customers = customers_of(matrix.lines.iloc[places])
        spread = measure.intervals(chance, outcome[places], customers, seed)
        found["parts"][name] = {**measure.figures(chance, outcome[places]), "intervals": spread}
    rows, truth = features.iloc[parts.check], outcome[parts.check]
    prices = matrix.lines["price"].to_numpy()
    edges = np.nanquantile(prices[parts.training], [0.25, 0.5, 0.75])
    sections = segments(prices[parts.check], rows, edges)
    sample = rows
    if len(rows) > MOST_SHAP_LINES:
        sample = rows.iloc[np.sort(np.random.default_rng(seed).choice(len(rows), MOST_SHAP_LINES, replace=False))]
    table = measure.tenths(chance, truth)
    return {
        **found,
        "segments": {name: measure.figures(chance[rows_in], truth[rows_in]) for name, rows_in in sections.items()},
        "calibration_table": table,
        "calibration_error": measure.calibration_error(table),
        "importance": importance(last, sample),
        "shap_lines": len(sample),
    }


def described(matrix: Matrix, parts: Split, given: argparse.Namespace) -> dict[str, Any]:
    """What the card says of the data and the split."""
    at = matrix.lines["ordered_at"]
    return {
        "data": {
            "file": matrix.path.name,
            "lines": matrix.lines_read,
            "with_outcome": len(matrix.lines),
            "without_outcome": matrix.without_outcome,
            "first": f"{at.iloc[0]:%Y-%m-%d}",
            "last": f"{at.iloc[-1]:%Y-%m-%d}",
        },
        "split": {
            "validate_from": day(parts.validate_from),
            "validate_until": day(parts.validate_until),
            "train_until": day(parts.train_until),
            "check_until": day(parts.check_until),
            "gap_days": given.gap_days,
        },
    }


def run(given: argparse.Namespace) -> str:
    """Trains and writes all files; what to tell."""
    if given.engine == "spark" and (given.refit or given.permute_labels):
        raise Problem(
            "--engine spark takes neither --refit nor --permute-labels\n  help: use --engine xgboost for these"
        )
    matrix = read(given.matrix, chosen(given.features))
    say(f"{matrix.lines_read:,} lines; {matrix.without_outcome:,} without an outcome are left out")
    if given.permute_labels:
        matrix = permute_matrix(matrix, given.seed)
    parts = split(matrix, given.train_until, given.validate_days, given.check_until, given.gap_days)
    say(", ".join(f"{name} {len(places):,}" for name, places in parts.places().items()) + " lines")
    names = varying(matrix, parts.training)
    first, options = train_first(matrix, parts, names, given)
    watched = part_of(matrix, names, parts.validation)
    calibration = calibrate.KINDS[given.calibration](first.margins(watched.rows), watched.outcome)
    last = train_again(first, matrix, parts, names, options, given.engine) if given.refit else first

    made = {
        "id": given.id,
        "engine": given.engine,
        "made_on": datetime.date.today().isoformat(),
        **described(matrix, parts, given),
        "trees": last.trees,
        "refit": given.refit,
        "permuted": given.permute_labels,
        "features": names,
        "left_out": [name for name in matrix.features if name not in names],
        "calibration": calibration,
        **measured(matrix, parts, first, last, calibration, given.seed),
        "settings": last.settings,
        "seed": given.seed,
        "versions": {**last.versions, "numpy": np.__version__, "python": platform.python_version()},
    }
    given.output.mkdir(parents=True, exist_ok=True)
    path = last.save(given.output)
    (given.output / "calibration.json").write_text(json.dumps(calibration) + "\n", encoding="utf8")
    card.write(given.output, made)
    check = made["parts"]["check"]
    return (
        f"{path}: {last.trees} trees; check of {check['lines']:,} lines: AUC {card.with_interval(check, 'auc')}, "
        f"log-loss {card.number(check['log_loss'])}, Brier {card.number(check['brier'])}"
    )


def say(message: str) -> None:
    print(f"▸ train: {message}", file=sys.stderr)


def main(arguments: Sequence[str]) -> int:
    """Exit code 0, 1 for what a person can put right, 2 for a command line that isn't one."""
    given = parse(arguments)
    try:
        print(run(given))
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error: {error.filename or given.output}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0
