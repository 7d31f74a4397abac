"""Trains models over random data and settings, and says what their libraries make of rows that they haven't seen.

    python models.py DIRECTORY [COUNT]

For each model of a folder: NAME.model is what the library saved, NAME.rows are rows of f64 (little-endian), NAME.expected
the library's margins as f64, NAME.shap its `pred_contribs` (a row: features, then base), features.json the columns, and
models.json how each was trained.
"""

import json
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np
import xgboost as xgb

# Any numbers and truth values of the catalogue: what they mean doesn't matter to a tree.
FEATURES = [
    "line.price", "line.price_share", "line.discount_share", "line.quantity", "line.size_count", "line.color_count",
    "line.group_quantity", "line.premium", "line.new_category", "line.new_brand", "line.category_return_rate",
    "line.brand_return_rate", "line.kept_size_match", "line.views", "line.size_changes", "product.return_rate",
    "product.lines", "product.runs_small_share", "product.review_count", "product.review_average", "cart.value",
    "cart.lines", "customer.orders", "customer.return_rate",
]
ROWS = 400
CATEGORIES = 40


def columns(rng, kinds, rows):
    """Rows whose columns are of these kinds."""
    data = np.empty((rows, len(kinds)))
    for index, kind in enumerate(kinds):
        data[:, index] = {
            "normal": lambda: rng.normal(size=rows),
            "huge": lambda: rng.normal(size=rows) * 1e12,
            "tiny": lambda: rng.normal(size=rows) * 1e-12,
            "count": lambda: rng.poisson(2, rows).astype(float),
            "flag": lambda: (rng.random(rows) < 0.3).astype(float),
            "zeros": lambda: np.where(rng.random(rows) < 0.7, 0.0, rng.normal(size=rows)),
            # Neighbours in f32, and f64 between them.
            "edge": lambda: np.float64(np.float32(0.1)) + rng.integers(-3, 4, rows) * 2.0**-30,
            "code": lambda: rng.integers(0, CATEGORIES, rows).astype(float),
        }[kind]()
    return data


def holes(rng, data, share):
    data = data.copy()
    data[rng.random(data.shape) < share] = np.nan
    return data


def answers(rng, data):
    filled = np.nan_to_num(data)
    scale = np.abs(filled).mean(axis=0) + 1e-30
    score = (filled / scale) @ rng.normal(size=data.shape[1]) + rng.normal(size=len(data))
    return (score > np.quantile(score, 0.6)).astype(float)


def on_thresholds(rng, data, thresholds):
    """Some cells are exactly a threshold, or its neighbour in f32 or f64."""
    data = data.copy()
    for index, values in thresholds.items():
        # LightGBM's endless thresholds send all that is known to the left.
        values = np.asarray(values, dtype=np.float64)
        values = values[np.abs(values) < 1e30]
        if len(values) == 0:
            continue
        where = np.flatnonzero(rng.random(len(data)) < 0.3)
        picked = rng.choice(values, len(where))
        near = [
            picked,
            np.nextafter(picked, np.inf),
            np.nextafter(picked, -np.inf),
            np.nextafter(picked.astype(np.float32), np.float32(np.inf)).astype(np.float64),
            np.nextafter(picked.astype(np.float32), np.float32(-np.inf)).astype(np.float64),
        ]
        data[where, index] = np.choose(rng.integers(0, len(near), len(where)), near)
    return data


def train_xgboost(rng, index, width):
    categorical = index % 4 == 1
    pool = ["normal", "huge", "tiny", "count", "flag", "zeros", "edge"]
    kinds = [str(rng.choice(pool)) for _ in range(width)]
    if categorical:
        kinds[:3] = ["code"] * 3
    missing = float(rng.choice([0.0, 0.1, 0.5]))
    data = holes(rng, columns(rng, kinds, 1500), missing)
    settings = {
        "objective": ["binary:logistic", "reg:logistic", "binary:logitraw"][index % 3],
        "max_depth": 1 + index % 10,
        "eta": float(rng.choice([1e-6, 0.05, 0.3, 1.0, 30.0])),
        "lambda": float(rng.choice([0.0, 1.0])),
        "min_child_weight": float(rng.choice([0.1, 1.0])),
        "tree_method": str(rng.choice(["exact", "hist", "approx"])) if not categorical else "hist",
        "grow_policy": str(rng.choice(["depthwise", "lossguide"])) if categorical else "depthwise",
        "num_parallel_tree": int(rng.choice([1, 1, 1, 3])),
        "subsample": float(rng.choice([0.7, 1.0])),
        "max_cat_to_onehot": int(rng.choice([1, 4, 100])),
        "seed": index,
        "nthread": 1,
    }
    if index % 5:
        settings["base_score"] = float(rng.choice([0.5, 1e-8, 0.999999999, rng.random(), 1e-3]))
    types = ["c" if kind == "code" else "q" for kind in kinds]
    frame = {"feature_names": FEATURES[:width], "feature_types": types, "enable_categorical": True}
    booster = xgb.train(settings, xgb.DMatrix(data, answers(rng, data), **frame), int(rng.integers(1, 60)))
    rows = holes(rng, columns(rng, kinds, ROWS), missing or 0.05)
    if categorical:
        # Codes that training didn't see.
        rows[::17, 0] = CATEGORIES + 60
    thresholds = {}
    for tree in json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]["trees"]:
        for left, feature, value, kind in zip(
            tree["left_children"], tree["split_indices"], tree["split_conditions"], tree["split_type"]
        ):
            if left != -1 and kind == 0:
                thresholds.setdefault(feature, []).append(value)
    rows = on_thresholds(rng, rows, thresholds)
    matrix = xgb.DMatrix(rows, **frame)
    margins = booster.predict(matrix, output_margin=True).astype(np.float64)
    shap = booster.predict(matrix, pred_contribs=True).astype(np.float64)
    form = ["json", "ubj"][index % 2]
    return bytes(booster.save_raw(form)), rows, margins, shap, {"library": "xgboost", "form": form, **settings}


