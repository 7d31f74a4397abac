"""The parts that need no training."""

import unittest
from pathlib import Path

import numpy as np
import pandas as pd

from cartnudge_train import calibrate, constraints, measure, starter
from cartnudge_train.matrix import Matrix
from cartnudge_train.permute import permute_matrix
from cartnudge_train.plot import calibration as plot
from cartnudge_train.problem import Problem
from cartnudge_train.split import split


def made(days: int = 100, a_day: int = 20) -> Matrix:
    """Lines of every hour-like moment of some days, half of which came back."""
    at = pd.date_range("2024-01-01", periods=days * a_day, freq=pd.Timedelta(days=1) / a_day, tz="UTC")
    lines = pd.DataFrame({"ordered_at": at, "returned": np.arange(len(at)) % 2 * 1.0, "price": 10.0})
    return Matrix(Path("made.csv"), len(at), lines, pd.DataFrame({"line.price": np.arange(len(at)) * 1.0}))


class TheStarter(unittest.TestCase):
    def test_values_are_bent_between_their_edges_and_unknown_stays_unknown(self) -> None:
        rows = pd.DataFrame({name: [low - 1.0, high + 1.0, np.nan] for name, (_, low, high) in starter.TERMS.items()})
        values = dict(zip(starter.TERMS, starter.inputs(rows).T, strict=True))
        np.testing.assert_allclose(values["line.price"], [0, np.log(2001), np.nan])
        np.testing.assert_allclose(values["line.size_count"], [1, 4, np.nan])

    def test_the_fit_finds_the_weights_that_made_the_outcomes(self) -> None:
        random = np.random.default_rng(1)
        values = random.normal(size=(40_000, 2))
        chance = 1 / (1 + np.exp(-(0.3 + 1.2 * values[:, 0] - 0.5 * values[:, 1])))
        weights = starter.fit(values, (random.uniform(size=40_000) < chance).astype(float))
        np.testing.assert_allclose(weights, [0.3, 1.2, -0.5], atol=0.05)


class Splitting(unittest.TestCase):
    def test_parts_never_share_a_moment_and_keep_their_order(self) -> None:
        matrix = made()
        parts = split(matrix, "2024-03-11", 20, "2024-04-01", 5)
        at = matrix.lines["ordered_at"]
        edges = ["2024-01-01", "2024-02-15", "2024-03-06", "2024-03-11", "2024-04-01"]
        training, validation, check = parts.places().values()
        self.assertLess(at[training].max(), pd.Timestamp(edges[1], tz="UTC"))
        self.assertEqual(at[validation].min(), pd.Timestamp(edges[1], tz="UTC"))
        self.assertLess(at[validation].max(), pd.Timestamp(edges[2], tz="UTC"))
        self.assertEqual(at[check].min(), pd.Timestamp(edges[3], tz="UTC"))
        self.assertLess(at[check].max(), pd.Timestamp(edges[4], tz="UTC"))
        self.assertEqual([len(training), len(validation), len(check)], [45 * 20, 20 * 20, 21 * 20])

    def test_without_dates_the_check_is_the_last_fifth_by_whole_days(self) -> None:
        parts = split(made(), None, 10)
        self.assertEqual(parts.train_until, pd.Timestamp("2024-03-21", tz="UTC"))
        self.assertEqual(len(parts.check), 400)

    def test_a_time_of_another_zone_is_the_moment_that_it_names(self) -> None:
        parts = split(made(), "2024-03-11T01:00:00+01:00", 20)
        self.assertEqual(parts.train_until, pd.Timestamp("2024-03-11", tz="UTC"))

    def test_a_check_that_ends_before_it_begins_is_refused(self) -> None:
        with self.assertRaisesRegex(Problem, "--check-until 2024-03-01 isn't after --train-until 2024-03-11"):
            split(made(), "2024-03-11", 20, "2024-03-01")


