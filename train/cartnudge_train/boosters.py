"""XGBoost and LightGBM behind one face: fit with early stopping, fit again on all, score, explain, save."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import pandas as pd
import xgboost as xgb

from . import constraints

ROUNDS = 2_000
PATIENCE = 60


@dataclass
class Booster:
    """A fitted model. Scores are margins, in log-odds."""

    name: str
    model: Any
    settings: dict[str, Any]
    rounds: int
    features: list[str] = field(default_factory=list)

    def margins(self, rows: pd.DataFrame) -> np.ndarray:
        if self.name == "lightgbm":
            return self.model.predict(rows.to_numpy(), raw_score=True)
        return self.model.predict(matrix(rows), output_margin=True).astype(np.float64)

    def shap(self, rows: pd.DataFrame) -> np.ndarray:
        """A row's contributions, one a feature; the base is left out."""
        if self.name == "lightgbm":
            return self.model.predict(rows.to_numpy(), pred_contrib=True)[:, :-1]
        return self.model.predict(matrix(rows), pred_contribs=True)[:, :-1]

    def gain(self) -> np.ndarray:
        """Share of the loss that splits on each feature took away."""
        if self.name == "lightgbm":
            found = self.model.feature_importance("gain").astype(np.float64)
        else:
            score = self.model.get_score(importance_type="total_gain")
            found = np.array([float(score.get(name, 0.0)) for name in self.features])
        return found / max(found.sum(), 1e-12)

    def save(self, directory: Path) -> Path:
        path = directory / ("booster.txt" if self.name == "lightgbm" else "booster.json")
        self.model.save_model(str(path))
        return path


def matrix(rows: pd.DataFrame, outcome: np.ndarray | None = None) -> xgb.DMatrix:
    return xgb.DMatrix(rows.to_numpy(dtype=np.float32), label=outcome, feature_names=list(rows.columns))


def fit(
    engine: str, rows: pd.DataFrame, outcome: np.ndarray, seed: int, validate: tuple[pd.DataFrame, np.ndarray] | int
) -> Booster:
    """Fits until the validation part's log-loss stops falling, or for a number of rounds."""
    features = list(rows.columns)
    if engine == "lightgbm":
        return lightgbm(rows, outcome, seed, validate, features)
    settings = xgboost_settings(features, seed)
    if isinstance(validate, int):
        model = xgb.train(settings, matrix(rows, outcome), validate)
        return Booster("xgboost", model, settings, validate, features)
    watched = [(matrix(*validate), "validation")]
    model = xgb.train(
        settings, matrix(rows, outcome), ROUNDS, evals=watched, early_stopping_rounds=PATIENCE, verbose_eval=False
    )
    rounds = model.best_iteration + 1
    return Booster("xgboost", model[:rounds], settings, rounds, features)


def xgboost_settings(features: list[str], seed: int) -> dict[str, Any]:
    return {
        "objective": "binary:logistic",
        "eval_metric": "logloss",
        "eta": 0.04,
        "max_depth": 5,
        "min_child_weight": 20,
        "subsample": 0.8,
        "colsample_bytree": 0.5,
        "lambda": 5,
        "monotone_constraints": "(" + ",".join(map(str, constraints.of(features))) + ")",
        "tree_method": "hist",
        "seed": seed,
    }


def lightgbm(rows, outcome, seed, validate, features) -> Booster:
    settings = {
        "objective": "binary",
        "learning_rate": 0.04,
        "num_leaves": 15,
        "min_data_in_leaf": 100,
        "feature_fraction": 0.5,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 5,
        "monotone_constraints": constraints.of(features),
        "monotone_constraints_method": "intermediate",
        "deterministic": True,
        "force_row_wise": True,
        "seed": seed,
        "verbose": -1,
    }
    data = lgb.Dataset(rows.to_numpy(), outcome, feature_name=features)
    if isinstance(validate, int):
        return Booster("lightgbm", lgb.train(settings, data, validate), settings, validate, features)
    watched = lgb.Dataset(validate[0].to_numpy(), validate[1], reference=data)
    patience = lgb.early_stopping(PATIENCE, verbose=False)
    model = lgb.train(settings, data, ROUNDS, valid_sets=[watched], callbacks=[patience])
    return Booster("lightgbm", model, settings, model.best_iteration, features)
