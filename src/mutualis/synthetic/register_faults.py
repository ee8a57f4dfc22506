"""Faults in what is delivered beside members and claims: authorisations, incapacity, dependency, attestations, pilots,
records of GPs and answers to surveys."""

import numpy as np

from mutualis.synthetic import number_faults as numbers
from mutualis.synthetic.fault_kinds import Alter, Around, LineFault, Records, anyone, day_after, put
from mutualis.synthetic.member_faults import not_last, repeat_elsewhere

TEXT_WIDTH = 24
HOME, AS_ASKED = 1, 1
REFUSED = "3"
BEYOND, WITHIN = 9_999_000, 2_000  # thousandths: more than any instrument has, and what they all have


def _text(value: str) -> str:
    return value.ljust(TEXT_WIDTH)


def _later(name: str) -> Alter:
    """The day is ten days after the half-year."""

    def alter(records: Records, row: int, around: Around) -> int:
        day = around.period.reference_day
        records.put(name, row, day_after(day.year * 10_000 + day.month * 100 + day.day, 10))
        return row

    return alter


def _ended_before(records: Records, row: int, _: Around) -> int:
    records.put("end_day", row, day_after(int(records.get("start_day", row)), -1))
    return row


def _refused_with_packages(records: Records, row: int, _: Around) -> int:
    records.put("authorisation_decision", row, REFUSED)
    records.put("packages", row, 6)
    return row


def _answers(instrument: str) -> Alter:
    """An instrument for others, with a score that is within its range."""

    def alter(records: Records, row: int, _: Around) -> int:
        records.put("instrument", row, _text(instrument))
        records.put("score_thousandths", row, WITHIN)
        return row

    return alter


def _negative(name: str) -> Alter:
    def alter(records: Records, row: int, _: Around) -> int:
        records.put(name, row, -int(records.get(name, row)))
        return row

    return alter


def _whole_lines(records: Records, _: Around) -> np.ndarray:
    """Lines of attestations with an amount."""
    return records.numbers("asked_cents") > 0


def _at_home(records: Records, _: Around) -> np.ndarray:
    """Assessments at home that were agreed as asked."""
    return (records.numbers("setting") == HOME) & (records.numbers("class_decision") == AS_ASKED)


def _other_class(records: Records, row: int, _: Around) -> int:
    """The class of another dependency than the scores give."""
    records.put("dependency_class", row, "FC" if records.get("dependency_class", row) != "FC" else "FA")
    return row


FAULTS = (
    LineFault("authorisation_of_nobody", "c4", "person", "c4.person.unknown", anyone, numbers.stranger("person")),
    LineFault("authorised_unknown_cnk", "c4", "cnk", "c4.cnk.unknown", anyone, put("cnk", numbers.unknown_product)),
    LineFault("refused_with_packages", "c4", "packages", "c4.packages.decision", anyone, _refused_with_packages),
    LineFault("authorisation_ends_early", "c4", "end_day", "c4.end_day.before_start", anyone, _ended_before),
    LineFault("unknown_incapacity", "ao", "incapacity_kind", "ao.incapacity_kind.unknown", anyone,
              put("incapacity_kind", "9")),
    LineFault("more_days_than_the_spell", "ao", "days_paid", "ao.days_paid.period", anyone, put("days_paid", "350")),
    LineFault("spell_twice", "ao", "*", "ao.line.duplicate", not_last, repeat_elsewhere),
    LineFault("spell_of_a_wrong_insz", "ao", "person", "ao.person.check_digit", anyone,
              numbers.wrong_person_check("person")),
    LineFault("class_of_other_scores", "kz", "dependency_class", "kz.dependency_class.scores", _at_home, _other_class),
    LineFault("unknown_class", "kz", "dependency_class", "kz.dependency_class.unknown", anyone,
              put("dependency_class", "ZZ")),
    LineFault("negative_attestation", "pg", "asked_cents", "pg.asked_cents.negative", _whole_lines,
              _negative("asked_cents")),
    LineFault("attested_unknown_code", "pg", "nomenclature_code", "pg.nomenclature.unknown", anyone,
              put("nomenclature_code", numbers.unknown_nomenclature)),
    LineFault("attestation_is_no_flag", "pg", "is_electronic", "pg.format.flag", anyone, put("is_electronic", "5")),
    LineFault("unknown_pilot", "pi", "pilot", "pi.pilot.unknown", anyone, put("pilot", "77")),
    LineFault("included_after_the_period", "pi", "start_day", "pi.start_day.after_period", anyone,
              _later("start_day")),
    LineFault("unknown_item_of_a_record", "gp", "item", "gp.item.unknown", anyone, put("item", _text("shoe_size"))),
    LineFault("record_after_the_period", "gp", "record_day", "gp.record_day.after_period", anyone,
              _later("record_day")),
    LineFault("record_of_a_wrong_insz", "gp", "person", "gp.person.check_digit", anyone,
              numbers.wrong_person_check("person")),
    LineFault("score_out_of_range", "pr", "score_thousandths", "pr.score_thousandths.range", anyone,
              put("score_thousandths", BEYOND)),
    LineFault("patient_answers_for_providers", "pr", "instrument", "pr.instrument.respondent", anyone,
              _answers("wellbeing_joy")),
    LineFault("answer_after_the_period", "pr", "answer_day", "pr.answer_day.after_period", anyone,
              _later("answer_day")),
    LineFault("provider_score_out_of_range", "wb", "score_thousandths", "wb.score_thousandths.range", anyone,
              put("score_thousandths", BEYOND)),
    LineFault("wrong_number_of_a_provider", "wb", "provider", "wb.provider.check_digit", anyone,
              numbers.wrong_provider_check("provider")),
    LineFault("provider_answers_for_patients", "wb", "instrument", "wb.instrument.respondent", anyone,
              _answers("prem_care")),
)  # fmt: skip
