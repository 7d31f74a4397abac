"""LightGBM."""

from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import pandas as pd

from . import constraints
from .booster import PATIENCE, Booster, Options, Part, shares

FILE = "booster.txt"


class LightgbmBooster(Booster):
    """`model` is a `lightgbm.Booster`."""

    def margins(self, rows: pd.DataFrame) -> np.ndarray:
        return self.model.predict(values(rows[self.features]), raw_score=True, num_iteration=self.trees)

    def shap(self, rows: pd.DataFrame) -> np.ndarray:
        return self.model.predict(values(rows[self.features]), pred_contrib=True, num_iteration=self.trees)[:, :-1]

    def gain(self) -> np.ndarray:
        return shares(self.model.feature_importance("gain", iteration=self.trees).tolist())

    def save(self, folder: Path) -> Path:
        path = folder / FILE
        self.model.save_model(path, num_iteration=self.trees)
        return path


def settings(features: list[str], options: Options) -> dict[str, Any]:
    """The library's parameters."""
    return {
        "objective": "binary",
        "metric": "binary_logloss",
        "learning_rate": options.learning_rate,
        "max_depth": options.depth,
        "num_leaves": 2**options.depth - 1,
        "min_data_in_leaf": options.least_lines,
        "bagging_fraction": options.subsample,
        "bagging_freq": 1,
        "feature_fraction": options.feature_share,
        "lambda_l2": options.l2,
        "monotone_constraints": constraints.of(features),
        "monotone_constraints_method": "intermediate",
        "deterministic": True,
        "force_row_wise": True,
        "seed": options.seed,
        "num_threads": options.jobs,
        "verbose": -1,
    }


def values(rows: pd.DataFrame) -> np.ndarray:
    """Rows as the library takes them: f64, NaN is unknown."""
    return rows.to_numpy(dtype=np.float64)


def data_of(part: Part, reference: lgb.Dataset | None = None) -> lgb.Dataset:
    names = list(part.rows.columns)
    return lgb.Dataset(values(part.rows), part.outcome, feature_name=names, reference=reference)


def train(training: Part, validation: Part, options: Options) -> LightgbmBooster:
    """Trains until the validation part's log-loss gets no better, and keeps the rounds up to the best."""
    features = list(training.rows.columns)
    given = settings(features, options)
    data = data_of(training)
    log: dict[str, dict[str, list[float]]] = {}
    model = lgb.train(
        given,
        data,
        options.rounds,
        valid_sets=[data_of(validation, data)],
        valid_names=["validation"],
        callbacks=[lgb.early_stopping(PATIENCE, verbose=False), lgb.record_evaluation(log)],
    )
    trees = model.best_iteration
    return LightgbmBooster(features, model, trees, given, versions(), log["validation"]["binary_logloss"])


def train_rounds(training: Part, rounds: int, options: Options) -> LightgbmBooster:
    """Trains a number of rounds."""
    features = list(training.rows.columns)
    given = settings(features, options)
    return LightgbmBooster(features, lgb.train(given, data_of(training), rounds), rounds, given, versions())


def versions() -> dict[str, str]:
    return {"lightgbm": lgb.__version__}
