"""XGBoost."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xgboost as xgb

from . import constraints
from .booster import PATIENCE, Booster, Options, Part, shares

FILE = "booster.json"


class XgboostBooster(Booster):
    """`model` is an `xgboost.Booster`."""

    def margins(self, rows: pd.DataFrame) -> np.ndarray:
        return self.model.predict(data_of(rows[self.features]), output_margin=True).astype(float)

    def shap(self, rows: pd.DataFrame) -> np.ndarray:
        return self.model.predict(data_of(rows[self.features]), pred_contribs=True)[:, :-1]

    def gain(self) -> np.ndarray:
        gains = self.model.get_score(importance_type="total_gain")
        return shares([float(gains.get(name, 0)) for name in self.features])

    def save(self, folder: Path) -> Path:
        path = folder / FILE
        self.model.save_model(path)
        return path


def settings(features: list[str], options: Options) -> dict[str, Any]:
    """The library's parameters; `spark.py` uses the same."""
    return {
        "objective": "binary:logistic",
        "eval_metric": "logloss",
        "tree_method": "hist",
        "learning_rate": options.learning_rate,
        "max_depth": options.depth,
        "min_child_weight": options.least_lines / 4,
        "subsample": options.subsample,
        "colsample_bytree": options.feature_share,
        "reg_lambda": options.l2,
        "monotone_constraints": "(" + ",".join(map(str, constraints.of(features))) + ")",
        "seed": options.seed,
        "nthread": options.jobs,
    }


def data_of(rows: pd.DataFrame, outcome: np.ndarray | None = None) -> xgb.DMatrix:
    """Rows as the library takes them: f32, NaN is unknown."""
    return xgb.DMatrix(rows.to_numpy(dtype=np.float32), outcome, feature_names=list(rows.columns))


def train(training: Part, validation: Part, options: Options) -> XgboostBooster:
    """Trains until the validation part's log-loss gets no better, and keeps the rounds up to the best."""
    features = list(training.rows.columns)
    given = settings(features, options)
    watched = data_of(validation.rows, validation.outcome)
    log: dict[str, dict[str, list[float]]] = {}
    model = xgb.train(
        given,
        data_of(training.rows, training.outcome),
        options.rounds,
        evals=[(watched, "validation")],
        early_stopping_rounds=PATIENCE,
        evals_result=log,
        verbose_eval=False,
    )
    trees = model.best_iteration + 1
    return XgboostBooster(features, model[:trees], trees, given, versions(), log["validation"]["logloss"])


def train_rounds(training: Part, rounds: int, options: Options) -> XgboostBooster:
    """Trains a number of rounds."""
    features = list(training.rows.columns)
    given = settings(features, options)
    model = xgb.train(given, data_of(training.rows, training.outcome), rounds)
    return XgboostBooster(features, model, rounds, given, versions())


def versions() -> dict[str, str]:
    return {"xgboost": xgb.__version__}