def train_lightgbm(rng, index, width):
    categorical = index % 4 == 1
    pool = ["normal", "huge", "tiny", "count", "flag", "zeros", "edge"]
    kinds = [str(rng.choice(pool)) for _ in range(width)]
    if categorical:
        kinds[:3] = ["code"] * 3
    missing = float(rng.choice([0.0, 0.1, 0.5]))
    data = holes(rng, columns(rng, kinds, 1500), missing)
    settings = {
        "objective": ["binary", "cross_entropy"][index % 5 == 4],
        "boosting": ["gbdt", "gbdt", "dart"][index % 3],
        "sigmoid": float(rng.choice([1.0, 0.5, 2.0])),
        "max_depth": 1 + index % 10,
        "num_leaves": int(rng.choice([4, 31, 200])),
        "min_data_in_leaf": int(rng.choice([1, 20])),
        "learning_rate": float(rng.choice([1e-6, 0.05, 0.3, 1.0, 30.0])),
        "use_missing": bool(rng.random() < 0.8),
        "zero_as_missing": bool(rng.random() < 0.3),
        "boost_from_average": bool(rng.random() < 0.7),
        "max_cat_to_onehot": int(rng.choice([1, 4, 100])),
        "cat_smooth": 1.0,
        "min_data_per_group": 5,
        "seed": index,
        "num_threads": 1,
        "verbosity": -1,
    }
    codes = [index for index, kind in enumerate(kinds) if kind == "code"]
    table = lgb.Dataset(data, answers(rng, data), feature_name=FEATURES[:width], categorical_feature=codes)
    booster = lgb.train(settings, table, int(rng.integers(1, 60)))
    rows = holes(rng, columns(rng, kinds, ROWS), missing or 0.05)
    if categorical:
        rows[::17, 0] = CATEGORIES + 60
        rows[::19, 1] = -3.0
        rows[::23, 2] = -0.5
    thresholds = {}

    def walk(node):
        if "split_index" in node:
            if node["decision_type"] == "<=":
                thresholds.setdefault(node["split_feature"], []).append(node["threshold"])
            walk(node["left_child"])
            walk(node["right_child"])

    for tree in booster.dump_model()["tree_info"]:
        walk(tree["tree_structure"])
    rows = on_thresholds(rng, rows, thresholds)
    margins = booster.predict(rows, raw_score=True)
    shap = booster.predict(rows, pred_contrib=True)
    return booster.model_to_string().encode(), rows, margins, shap, {"library": "lightgbm", "form": "text", **settings}


def main():
    folder = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    folder.mkdir(parents=True, exist_ok=True)
    models = []
    for index in range(count):
        rng = np.random.default_rng(index)
        width = int(rng.integers(4, len(FEATURES) + 1))
        train = [train_xgboost, train_lightgbm][index % 2]
        model, rows, margins, shap, settings = train(rng, index // 2, width)
        # All rows have all columns: those that the model doesn't know are empty.
        wide = np.full((len(rows), len(FEATURES)), np.nan)
        wide[:, :width] = rows
        parts = np.zeros((len(rows), len(FEATURES) + 1))
        parts[:, :width] = shap[:, :width]
        parts[:, -1] = shap[:, -1]
        name = f"{index:03}"
        (folder / f"{name}.model").write_bytes(model)
        (folder / f"{name}.rows").write_bytes(wide.astype("<f8").tobytes())
        (folder / f"{name}.expected").write_bytes(np.asarray(margins).astype("<f8").tobytes())
        (folder / f"{name}.shap").write_bytes(parts.astype("<f8").tobytes())
        models.append({"name": name, "features": width, **settings})
    (folder / "features.json").write_text(json.dumps(FEATURES))
    (folder / "models.json").write_text(json.dumps(models, indent=1))


main()
