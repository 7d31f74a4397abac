"""Spark's model against the local one. Not found by the usual pattern: it needs requirements-spark.txt and Java."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas as pd
import xgboost

from cartnudge_train import main
from cartnudge_train.xgb import data_of
from tests.made import part

TOLERANCE = 1e-3
"""Log-odds. Both read the same lines in the same order and are bit-equal on one worker and one version of XGBoost; with
more workers histograms are summed in another order, in f32, and a split may then fall on the next bin."""


def write_matrix(path: Path) -> pd.DataFrame:
    """A matrix of 8,000 lines over 200 days; some without an outcome."""
    made = part(8_000, 5)
    count = len(made.outcome)
    at = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(count) * 200 // count, unit="D")
    lines = pd.DataFrame(
        {
            "order_line_id": np.arange(count),
            "order_id": np.arange(count),
            "ordered_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "customer_id": np.arange(count) % 900,
            "item_id": np.arange(count) % 70,
            "price": made.rows["line.price"],
            "currency": "EUR",
            "returned": pd.Series(made.outcome).mask(np.arange(count) % 20 == 0).astype("Int64"),
        }
    )
    pd.concat([lines, made.rows], axis=1).to_csv(path, index=False)
    return made.rows


class SparkModel(unittest.TestCase):
    def test_it_scores_as_the_local_model(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            rows = write_matrix(folder / "matrix.csv.gz")
            margins = {}
            for engine in ("xgboost", "spark"):
                given = ["--matrix", str(folder / "matrix.csv.gz"), "--output", str(folder / engine)]
                options = ["--train-until", "2024-06-01", "--jobs", "2", "--engine", engine]
                self.assertEqual(main.main([*given, *options]), 0)
                model = xgboost.Booster(model_file=folder / engine / "booster.json")
                self.assertEqual(model.feature_names, list(rows.columns))
                margins[engine] = model.predict(data_of(rows), output_margin=True)
            self.assertGreater(np.ptp(margins["xgboost"]), 1)
            self.assertLessEqual(np.abs(margins["xgboost"] - margins["spark"]).max(), TOLERANCE)


if __name__ == "__main__":
    unittest.main()
