"""Stroke cases of made-up hospitals with a known risk of death, as `stroke.cases` returns them with Charlson groups."""

import numpy as np
import polars as pl

GROUPS = {"is_chf": 0.15, "is_dm": 0.2, "is_mst": 0.03, "is_hp": 0.4, "is_cebvd": 1.0, "is_aids": 0.0}
SHARES = {
    "thrombolysis": 0.15,
    "no_antibiotics": 0.7,
    "pneumonia": 0.06,
    "urinary_infection": 0.08,
    "anticoagulant": 0.8,
}


def drawn_cases(rows=6_000, hospitals=20, *, seed=1, ratios=None, unknown=0, mean=-1.9):
    """Cases of `hospitals` hospitals of different sizes; `ratios` (hospital number to log odds) raise its deaths."""
    dice = np.random.default_rng(seed)
    sizes = dice.uniform(0.3, 1.7, hospitals)
    hospital = dice.choice(hospitals, rows, p=sizes / sizes.sum())
    age = np.clip(dice.normal(75, 12, rows), 19, 99).round().astype(int)
    type_ = dice.choice(["ischaemic", "intracerebral", "subarachnoid"], rows, p=[0.8, 0.14, 0.06])
    groups = {name: dice.random(rows) < share for name, share in GROUPS.items()}
    extra = np.array([(ratios or {}).get(f"H{each:02d}", 0.0) for each in range(hospitals)])
    linear = mean + 0.06 * (age - 75) + 1.0 * (type_ != "ischaemic") + 0.6 * groups["is_chf"] + extra[hospital]
    death = dice.random(rows) < 1 / (1 + np.exp(-linear))
    known = np.arange(rows) >= unknown
    told = pl.DataFrame(
        {
            "stay_code": [f"{each:06d}" for each in range(rows)],
            "hospital_number": [f"H{each:02d}" for each in hospital],
            "discharge_year": dice.choice([2017, 2018, 2019], rows),
            "sex": dice.choice(["1", "2"], rows),
            "age_at_admission": age,
            "stroke_type": type_,
            "place_before": ["1"] * rows,
            "has_fibrillation": dice.random(rows) < 0.25,
            **groups,
            **{name: dice.random(rows) < share for name, share in SHARES.items()},
            **{f"{name}_counted": [True] * rows for name in (*SHARES, "death_30", "death_90")},
            "true_risk": 1 / (1 + np.exp(-(linear - extra[hospital]))),
        }
    )
    died = pl.when(pl.Series(known)).then(pl.Series(death))
    return told.with_columns(death_30=died, death_90=died)
