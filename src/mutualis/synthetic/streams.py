"""Counter-based random streams: one for each seed, block and topic, whoever computes it and when."""

from hashlib import blake2b

import numpy as np


def stream(seed: int, block: int, topic: str) -> np.random.Generator:
    """The random stream of one topic (such as `care/gp/2022`) in one block of persons."""
    key = blake2b(f"{seed}/{block}/{topic}".encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(key, "little")))


def stochastic_round(expected: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Whole numbers whose mean is the expected value: 2.3 becomes 3 in three of ten draws."""
    return np.floor(expected + random.random(np.shape(expected))).astype(np.int64)


def pick(weights: np.ndarray, size: int, random: np.random.Generator) -> np.ndarray:
    """Positions 0..n-1 drawn with these weights (they need not sum to one)."""
    bounds = np.cumsum(weights, dtype=np.float64)
    return np.searchsorted(bounds, random.random(size) * bounds[-1], side="right").clip(0, len(bounds) - 1)
