"""Figures of one arrondissement and what is above it, for tests of own groups of municipalities."""

import pyarrow as pa

from mutualis.reference import geography

YEAR = 2023
# Arrondissement 45000 (Oudenaarde) has ten municipalities in 2023; here are their numerators of 100 persons each.
UNDER = sorted(code for (level, code), above in geography(YEAR).parents.items() if above == "45000")
LEVELS = ("country", "region", "province", "arrondissement", "municipality")


def drawn(hidden=(), persons=None, whole=None):
    """Figures of gp_contact: 40 of 100 persons in each municipality; the hidden ones have no numerator.

    `persons` of a municipality may be others; `whole` is (numerator, denominator) of the arrondissement.
    """
    people = dict.fromkeys(UNDER, 100) | (persons or {})
    met = {code: people[code] * 2 // 5 for code in UNDER}
    sums = {"arrondissement": whole or (sum(met.values()), sum(people.values()))}
    sums |= {"province": (90_000, 200_000), "region": (900_000, 2_000_000), "country": (4_000_000, 10_000_000)}
    codes = {"arrondissement": "45000", "province": "40000", "region": "02000", "country": "BE"}
    rows = [(level, codes[level], *sums[level], "shown") for level in LEVELS[:-1]]
    rows += [
        (
            "municipality",
            code,
            None if code in hidden else met[code],
            people[code],
            "suppressed" if code in hidden else "shown",
        )
        for code in UNDER
    ]
    # Neighbours outside the arrondissement are shown, so that only the arrondissement is in danger.
    rows += [("municipality", "44021", 4_000, 10_000, "shown")]
    columns = list(zip(*rows, strict=True))
    size = len(rows)
    return pa.table(
        {
            "indicator": ["gp_contact"] * size,
            "year": [YEAR] * size,
            "level": list(columns[0]),
            "area_code": list(columns[1]),
            "split": ["total"] * size,
            "category": ["all"] * size,
            "numerator": pa.array(columns[2], pa.int64()),
            "denominator": pa.array(columns[3], pa.int64()),
            "status": list(columns[4]),
            "standardised": pa.array([None] * size, pa.float64()),
        }
    )
