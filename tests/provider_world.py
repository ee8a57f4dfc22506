"""Figures by practice of a small drawn country beside a release, for tests of dashboards."""

from pathlib import Path

import numpy as np
import polars as pl

from atlas_country import publish_atlas
from mutualis import disclosure
from mutualis.disclosure.providers import Asked, ProtectedProviders, protect_providers, protect_pyramids
from mutualis.publish.providers import ProvidersPublished, publish_providers

RULES = disclosure.Rules(k=5)
PRACTICES = [f"practice-{n:02}" for n in range(24)]
TINY, SMALL = "practice-22", "practice-23"  # fewer than thirty patients; fewer than five met
YEARS = ("2022", "2023", "2025")
QUARTERS = tuple(f"{year}Q{quarter}" for year in (2022, 2023) for quarter in (1, 2, 3, 4))


def asked(indicator: str, period: str, *, is_share: bool = True) -> Asked:
    return Asked(indicator, "practice", period, RULES, 30, {}, is_share)


def rows(share: float, seed: int) -> pl.DataFrame:
    """A row a practice; the tiny one has too few patients, the small one too few met."""
    draw = np.random.default_rng(seed)
    persons = np.arange(1000, 1000 + 40 * len(PRACTICES), 40)
    persons[-2] = 22
    met = draw.binomial(persons, share)
    met[-1] = 3
    return pl.DataFrame(
        {
            "provider": PRACTICES, "persons": persons, "numerator": met, "denominator": persons,
            "expected": persons * float(met.sum() / persons.sum()),
        }
    )  # fmt: skip


def split(whole: pl.DataFrame) -> pl.DataFrame:
    """A fifth of each practice with increased reimbursement."""
    parts = [
        whole.with_columns(
            category=pl.lit(name),
            persons=(pl.col("persons") * part).cast(pl.Int64),
            numerator=(pl.col("numerator") * part).cast(pl.Int64),
            denominator=(pl.col("denominator") * part).cast(pl.Int64),
        )
        for name, part in (("yes", 0.2), ("no", 0.8))
    ]
    return pl.concat(parts)


def pyramids() -> pl.DataFrame:
    ages = ["00-04", "05-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75-84", "85+"]
    cells = [
        (practice, sex, age, 3 if age == "85+" and sex == "1" else 60 + n)
        for practice in PRACTICES[:-2]
        for sex in ("1", "2")
        for n, age in enumerate(ages)
    ]
    return pl.DataFrame(cells, schema=["provider", "sex", "age_class", "persons"], orient="row")


def protected() -> list[ProtectedProviders]:
    """The sets of some indicators and series of three years."""
    found = []
    for seed, year in enumerate(YEARS):
        for name, share in (("gp_contact", 0.85), ("gmd", 0.7), ("diabetes", 0.06)):
            whole = rows(share, seed)
            found.append(protect_providers(whole, asked(name, year), {"increased_reimbursement": split(whole)}))
        found.append(protect_pyramids(pyramids(), asked("insured", year)))
    for seed, quarter in enumerate(QUARTERS):
        found.append(
            protect_providers(rows(0.62 if seed < 4 else 0.74, 50 + seed), asked("doctor_contact_quarter", quarter))
        )
        stays = asked("unplanned_stays_quarter", quarter, is_share=False)
        found.append(protect_providers(rows(0.03, 90 + seed), stays))
    return found


def publish_world(workspace: Path) -> ProvidersPublished:
    """A release and the figures by practice beside it, in a workspace."""
    release = publish_atlas(workspace / "releases")
    return publish_providers(protected(), release.name, workspace / "releases", workspace / "staff")
