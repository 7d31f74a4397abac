"""Trains the models of `npm run bench:model`, then times their libraries.

    python train.py DIRECTORY

writes 100 trees of depth 6 over 24 features by XGBoost (xgboost.ubj, xgboost.onnx) and LightGBM (lightgbm.txt), 10,000 rows
of f64 (rows.bin), features.json and the libraries' margins (xgboost.bin, lightgbm.bin). Then it reads lines like `xgboost 5 200` and answers
each with the microseconds of one prediction of 5 rows, the mean of 200.
"""

import json
import sys
import time
from pathlib import Path

import lightgbm as lgb
import numpy as np
import onnx
import xgboost as xgb
from onnx import TensorProto, helper

FEATURES = [
    "line.price", "line.price_share", "line.discount_share", "line.quantity", "line.size_count", "line.color_count",
    "line.group_quantity", "line.premium", "line.new_category", "line.new_brand", "line.category_return_rate",
    "line.brand_return_rate", "line.kept_size_match", "line.views", "line.size_changes", "product.return_rate",
    "product.lines", "product.runs_small_share", "product.review_count", "product.review_average", "cart.value",
    "cart.lines", "customer.orders", "customer.return_rate",
]
TREES, DEPTH, ROWS = 100, 6, 10_000


def table(rng, count):
    data = rng.lognormal(size=(count, len(FEATURES))).round(2)
    data[rng.random(data.shape) < 0.1] = np.nan
    return data


def to_onnx(booster, base):
    nodes = {key: [] for key in ("treeids", "nodeids", "featureids", "modes", "values", "truenodeids", "falsenodeids", "missing_value_tracks_true")}
    leaves = {key: [] for key in ("treeids", "nodeids", "ids", "weights")}
    for index, tree in enumerate(json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]["trees"]):
        for node, left in enumerate(tree["left_children"]):
            is_leaf = left == -1
            value = tree["split_conditions"][node]
            for key, entry in [
                ("treeids", index), ("nodeids", node), ("featureids", 0 if is_leaf else tree["split_indices"][node]),
                ("modes", "LEAF" if is_leaf else "BRANCH_LT"), ("values", 0.0 if is_leaf else value),
                ("truenodeids", 0 if is_leaf else left), ("falsenodeids", 0 if is_leaf else tree["right_children"][node]),
                ("missing_value_tracks_true", 0 if is_leaf else tree["default_left"][node]),
            ]:
                nodes[key].append(entry)
            if is_leaf:
                for key, entry in [("treeids", index), ("nodeids", node), ("ids", 0), ("weights", value)]:
                    leaves[key].append(entry)
    attributes = {f"nodes_{key}": entries for key, entries in nodes.items()} | {f"target_{key}": entries for key, entries in leaves.items()}
    node = helper.make_node(
        "TreeEnsembleRegressor", ["x"], ["y"], domain="ai.onnx.ml", n_targets=1, base_values=[float(base)], **attributes
    )
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, len(FEATURES)])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 1])
    graph = helper.make_graph([node], "trees", [x], [y])
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1)
    data, rows = table(rng, 30_000), table(rng, ROWS)
    score = np.log(np.nan_to_num(data, nan=1.0)) @ rng.normal(size=len(FEATURES)) + 2 * rng.normal(size=len(data))
    answers = (score > np.quantile(score, 0.7)).astype(float)
    # As deep as it goes: all leaves that 30,000 rows can fill.
    settings = {"objective": "binary:logistic", "max_depth": DEPTH, "eta": 0.1, "min_child_weight": 0, "base_score": 0.5, "nthread": 1}
    boosted = xgb.train(settings, xgb.DMatrix(data, answers, feature_names=FEATURES), TREES)
    boosted.save_model(folder / "xgboost.ubj")
    onnx.save(to_onnx(boosted, 0.0), folder / "xgboost.onnx")
    settings = {"objective": "binary", "max_depth": DEPTH, "num_leaves": 2**DEPTH, "min_data_in_leaf": 1, "num_threads": 1, "verbosity": -1}
    light = lgb.train(settings, lgb.Dataset(data, answers, feature_name=FEATURES), TREES)
    light.save_model(folder / "lightgbm.txt")
    rows.astype("<f8").tofile(folder / "rows.bin")
    (folder / "features.json").write_text(json.dumps(FEATURES))
    run = {
        "xgboost": lambda rows: boosted.inplace_predict(rows, predict_type="margin"),
        "lightgbm": lambda rows: light.predict(rows, raw_score=True, num_threads=1),
    }
    for name, predict in run.items():
        np.asarray(predict(rows)).astype("<f8").tofile(folder / f"{name}.bin")
    boosted.set_param({"nthread": 1})
    print("ready", flush=True)
    for line in sys.stdin:
        name, count, turns = line.split()
        some = np.ascontiguousarray(rows[: int(count)])
        start = time.perf_counter()
        for _ in range(int(turns)):
            run[name](some)
        print((time.perf_counter() - start) * 1e6 / int(turns), flush=True)


main()
