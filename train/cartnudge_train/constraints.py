"""Where sense demands that a feature only raises, or only lowers, the risk, whatever a small sample says."""

DIRECTIONS = {
    # Two sizes of one item are ordered to send one back.
    "line.size_count": 1,
    "cart.multi_size_items": 1,
    # What came back often keeps coming back.
    "product.return_rate": 1,
    "product.smoothed_return_rate": 1,
    "product.brand_return_rate": 1,
    "customer.return_rate": 1,
    "customer.smoothed_return_rate": 1,
    "line.category_return_rate": 1,
    "line.brand_return_rate": 1,
    # Buyers who say that it doesn't fit are buyers whom it didn't fit.
    "product.runs_small_share": 1,
    "product.runs_large_share": 1,
    "product.true_to_size_share": -1,
    # The size that was kept is the best guess of the size that fits.
    "line.kept_size_match": -1,
}


def of(features: list[str]) -> list[int]:
    """1, -1 or 0 for each feature."""
    return [DIRECTIONS.get(name, 0) for name in features]
