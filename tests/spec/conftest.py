"""`spec`: drawn tables in, a step or an indicator over them, expected rows out; on the engine of the house."""

import datetime as dt
import os
from functools import cache
from itertools import count

import pyarrow.parquet as pq
import pytest

from mutualis import derived, tables
from mutualis.engine import DuckEngine, spark_engine
from mutualis.indicators import Indicator
from mutualis.model import Years
from spec.drawing import arrow_table, filled, rows_of

# Code lists of a small world: codes that can be read aloud.
WORLD = {
    "reference_nomenclature": """
        code    | kind                | cost_group
        gp      | gp_contact          | 01
        doctor  | specialist_contact  | 01
        psy     | psychiatrist_contact| 01
        day     | day_price           | 33
        lump    | day_hospital        | 35
        single  | room_single         | 37
        double  | room_double         | 37
        common  | room_common         | 37
        surgery | surgery             | 14
        pill    | drug_forfait        | 38
        file    | gmd                 | 02
        oncoday | day_hospital        | 35
        radio   | fee                 | 13
        physio  | physio              | 06
        implant | other               | 29
        phone   | other               | 80
        house   | capitation          | 43
        visit   | gp_contact          | 01
        remote  | gp_contact          | 01
    """,
    "reference_cnk": """
        code    | atc_code | ddd_thousandths_per_pack | valid_from | valid_to
        amoxi   | J01CA04  | 16000                    |            | 2022-06-30
        amoxi   | J01CA04  | 10667                    | 2022-07-01 |
        doxy    | J01AA02  | 10000                    |            |
        statin  | C10AA01  | 28000                    |            |
        bandage |          |                          |            |
        chemo   | L01BC02  | 1000                     |            |
    """,
    "reference_qualification": """
        code | is_psychiatrist | is_emergency
        770  | yes             | no
        580  | no              | no
        810  | no              | yes
    """,
    "reference_care_group": """
        code      | care_group     | care_part  | care_rank
        visit     | gp_home_visit  |            |
        remote    | gp_remote      |            |
        tooth     | dental         |            |
        brace     | orthodontics   |            |
        move      | physiotherapy  |            |
        speak     | speech_therapy |            |
        blood     | laboratory     |            |
        scan      | imaging        |            |
        wound     | nursing        | other      |
        toilet    | nursing        | toilet     |
        forfait-a | nursing        | forfait_a  |
        forfait-b | nursing        | forfait_b  |
        forfait-c | nursing        | forfait_c  |
        comfort   | nursing        | palliative |
        home-a    | nursing_home   | A          | 1
        home-cd   | nursing_home   | Cd         | 4
        house     | medical_house  |            |
    """,
    "reference_moment": """
        code | is_out_of_hours
        0    | no
        1    | yes
        2    | yes
        3    | yes
        4    | no
    """,
    "reference_maf_ceiling": """
        code         | ceiling_cents | younger_than | valid_from | valid_to
        social       | 400           |              |            | 2022-12-31
        social       | 500           |              | 2023-01-01 |
        child        | 650           | 19           |            |
        chronic      | 100           |              |            |
        chronic_test | 450           |              |            |
        income_250   | 250           |              | 2022-01-01 |
        income_450   | 450           |              |            |
        income_650   | 700           |              |            |
        income_1800  | 1800          |              |            |
    """,
    "reference_maf_counted": """
        code    | is_counted | stay_days | valid_from | valid_to
        visit   | yes        |           |            |
        room    | no         |           |            |
        rehab   | yes        |           |            | 2018-12-31
        psych   | yes        | 3         |            | 2023-03-31
        psych   | yes        |           | 2023-04-01 |
        pills-a | yes        |           |            |
        pills-d | no         |           |            |
    """,
    "reference_maf_rule": """
        code | field      | value | gives
        r0   | right      | 0     | none
        r1   | right      | 1     | social
        r2   | right      | 2     | income
        r4   | right      | 4     | mixed
        c0   | category   | 0     | income_1800
        c3   | category   | 3     | income_450
        c4   | category   | 4     | income_650
        c6   | category   | 6     | income_250
        i0   | individual | 0     | none
        i1   | individual | 1     | social
        i3   | individual | 3     | none
    """,
    "reference_practice_contact": """
        code | assigns
        gp   | consultation
    """,
    "reference_barometer_component": """
        code | component
        01   | physician_fee
        13   | physician_fee
        14   | physician_fee
        06   | other_fee
        37   | room
        38   | pharmacy
        29   | implant
        33   | other
        35   | other
    """,
    "reference_stay_marker": """
        code | points_to   | field         | value
        b    | malignancy  | atc           | L01
        c    | malignancy  | cost_group    | 13
        d    | malignancy  | nomenclature  | oncoday
    """,
    "reference_hospital": """
        code | kind
        H1   | general
        H2   | general
        H3   | general
        P1   | psychiatric
    """,
    "reference_cg1": """
        code | status
        110  | active
        141  | disabled
    """,
    "reference_disability_origin": """
        code | is_recognised
        0    | no
        2    | yes
    """,
    "reference_medicine_group": """
        code                   | least_ddd_thousandths | least_substances
        polypharmacy           | 80000                 | 5
        excessive_polypharmacy | 80000                 | 10
    """,
    "reference_chronic_threshold": """
        code              | amount_cents | valid_from | valid_to
        status_quarter    | 30000        | 2013-01-01 | 2021-12-31
        status_quarter    | 33000        | 2022-01-01 |
        forfait_copayment | 45000        | 2002-01-01 |
    """,
    "reference_accounting_grouping": """
        code  | level         | accounting_group
        0111  | accounting    | doctors
        0112  | accounting    | doctors
        2811  | accounting    | own-dialysis
        0711  | accounting    | nursing
        wound | nomenclature  | nursing-full
        cat-b | drug_category | medicines
        cat-d | drug_category | own-d
    """,
    "reference_municipality": """
        code  | arrondissement_code | province_code | region_code | valid_from | valid_to
        44021 | 44000               | 40000         | 02000       |            |
        12030 | 12000               | 10000         | 02000       |            | 2018-12-31
        12041 | 12000               | 10000         | 02000       | 2019-01-01 |
        21004 | 21000               | 21000         | 04000       |            |
        62063 | 62000               | 60000         | 03000       |            |
    """,
}


