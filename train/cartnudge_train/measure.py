"""How good probabilities are."""

from typing import Any

import numpy as np
import pandas as pd

LEAST = 1e-15
DRAWS = 200


def auc(chance: np.ndarray, outcome: np.ndarray, weight: np.ndarray | None = None) -> float | None:
    """How often a line that came back is put above one that was kept, ties half; None for one outcome only."""
    weights = np.ones(len(chance)) if weight is None else weight
    _, group = np.unique(chance, return_inverse=True)
    back = np.bincount(group, weights * outcome)
    kept = np.bincount(group, weights * (1 - outcome))
    pairs = back.sum() * kept.sum()
    if pairs == 0:
        return None
    return float((back * (np.cumsum(kept) - kept / 2)).sum() / pairs)


def log_losses(chance: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """The log-loss of each line, natural logarithm."""
    inside = np.clip(chance, LEAST, 1 - LEAST)
    return -np.where(outcome == 1, np.log(inside), np.log1p(-inside))


def figures(chance: np.ndarray, outcome: np.ndarray) -> dict[str, Any]:
    """Figures of a part or a segment; None where there is nothing to say."""
    if len(chance) == 0:
        return {"lines": 0, "returned": None, "expected": None, "auc": None, "log_loss": None, "brier": None}
    return {
        "lines": len(chance),
        "returned": float(outcome.mean()),
        "expected": float(chance.mean()),
        "auc": auc(chance, outcome),
        "log_loss": float(log_losses(chance, outcome).mean()),
        "brier": float(((chance - outcome) ** 2).mean()),
    }


def intervals(
    chance: np.ndarray, outcome: np.ndarray, customers: pd.Series, seed: int
) -> dict[str, list[float] | None]:
    """95 % bootstrap intervals: customers are drawn again with all their lines, as lines of one aren't independent."""
    group, names = pd.factorize(customers)
    random = np.random.default_rng(seed)
    losses, squares = log_losses(chance, outcome), (chance - outcome) ** 2
    drawn: dict[str, list[float]] = {"auc": [], "log_loss": [], "brier": []}
    for _ in range(DRAWS):
        times = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))
        weight = times[group].astype(float)
        total = weight.sum()
        ranked = auc(chance, outcome, weight)
        if total == 0 or ranked is None:
            continue
        drawn["auc"].append(ranked)
        drawn["log_loss"].append(float((weight * losses).sum() / total))
        drawn["brier"].append(float((weight * squares).sum() / total))
    return {
        name: [float(edge) for edge in np.quantile(values, [0.025, 0.975])] if values else None
        for name, values in drawn.items()
    }


def tenths(chance: np.ndarray, outcome: np.ndarray) -> list[dict[str, float]]:
    """The lines in ten like parts by probability, highest first: what was expected, what came back, and the lift."""
    order = np.argsort(-chance, kind="stable")
    overall = outcome.mean()
    table = []
    so_far, lines_so_far = 0.0, 0
    for places in np.array_split(order, min(10, len(order))):
        back = float(outcome[places].sum())
        so_far, lines_so_far = so_far + back, lines_so_far + len(places)
        table.append(
            {
                "lines": len(places),
                "lowest": float(chance[places].min()),
                "highest": float(chance[places].max()),
                "expected": float(chance[places].mean()),
                "returned": back / len(places),
                "lift": back / len(places) / overall,
                "lift_so_far": so_far / lines_so_far / overall,
                "share_of_returns_so_far": so_far / outcome.sum(),
            }
        )
    return table


def calibration_error(table: list[dict[str, float]]) -> float:
    """Mean distance of what was expected from what came back over the tenths, by their lines."""
    lines = sum(one["lines"] for one in table)
    return sum(one["lines"] * abs(one["expected"] - one["returned"]) for one in table) / lines
