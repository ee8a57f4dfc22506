"""Indicators 5 and 6 in plain Python, with no table: what the program must say too."""

import math
from statistics import NormalDist
from typing import Any

Row = dict[str, Any]


def quantile(values: list[int], share: float) -> float:
    """Linear between neighbours."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def door_to_needle(rows: list[Row], within: tuple[int, ...] = (30, 45, 60)) -> Row:
    times = [row["door_to_needle_minutes"] for row in rows if row["door_to_needle_minutes"] is not None]
    both = [
        row["onset_minutes"] + row["door_to_needle_minutes"]
        for row in rows
        if row["door_to_needle_minutes"] is not None and row["onset_minutes"] is not None
    ]
    known = [each for each in both if each >= 0]
    found: Row = {"cases": len(times), "onset_cases": len(known)}
    for limit in within:
        found[f"within_{limit}"] = sum(each <= limit for each in times)
        found[f"share_within_{limit}"] = found[f"within_{limit}"] / len(times)
    for share in (0.25, 0.5, 0.75):
        found[f"door_to_needle_p{share * 100:.0f}"] = quantile(times, share)
        found[f"onset_to_needle_p{share * 100:.0f}"] = quantile(known, share) if known else None
    return found


def swallow_screening(rows: list[Row]) -> Row:
    told = [row["is_swallow_screened"] for row in rows if row["is_swallow_screened"] is not None]
    found: Row = {"stays": len(rows), "recorded": len(told), "screened": sum(told)}
    found |= {"missing_share": (len(rows) - len(told)) / len(rows), "share": None, "low": None, "high": None}
    if told:
        share, n, z = sum(told) / len(told), len(told), NormalDist().inv_cdf(0.975)
        centre, half = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        found |= {"share": share, "low": max(0.0, (centre - half) / scale), "high": min(1.0, (centre + half) / scale)}
    return found
