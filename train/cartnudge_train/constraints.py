"""Where sense demands that a feature only raises, or only lowers, the risk, whatever a small sample says.

Few on purpose: a constraint that is wrong costs more than one that is missing. `line.color_count`, prices and counts of
orders have none, because either direction can be true of a shop.
"""

from collections.abc import Sequence

DIRECTIONS: dict[str, tuple[int, str]] = {
    "line.size_count": (1, "two sizes of one product are ordered to send one back"),
    "cart.multi_size_items": (1, "two sizes of one product are ordered to send one back"),
    "product.return_rate": (1, "what came back often keeps coming back"),
    "product.smoothed_return_rate": (1, "what came back often keeps coming back"),
    "product.brand_return_rate": (1, "brands that came back often keep coming back"),
    "customer.return_rate": (1, "who sent back often keeps sending back"),
    "customer.smoothed_return_rate": (1, "who sent back often keeps sending back"),
    "line.category_return_rate": (1, "who sent back this category often keeps doing so"),
    "line.brand_return_rate": (1, "who sent back this brand often keeps doing so"),
    "product.runs_small_share": (1, "buyers who say that it runs small are buyers whom it didn't fit"),
    "product.runs_large_share": (1, "buyers who say that it runs large are buyers whom it didn't fit"),
    "product.true_to_size_share": (-1, "buyers who say that it is true to size are buyers whom it fits"),
    "line.kept_size_match": (-1, "the size that was kept before is the best guess of the size that fits"),
}
"""1 raises, -1 lowers; and why."""


def of(features: Sequence[str]) -> list[int]:
    """1, -1 or 0 for each feature."""
    return [DIRECTIONS[name][0] if name in DIRECTIONS else 0 for name in features]
