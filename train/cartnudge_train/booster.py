"""What the engines share: options of a training, and the fitted model behind one face."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

MOST_ROUNDS = 2_000
PATIENCE = 50
"""Rounds without a better log-loss of the validation part after which training stops."""


@dataclass(frozen=True)
class Options:
    """How to train; the same for every engine."""

    seed: int = 1
    jobs: int = 2
    learning_rate: float = 0.05
    depth: int = 5
    least_lines: int = 200
    """Of a leaf. XGBoost's `min_child_weight` is a quarter of it, as that is what a line at even odds weighs."""
    subsample: float = 0.8
    feature_share: float = 0.5
    l2: float = 5.0
    rounds: int = MOST_ROUNDS


@dataclass(frozen=True)
class Part:
    """Lines to learn from or to watch."""

    rows: pd.DataFrame
    outcome: np.ndarray


@dataclass
class Booster(ABC):
    """A fitted model, cut at its best round. Scores are margins, in log-odds."""

    features: list[str]
    model: Any
    trees: int
    settings: dict[str, Any]
    """As the library was given them."""
    versions: dict[str, str]
    curve: list[float] = field(default_factory=list)
    """Log-loss of the validation part, round by round; empty when a fixed number of rounds was trained."""

    @abstractmethod
    def margins(self, rows: pd.DataFrame) -> np.ndarray:
        """The score of each row."""

    @abstractmethod
    def shap(self, rows: pd.DataFrame) -> np.ndarray:
        """What each feature added to each row's score."""

    @abstractmethod
    def gain(self) -> np.ndarray:
        """The share of each feature in the whole gain; sums to 1."""

    @abstractmethod
    def save(self, folder: Path) -> Path:
        """Writes the model as `cartnudge model import` reads it."""


def shares(values: list[float]) -> np.ndarray:
    """Each value's share of the sum; zeros when all are."""
    total = sum(values)
    return np.array(values, dtype=float) / total if total > 0 else np.zeros(len(values))
