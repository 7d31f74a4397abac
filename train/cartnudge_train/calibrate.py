"""From margins to probabilities, as cartnudge's model document has it."""

from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

MOST_POINTS = 100


def platt(margins: np.ndarray, outcome: np.ndarray) -> dict[str, Any]:
    """The logistic function of `a` × margin + `b`. Source: J. Platt, "Probabilistic outputs for support vector machines" (1999)."""
    fitted = LogisticRegression(C=1e6).fit(margins.reshape(-1, 1), outcome)
    # A model that sorts nothing must not be turned round.
    return {"kind": "platt", "a": max(float(fitted.coef_[0, 0]), 1e-6), "b": float(fitted.intercept_[0])}


def isotonic(margins: np.ndarray, outcome: np.ndarray) -> dict[str, Any]:
    """Straight lines between points that never fall; at most a hundred points."""
    fitted = IsotonicRegression(y_min=0.001, y_max=0.999, out_of_bounds="clip").fit(margins, outcome)
    scores, probabilities = fitted.X_thresholds_.astype(float), fitted.y_thresholds_.astype(float)
    if len(scores) > MOST_POINTS:
        chosen = np.unique(np.linspace(0, len(scores) - 1, MOST_POINTS).round().astype(int))
        scores, probabilities = scores[chosen], probabilities[chosen]
    return {"kind": "isotonic", "scores": scores.tolist(), "probabilities": probabilities.tolist()}


def apply(calibration: dict[str, Any], margins: np.ndarray) -> np.ndarray:
    """The probabilities."""
    if calibration["kind"] == "isotonic":
        return np.interp(margins, calibration["scores"], calibration["probabilities"])
    return 1 / (1 + np.exp(-(calibration["a"] * margins + calibration["b"])))


KINDS = {"platt": platt, "isotonic": isotonic}
