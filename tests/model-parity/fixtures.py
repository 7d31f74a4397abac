"""Trains the small models of tests/models, with what their libraries make of a few rows:

    python fixtures.py ../models

The rows' features are those that a cart gives directly, so that Node can make carts of them.
"""

import json
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np
import xgboost as xgb

FEATURES = ["line.price", "line.quantity", "customer.orders", "session.page_views", "product.review_average", "product.lines"]


def rows(rng, count):
    data = np.column_stack([
        rng.integers(1, 30_000, count) / 100,
        rng.integers(1, 5, count),
        rng.integers(0, 12, count),
        rng.integers(0, 30, count),
        rng.integers(10, 50, count) / 10,
        rng.integers(0, 90, count),
    ]).astype(float)
    # A cart always has a price and a quantity.
    holes = rng.random(data.shape) < 0.2
    holes[:, :2] = False
    data[holes] = np.nan
    return data


def main():
    folder = Path(sys.argv[1])
    rng = np.random.default_rng(7)
    data, asked = rows(rng, 800), rows(rng, 40)
    score = data[:, 0] / 100 + np.nan_to_num(data[:, 4]) * (data[:, 1] > 1) + rng.normal(size=len(data))
    answers = (score > np.quantile(score, 0.7)).astype(float)
    models = []

    def note(file, margins, probabilities):
        margins, probabilities = np.asarray(margins, np.float64), np.asarray(probabilities, np.float64)
        models.append({"file": file, "margins": margins.tolist(), "probabilities": probabilities.tolist()})

    for file, settings, kinds in [
        ("xgboost.json", {"objective": "binary:logistic", "max_depth": 3, "eta": 0.7}, ["q"] * 6),
        ("xgboost-categories.ubj", {"objective": "reg:logistic", "max_depth": 4, "base_score": 0.3}, ["q", "q", "c", "c", "q", "q"]),
    ]:
        frame = {"feature_names": FEATURES, "feature_types": kinds, "enable_categorical": True}
        booster = xgb.train({**settings, "seed": 1, "nthread": 1}, xgb.DMatrix(data, answers, **frame), 4)
        booster.save_model(folder / file)
        matrix = xgb.DMatrix(asked, **frame)
        note(file, booster.predict(matrix, output_margin=True), booster.predict(matrix))
    for file, settings, codes in [
        ("lightgbm.txt", {"sigmoid": 2.0, "zero_as_missing": True}, []),
        ("lightgbm-categories.txt", {"min_data_per_group": 5, "cat_smooth": 1.0, "boosting": "dart"}, [2, 3]),
    ]:
        settings = {"objective": "binary", "num_leaves": 8, "seed": 1, "num_threads": 1, "verbosity": -1, **settings}
        table = lgb.Dataset(data, answers, feature_name=FEATURES, categorical_feature=codes)
        booster = lgb.train(settings, table, 4)
        booster.save_model(folder / file)
        note(file, booster.predict(asked, raw_score=True), booster.predict(asked))
    unknown = [[None if np.isnan(cell) else cell for cell in row] for row in asked.tolist()]
    expected = {"features": FEATURES, "rows": unknown, "models": models}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


main()
