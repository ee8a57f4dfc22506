"""Patient data (PATI): what a person used, has and paid in a year, pseudodiagnoses, and records of GPs and answers."""

from typing import Any

from mutualis.model import Column
from mutualis.tables.declare import table
from mutualis.tables.derived import COPAYMENT, PERSON_ID, REIMBURSED, SUPPLEMENT, YEAR

CONTACTS, DAYS, FLAG = "contacts", "days", "bool"


@table
class derived_person_year:
    """Patient data (PATI): what a person used and paid in a year, and which rights and flags he or she had."""

    grain = "one row per person and calendar year, for whoever is in Populatie, Gezondheidszorgen or Farmanet"
    key = ("person_id", "year")
    person_id = PERSON_ID
    year = YEAR
    is_in_population = Column(FLAG, "Whether the person is in Populatie.", official="IN_POPU")
    is_in_care = Column(FLAG, "Whether the person is in Gezondheidszorgen.", official="IN_GZ")
    is_in_pharmacy = Column(FLAG, "Whether the person is in Farmanet.", official="IN_FU")
    gp_contacts = Column("int64", "Contacts with a general practitioner.", unit=CONTACTS)
    gp_home_visits = Column("int64", "Home visits of a general practitioner.", unit=CONTACTS)
    gp_remote_contacts = Column("int64", "Remote contacts with a general practitioner.", unit=CONTACTS)
    gp_out_of_hours_contacts = Column(
        "int64", "Contacts with a general practitioner at night, in a weekend or on a holiday.", unit=CONTACTS
    )
    gp_providers = Column("int64", "Different general practitioners met.", unit="providers")
    most_seen_gp_contacts = Column(
        "int64", "Contacts with the general practitioner who was met most often.", unit=CONTACTS
    )
    specialist_contacts = Column("int64", "Contacts with a specialist.", unit=CONTACTS)
    psychiatrist_contacts = Column("int64", "Contacts with a psychiatrist.", unit=CONTACTS)
    emergency_contacts = Column("int64", "Days with care of an emergency physician.", unit=CONTACTS)
    dental_contacts = Column("int64", "Days with a dental act.", unit=CONTACTS, official="DENT_DENTIST_N")
    orthodontic_acts = Column("int64", "Orthodontic acts.", unit="acts", official="DENT_ORTHODONTIST_N")
    physiotherapy_contacts = Column("int64", "Days with an act of a physiotherapist.", unit=CONTACTS)
    speech_therapy_contacts = Column("int64", "Days with an act of a speech therapist.", unit=CONTACTS)
    laboratory_days = Column("int64", "Days with clinical biology outside hospital.", unit=DAYS)
    imaging_days = Column("int64", "Days with medical imaging outside hospital.", unit=DAYS)
    home_nursing_days = Column("int64", "Days with nursing care at home.", unit=DAYS)
    nursing_toilet_days = Column("int64", "Days with a toilet (hygienic care) as a single act.", unit=DAYS)
    nursing_forfait_a_days = Column("int64", "Days with nursing lump sum A.", unit=DAYS)
    nursing_forfait_b_days = Column("int64", "Days with nursing lump sum B.", unit=DAYS)
    nursing_forfait_c_days = Column("int64", "Days with nursing lump sum C.", unit=DAYS)
    palliative_days = Column("int64", "Days with palliative care at home.", unit=DAYS)
    global_medical_files = Column("int64", "Fees for keeping the global medical file (GMD).", unit="fees")
    is_in_medical_house = Column(FLAG, "Whether a medical house was paid by capitation for the person.")
    nursing_home_days = Column("int64", "Days in a nursing home.", unit=DAYS)
    nursing_home_class = Column(
        "string", "Class of dependency on the last such day: O, A, B, C, Cd or D.", nullable=True
    )
    classic_stays = Column("int64", "Classic hospital stays that began in the year.", unit="stays")
    day_stays = Column("int64", "Day stays.", unit="stays")
    psychiatric_stays = Column("int64", "Classic stays in a psychiatric hospital.", unit="stays")
    hospital_nights = Column("int64", "Nights in hospital.", unit="nights")
    reimbursed_cents = REIMBURSED
    copayment_cents = COPAYMENT
    supplement_cents = SUPPLEMENT
    polypharmacy_substances = Column(
        "int64", "Substances (ATC of seven characters) of at least 80 DDD in the year.", unit="substances"
    )
    is_polypharmacy = Column(FLAG, "Whether there are five such substances or more.")
    is_excessive_polypharmacy = Column(FLAG, "Whether there are ten such substances or more.")
    has_disability = Column(FLAG, "Whether a disability is recognised (origin, allowances or holder code).")
    has_dependency = Column(
        FLAG, "Whether a dependency criterion of the chronic-illness lump sum is met (PP2001-PP2011)."
    )
    has_chronic_forfait = Column(
        FLAG,
        "Whether the chronic-illness lump sum is due: dependency and high co-payments in two years.",
        official="ZORGFORFAIT",
    )
    has_chronic_status = Column(FLAG, "Whether the person has the status of chronic affection.")
    unemployment_days = Column("int64", "Days of unemployment.", unit=DAYS, official="PP4001")
    incapacity_days = Column("int64", "Days of primary work incapacity.", unit=DAYS, official="PP4002")
    invalidity_days = Column("int64", "Days of invalidity.", unit=DAYS, official="PP4003")


@table
class derived_person_year_diagnosis:
    """Pseudodiagnoses: conditions that medicines point to, by the code list `pseudodiagnosis`."""

    grain = "one row per person, year, list and condition that is met"
    key = ("person_id", "year", "list", "condition")
    person_id = PERSON_ID
    year = YEAR
    list = Column("string", "Which list: open (Huber et al. 2013, the default) or nihdi (to be confirmed).")
    condition = Column("string", "Condition.", codelist="pseudodiagnosis")
    ddd_thousandths = Column("int64", "Defined daily doses behind it.", unit="thousandths of a DDD")
    packages = Column("int64", "Packages behind it.", unit="packages")


@table
class derived_person_year_record:
    """What GPs recorded of a person in a year: diagnoses (ICPC-2), measurements, smoking, vaccinations."""

    grain = "one row per person, year and item"
    key = ("person_id", "year", "item")
    person_id = PERSON_ID
    year = YEAR
    item = Column("string", "What was recorded.", codelist="gp_item")
    records = Column("int64", "Records of the year.", unit="records")
    last_day = Column("date", "Day of the last record.")
    last_value_thousandths = Column(
        "int64", "Value of the last record, in the unit of the item.", unit="thousandths", nullable=True
    )


@table
class derived_person_year_answer:
    """What a person answered to patient-reported measures (PROM, PREM) in a year."""

    grain = "one row per person, year and instrument"
    key = ("person_id", "year", "instrument")
    person_id = PERSON_ID
    year = YEAR
    instrument = Column("string", "Instrument.", codelist="instrument")
    answers = Column("int64", "Answers given.", unit="answers")
    first_score_thousandths = Column("int64", "First score of the year.", unit="thousandths of a point")
    last_score_thousandths = Column("int64", "Last score of the year.", unit="thousandths of a point")


TABLES: tuple[Any, ...] = (
    derived_person_year,
    derived_person_year_diagnosis,
    derived_person_year_record,
    derived_person_year_answer,
)