def usual_line(row):
    day = row.get("service_day")
    usual = {"quantity": 1, "person_id": "ann"}
    return usual | ({"last_service_day": day, "booking_month": day.year * 100 + day.month} if day else {})


def usual_person_year(row):
    return {"year": 2022, "person_id": "ann"}


def usual_population(row):
    areas = {"municipality_code": "44021", "arrondissement_code": "44000", "province_code": "40000"}
    person = {"sex": "1", "age": 40, "is_increased_reimbursement": False, "reference_day": dt.date(2022, 12, 31)}
    return usual_person_year(row) | areas | {"region_code": "02000"} | person


def usual_ceiling(row):
    """A person whose co-payments may reach any ceiling."""
    return usual_person_year(row) | {"right": "income", "maf_type": "income", "positive_cents": 1_000_000}


USUAL = {
    "core_care_line_net": usual_line,
    "core_dispensing_net": usual_line,
    "core_member_state": lambda row: {"person_id": "ann", "birth_year": 1980, "cg1": "110", "state": "D"},
    "derived_population_year": usual_population,
    "derived_person_year": usual_person_year,
    "derived_person_year_drug": usual_person_year,
    "derived_person_year_hospital_drug": usual_person_year,
    "derived_quarter_group": lambda row: {"person_id": "ann"},
    "derived_stay": usual_person_year,
    "derived_maf_ceiling": usual_ceiling,
    "derived_maf_person": usual_person_year,
    "derived_practice_patient": usual_person_year,
}


class Spec:
    """Draws, runs and compares."""

    def __init__(self, engine, folder):
        self.engine, self.folder, self.numbers = engine, folder, count()

    def __call__(self, drawn, what, expected, *, years="2022", booking_months=24, parameters=None, only=None):
        """Run a step or an indicator's counts over the drawn tables and compare the columns that are expected.

        Of an indicator, a drawing without the column `split` is about the totals. `only` names the values of the rows
        that are compared.
        """
        given = parameters or derived.parameters(Years.parse(years), booking_months)
        found = self.rows(drawn, what, given)
        schema = tables.result_indicator.schema if isinstance(what, Indicator) else what.output.schema
        wanted = rows_of(expected, schema)
        columns = list(wanted[0]) if wanted else ["person_id"]
        if isinstance(what, Indicator) and "split" not in columns:
            only = {"split": "total"} | (only or {})
        found = [row for row in found if all(row[name] == value for name, value in (only or {}).items())]
        assert in_order([{name: row[name] for name in columns} for row in found]) == in_order(wanted)

    def rows(self, drawn, what, parameters):
        """All rows of a step's or indicator's expression; tables that are not drawn are the small world's or empty."""
        expression = _expression(what)
        names = what.sources if isinstance(what, Indicator) else what.inputs
        assert set(drawn) <= set(names), "a table is drawn that nobody reads"
        for name in names:
            self.draw(name, drawn.get(name, WORLD.get(name)))
        return self.engine.rows(expression, parameters)

    def draw(self, name, drawing):
        """Let the engine read a drawing (or a list of rows) as the table of that name."""
        schema = derived.input_table(name).schema()
        rows = rows_of(drawing, schema) if isinstance(drawing, str) else list(drawing or [])
        self.use(name, filled(rows, schema, _nullable(name), USUAL.get(name)), schema)

    def use(self, name, rows, schema):
        path = self.folder / f"{name}-{next(self.numbers)}.parquet"
        pq.write_table(arrow_table(rows, schema), path)
        self.engine.use(name, [path], schema)


@cache
def _expression(what):
    return what.counts() if isinstance(what, Indicator) else what.expression()


def _nullable(name):
    declared = derived.input_columns(name)
    return {column for column, meaning in declared.items() if meaning.nullable}


def in_order(rows):
    return sorted(rows, key=lambda row: [(value is None, str(value)) for value in row.values()])


@pytest.fixture(scope="session")
def _spec_engine(tmp_path_factory):
    """The engine of the house, or Spark where MUTUALIS_SPARK names its master (make test-spark)."""
    folder = tmp_path_factory.mktemp("spec")
    master = os.environ.get("MUTUALIS_SPARK", "")
    engine = spark_engine(master, folder) if master else DuckEngine("1GB", 2, folder)
    yield engine, folder
    engine.close()


@pytest.fixture
def spec(_spec_engine):
    return Spec(*_spec_engine)
