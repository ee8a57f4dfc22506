"""Authorisations of medicines under chapter IV, and attestations of the fee that was asked (New Attest)."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.claim_records import day_texts
from mutualis.synthetic.parameters import chronic_groups, section
from mutualis.synthetic.products import products
from mutualis.synthetic.records import Looked, Value
from mutualis.synthetic.registers.rows import Rows, codes, days
from mutualis.synthetic.setting import Setting

# chronic group of the synthetic country: paragraph (code list chapter4_paragraph) and the ATC group it is about
PARAGRAPHS = {
    "acid": ("0010100", "A02B"),
    "lipids_other": ("0030200", "C10B"),
    "dementia": ("0040100", "N06D"),
    "osteoporosis": ("0050200", "M05B"),
    "rheumatism": ("0060100", "L04A"),
    "cancer": ("0070300", "L02B"),
    "anticoagulants": ("0080100", "B01AF"),
    "diabetes_oral": ("0090200", "A10B"),
}
GRANTED, REFUSED = 1, 3
YEAR_DAYS = 365


def authorisations(where: Setting) -> Iterator[Rows]:
    """A request of some of those who take a medicine that needs one; most are granted for a year."""
    state, given = where.state, section("registers")
    for column, group in enumerate(chronic_groups()):
        if group.name not in PARAGRAPHS:
            continue
        random = where.random(f"registers/chapter4/{group.name}")
        asks = state.takes[:, column] & (random.random(where.people.size) < given["authorisation_share"])
        person = np.flatnonzero(asks & (state.insured_days > 0))
        day = state.first[person] + (random.random(len(person)) * state.insured_days[person]).astype(np.int64)
        granted = random.random(len(person)) >= given["refused_share"]
        paragraph, atc = PARAGRAPHS[group.name]
        product = products().draw(products().of(atc, where.year), len(person), random)
        columns: dict[str, Value] = {
            "decision_day": days(day),
            "start_day": days(day),
            "end_day": days(day + YEAR_DAYS - 1),
            "paragraph": codes((paragraph,), np.zeros(len(person), np.int64), 7),
            "cnk": Looked(products().codes, product),
            "packages": np.where(granted, random.integers(4, 14, len(person)), 0),
            "authorisation_decision": np.where(granted, GRANTED, REFUSED),
            "prescriber": Looked(where.pool.texts, where.gp_of(person)),
        }
        yield Rows("c4", person, day, columns)


def attestations(where: Setting) -> Iterator[Rows]:
    """Consultations of the GP that were paid at the desk, with what was asked beside the official fee."""
    state, given, random = where.state, section("registers"), where.random("registers/attestations")
    times = random.poisson(given["attestations_a_year"] * where.exposure() * where.drive(0.4))
    person = np.repeat(np.arange(where.people.size), times)
    day = state.first[person] + (random.random(len(person)) * state.insured_days[person]).astype(np.int64)
    _, once = np.unique(person.astype(np.int64) * 100_000 + day, return_index=True)
    person, day = person[once], day[once]
    tariff = int(np.flatnonzero(where.tariffs.codes == given["attested_code"].rjust(7, "0").encode())[0])
    official = np.full(len(person), int(where.tariffs.fee[tariff]))
    extra = np.where(
        random.random(len(person)) < given["asked_more_share"], random.integers(1, 11, len(person)) * 100, 0
    )
    columns: dict[str, Value] = {
        "service_day": day_texts(day),
        "nomenclature_code": Looked(where.tariffs.codes, np.full(len(person), tariff)),
        "provider": Looked(where.pool.texts, where.gp_of(person)),
        "is_electronic": (random.random(len(person)) < given["electronic_share"]).astype(np.int64),
    }
    yield Rows("pg", person, day, columns, {"asked_cents": official + extra, "official_cents": official})
