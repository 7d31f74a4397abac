"""How good probabilities are."""

from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

DRAWS = 200


def figures(probability: np.ndarray, outcome: np.ndarray) -> dict[str, Any]:
    """Lines, rates, AUC, log-loss (nats) and Brier score; `None` where one kind of outcome is missing."""
    both = len(np.unique(outcome)) == 2
    return {
        "lines": len(outcome),
        "returned": int(outcome.sum()),
        "return_rate": float(outcome.mean()) if len(outcome) else None,
        "expected_rate": float(probability.mean()) if len(outcome) else None,
        "auc": float(roc_auc_score(outcome, probability)) if both else None,
        "log_loss": float(log_loss(outcome, probability, labels=[0, 1])) if len(outcome) else None,
        "brier": float(brier_score_loss(outcome, probability)) if len(outcome) else None,
    }


def interval(probability: np.ndarray, outcome: np.ndarray, customer: pd.Series, seed: int) -> dict[str, list[float]]:
    """95 % intervals by drawing customers again: lines of one customer aren't independent. A line of nobody is its own."""
    own = pd.Series(np.where(customer == "", "line " + customer.index.astype(str), customer))
    codes, _ = pd.factorize(own)
    rng = np.random.default_rng(seed)
    number = codes.max() + 1
    draws = []
    for _ in range(DRAWS):
        weight = np.bincount(rng.integers(0, number, number), minlength=number)[codes].astype(float)
        draws.append(
            (
                roc_auc_score(outcome, probability, sample_weight=weight),
                log_loss(outcome, probability, sample_weight=weight, labels=[0, 1]),
                brier_score_loss(outcome, probability, sample_weight=weight),
            )
        )
    low, high = np.percentile(np.array(draws), [2.5, 97.5], axis=0)
    return {name: [float(low[at]), float(high[at])] for at, name in enumerate(["auc", "log_loss", "brier"])}


def bins(probability: np.ndarray, outcome: np.ndarray) -> list[dict[str, float]]:
    """Ten groups of equally many lines, from the lowest probability to the highest."""
    order = np.argsort(probability, kind="stable")
    return [
        {
            "lines": len(part),
            "expected": float(probability[part].mean()),
            "returned": float(outcome[part].mean()),
            "lift": float(outcome[part].mean() / outcome.mean()),
        }
        for part in np.array_split(order, 10)
        if len(part)
    ]


def segments(rows: pd.DataFrame, price: np.ndarray) -> dict[str, np.ndarray]:
    """Which lines are in which segment. Those that the features can't tell are left out."""
    low, high = np.quantile(price, [1 / 3, 2 / 3])
    found = {
        f"price up to {low:.2f}": price <= low,
        f"price over {low:.2f}, up to {high:.2f}": (price > low) & (price <= high),
        f"price over {high:.2f}": price > high,
    }
    if "customer.orders" in rows:
        known = rows["customer.orders"].to_numpy() > 0
        found |= {"customer with earlier orders": known, "new or unknown customer": ~known}
    if "product.lines" in rows:
        lines = rows["product.lines"].fillna(0).to_numpy()
        found |= {"product with 20 outcomes or more": lines >= 20, "product with fewer": lines < 20}
    return found
