"""Parts of the check that are looked at on their own."""

import numpy as np
import pandas as pd

CONFIDENT_CUSTOMER_LINES = 3
CONFIDENT_PRODUCT_LINES = 20
"""As cartnudge's settings have them."""


def segments(prices: np.ndarray, features: pd.DataFrame, edges: np.ndarray) -> dict[str, np.ndarray]:
    """Which lines are in each segment. `edges` are the quartiles of the training part's prices."""
    low, middle, high = edges
    found = {
        f"price under {low:g}": prices < low,
        f"price {low:g} to under {middle:g}": (prices >= low) & (prices < middle),
        f"price {middle:g} to under {high:g}": (prices >= middle) & (prices < high),
        f"price {high:g} and over": prices >= high,
    }
    by_evidence(found, "customer", features.get("customer.lines"), CONFIDENT_CUSTOMER_LINES)
    by_evidence(found, "product", features.get("product.lines"), CONFIDENT_PRODUCT_LINES)
    return found


def by_evidence(found: dict[str, np.ndarray], what: str, lines: pd.Series | None, enough: int) -> None:
    """Adds three segments by how many earlier lines there are."""
    if lines is None:
        return
    known = lines.fillna(0).to_numpy()
    found[f"{what} without earlier lines"] = known == 0
    found[f"{what} with 1 to {enough - 1} earlier lines"] = (known > 0) & (known < enough)
    found[f"{what} with {enough} earlier lines or more"] = known >= enough
