"""From margins to probabilities, as cartnudge's model document has it."""

from typing import Any

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.special import expit

MOST_POINTS = 100
LEAST_LINES_A_POINT = 50
STEEPEST = 1e3
FLATTEST = 1e-6
"""cartnudge takes no `a` outside of these; one of 0 or less would turn the model round."""


def none(margins: np.ndarray, outcome: np.ndarray) -> dict[str, Any]:
    """The logistic function."""
    return {"kind": "none"}


def platt(margins: np.ndarray, outcome: np.ndarray) -> dict[str, Any]:
    """The logistic function of `a × margin + b`, by maximum likelihood (J. Platt, 1999)."""
    inputs = np.column_stack([margins, np.ones(len(margins))])
    weights = np.array([1.0, 0.0])
    for _ in range(50):
        chance = expit(inputs @ weights)
        slope = inputs.T @ (outcome - chance)
        # A trace of a ridge, for margins that are all the same.
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + 1e-9 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        weights = weights + np.clip(step, -5, 5)
        if np.abs(step).max() < 1e-10:
            break
    a, b = float(np.clip(weights[0], FLATTEST, STEEPEST)), float(np.clip(weights[1], -STEEPEST, STEEPEST))
    return {"kind": "platt", "a": a, "b": b}


def isotonic(margins: np.ndarray, outcome: np.ndarray) -> dict[str, Any]:
    """Straight lines between at most `MOST_POINTS` points that never fall: groups of like margins, pooled."""
    groups = max(2, min(MOST_POINTS, len(margins) // LEAST_LINES_A_POINT))
    edges = np.unique(np.quantile(margins, np.linspace(0, 1, groups + 1)[1:-1]))
    group = np.searchsorted(edges, margins, side="right")
    lines = np.bincount(group, minlength=len(edges) + 1)
    kept = lines > 0
    count = lines[kept]
    scores = np.bincount(group, margins, len(edges) + 1)[kept] / count
    # One line of either outcome more, so that no probability is 0 or 1.
    share = (np.bincount(group, outcome, len(edges) + 1)[kept] + 1) / (count + 2)
    rising = np.maximum.accumulate(isotonic_regression(share, weights=count).x)
    return {"kind": "isotonic", "scores": scores.tolist(), "probabilities": rising.tolist()}


def apply(calibration: dict[str, Any], margins: np.ndarray) -> np.ndarray:
    """The probabilities, as cartnudge works them out."""
    if calibration["kind"] == "isotonic":
        return np.interp(margins, calibration["scores"], calibration["probabilities"])
    return expit(calibration.get("a", 1.0) * margins + calibration.get("b", 0.0))


KINDS = {"platt": platt, "isotonic": isotonic, "none": none}
