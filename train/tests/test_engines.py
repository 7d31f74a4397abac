"""Both libraries on made lines."""

import unittest

import numpy as np

from cartnudge_train import lgbm, xgb
from cartnudge_train.booster import Options
from tests.made import part


class Engines(unittest.TestCase):
    def setUp(self) -> None:
        self.training, self.validation, self.check = part(6_000, 1), part(2_000, 2), part(500, 3)

    def boosters(self):
        for engine in (xgb, lgbm):
            with self.subTest(engine.__name__):
                yield engine.train(self.training, self.validation, Options(rounds=300))

    def test_sizes_never_lower_the_score_even_where_the_lines_say_so(self) -> None:
        for booster in self.boosters():
            swept = [booster.margins(self.check.rows.assign(**{"line.size_count": sizes})) for sizes in (1.0, 2, 3, 4)]
            self.assertTrue((np.diff(swept, axis=0) >= 0).all())

    def test_a_higher_rate_never_lowers_the_score(self) -> None:
        for booster in self.boosters():
            rates = np.linspace(0, 1, 21)
            swept = [booster.margins(self.check.rows.assign(**{"product.return_rate": rate})) for rate in rates]
            self.assertTrue((np.diff(swept, axis=0) >= 0).all())
            self.assertGreater((swept[-1] - swept[0]).mean(), 0.5)

    def test_the_model_ends_at_the_round_with_the_least_log_loss(self) -> None:
        for booster in self.boosters():
            self.assertEqual(booster.trees, int(np.argmin(booster.curve)) + 1)
            self.assertLess(booster.trees, len(booster.curve))

    def test_gain_sums_to_one_and_shap_to_the_score(self) -> None:
        for booster in self.boosters():
            self.assertAlmostEqual(booster.gain().sum(), 1)
            shap = booster.shap(self.check.rows).sum(axis=1)
            base = booster.margins(self.check.rows) - shap
            self.assertLess(np.ptp(base), 1e-4)


if __name__ == "__main__":
    unittest.main()
