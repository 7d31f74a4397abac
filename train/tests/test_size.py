"""The size model's own parts."""

import json
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from cartnudge_train import size
from cartnudge_train.problem import Problem


def rows(count: int = 4_000) -> pd.DataFrame:
    """Answers that depend on one feature: "small" the likelier the higher it is."""
    chance = np.random.default_rng(3)
    table = pd.DataFrame({name: chance.normal(size=count) for name in [*size.BENT_ONCE, *size.BENT_OFTEN]})
    felt = table["item.small"] + chance.logistic(size=count)
    table["fit"] = np.where(felt > 1, "small", np.where(felt < -1, "large", "true"))
    return table


class Curves(unittest.TestCase):
    def test_a_value_stands_between_its_knots_and_an_unknown_one_nowhere(self) -> None:
        found = size.curve_inputs(np.array([-9.0, 0.0, 0.5, 3.0, np.nan]), np.array([0.0, 1.0, 2.0]))
        np.testing.assert_allclose(found, [[1, 0, 0], [1, 0, 0], [0.5, 0.5, 0], [0, 0, 1], [0, 0, 0]])

    def test_knots_rise_and_a_constant_has_none(self) -> None:
        knots = size.knots_of(pd.Series([0.0] * 500 + [1.0] * 10 + [np.nan]), 5)
        self.assertTrue((np.diff(knots) > 0).all())
        self.assertEqual(len(size.knots_of(pd.Series([2.0] * 9), 1)), 0)

    def test_a_product_needs_a_curve_of_both(self) -> None:
        at = np.array([0.0, 1.0])
        self.assertEqual(size.products_of({"item.answers": at, "item.small": at}), [("item.answers", "item.small")])


class Training(unittest.TestCase):
    def test_the_feature_that_counts_is_found_and_the_others_are_not(self) -> None:
        weights, knots = size.train(rows(), seed=1)
        model = size.document(weights, knots, "made", 1, "2025-01-01")
        rise = {one["feature"]: one["small"][-1] - one["small"][0] for one in model["curves"]}
        self.assertGreater(rise["item.small"], 2)
        self.assertLess(max(abs(value) for name, value in rise.items() if name != "item.small"), rise["item.small"] / 2)
        self.assertEqual(len(model["products"]), len(size.PRODUCTS))
        json.dumps(model)

    def test_the_intercept_alone_gives_the_shares(self) -> None:
        answer = np.repeat([0, 1, 2], [30, 50, 20])
        small, large = size.fit(np.zeros((100, 1)), answer)[:, 0]
        np.testing.assert_allclose([np.exp(small), np.exp(large)], [30 / 50, 20 / 50], rtol=1e-3)

    def test_measures_that_say_the_size_are_found(self) -> None:
        chance = np.random.default_rng(5)
        table = pd.DataFrame({name: chance.normal(50, 5, 500) for name in size.MEASURES}).assign(fit="true")
        table["size.position"] = 3 + 0.1 * (table["weight_lbs"] - 50)
        found = size.measures(table)
        self.assertAlmostEqual(found["per_unit"]["weight_lbs"], 0.1)
        self.assertAlmostEqual(found["residual_steps"], 0)


class Faults(unittest.TestCase):
    def test_a_file_that_is_no_matrix_says_what_makes_one(self) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "other.csv"
            path.write_text("a,b\n1,2\n", encoding="utf8")
            with self.assertRaisesRegex(Problem, "has no column `feedback_id`\n  help: `cartnudge fit-features"):
                size.read(path)


if __name__ == "__main__":
    unittest.main()