class Measuring(unittest.TestCase):
    def test_auc_counts_ties_half(self) -> None:
        self.assertEqual(measure.auc(np.array([0.1, 0.4, 0.4, 0.9]), np.array([0, 1, 0, 1])), 0.875)
        self.assertIsNone(measure.auc(np.array([0.1, 0.4]), np.array([1, 1])))

    def test_a_weight_is_as_many_lines(self) -> None:
        chance, outcome = np.array([0.1, 0.4, 0.3, 0.9]), np.array([0, 1, 1, 0])
        weight = np.array([2, 1, 3, 1])
        repeated = measure.auc(np.repeat(chance, weight), np.repeat(outcome, weight))
        self.assertEqual(measure.auc(chance, outcome, weight.astype(float)), repeated)

    def test_figures_by_hand(self) -> None:
        found = measure.figures(np.array([0.5, 0.8]), np.array([0, 1]))
        self.assertAlmostEqual(found["log_loss"], (np.log(2) - np.log(0.8)) / 2)
        self.assertAlmostEqual(found["brier"], (0.25 + 0.04) / 2)
        self.assertEqual([found["lines"], found["auc"]], [2, 1.0])

    def test_intervals_hold_the_figure_and_are_wider_when_lines_hang_together(self) -> None:
        random = np.random.default_rng(1)
        chance = np.repeat(random.uniform(size=200), 10)
        outcome = (np.repeat(random.uniform(size=200), 10) < chance).astype(float)
        auc = measure.auc(chance, outcome)
        by_customer = measure.intervals(chance, outcome, pd.Series(np.repeat(np.arange(200), 10)), 1)["auc"]
        by_line = measure.intervals(chance, outcome, pd.Series(np.arange(2000)), 1)["auc"]
        self.assertTrue(by_customer[0] < auc < by_customer[1])
        self.assertGreater(by_customer[1] - by_customer[0], 2 * (by_line[1] - by_line[0]))

    def test_tenths_hold_every_line_once_highest_first(self) -> None:
        chance = np.linspace(0, 1, 103)
        table = measure.tenths(chance, (chance > 0.5).astype(float))
        self.assertEqual(sum(one["lines"] for one in table), 103)
        self.assertEqual(table[0]["highest"], 1.0)
        self.assertEqual(table[-1]["share_of_returns_so_far"], 1.0)
        self.assertEqual(plot(table).count("<circle"), 10)


class Calibrating(unittest.TestCase):
    def setUp(self) -> None:
        random = np.random.default_rng(3)
        self.margins = random.normal(size=20_000)
        self.truth = 1 / (1 + np.exp(-(0.5 * self.margins - 1)))
        self.outcome = (random.uniform(size=20_000) < self.truth).astype(float)

    def test_platt_finds_the_made_slope(self) -> None:
        found = calibrate.platt(self.margins, self.outcome)
        self.assertAlmostEqual(found["a"], 0.5, delta=0.05)
        self.assertAlmostEqual(found["b"], -1, delta=0.05)

    def test_platt_never_turns_a_model_round(self) -> None:
        self.assertEqual(calibrate.platt(-self.margins, self.outcome)["a"], 1e-6)

    def test_platt_of_margins_that_are_all_the_same_gives_the_rate(self) -> None:
        found = calibrate.platt(np.zeros(1000), np.repeat([0.0, 1.0], [750, 250]))
        self.assertAlmostEqual(float(calibrate.apply(found, np.zeros(1))[0]), 0.25, places=6)

    def test_isotonic_rises_within_a_hundred_points_and_is_near_the_truth(self) -> None:
        found = calibrate.isotonic(self.margins, self.outcome)
        scores, probabilities = np.array(found["scores"]), np.array(found["probabilities"])
        self.assertLessEqual(len(scores), 100)
        self.assertTrue((np.diff(scores) > 0).all() and (np.diff(probabilities) >= 0).all())
        self.assertTrue(0 < probabilities[0] and probabilities[-1] < 1)
        self.assertLess(np.abs(calibrate.apply(found, self.margins) - self.truth).mean(), 0.02)

    def test_isotonic_of_few_different_margins(self) -> None:
        found = calibrate.isotonic(np.repeat([0.0, 1.0], 500), np.tile([0.0, 1.0], 500))
        self.assertLessEqual(len(found["scores"]), 2)


class Dealing(unittest.TestCase):
    def test_the_same_outcomes_in_another_order(self) -> None:
        matrix = made()
        dealt = permute_matrix(matrix, 1).lines["returned"]
        self.assertEqual(dealt.sum(), matrix.lines["returned"].sum())
        self.assertFalse(dealt.equals(matrix.lines["returned"]))


class Constraining(unittest.TestCase):
    def test_directions_by_name(self) -> None:
        found = constraints.of(["line.price", "line.size_count", "line.kept_size_match"])
        self.assertEqual(found, [0, 1, -1])

    def test_each_has_a_reason(self) -> None:
        self.assertTrue(all(direction in (1, -1) and why for direction, why in constraints.DIRECTIONS.values()))


if __name__ == "__main__":
    unittest.main()
