"""Made lines for tests."""

import numpy as np
import pandas as pd

from cartnudge_train.booster import Part


def part(lines: int, seed: int) -> Part:
    """Returns rise with the product's rate and, against all sense, fall with the number of sizes."""
    random = np.random.default_rng(seed)
    rows = pd.DataFrame(
        {
            "line.price": random.uniform(5, 100, lines).round(2),
            "line.size_count": random.integers(1, 5, lines).astype(float),
            "product.return_rate": np.where(random.uniform(size=lines) < 0.2, np.nan, random.uniform(size=lines)),
        }
    )
    score = 3 * rows["product.return_rate"].fillna(0.5) - 0.6 * rows["line.size_count"] + rows["line.price"] / 100 - 0.5
    outcome = (random.uniform(size=lines) < 1 / (1 + np.exp(-score))).astype(float)
    return Part(rows, outcome.to_numpy())
