"""Derived tables: integers only, one row a person and year or a stay. Built by `derived/`, read by the indicators."""

from typing import Any

from mutualis.model import C2, HOSPITAL, Column
from mutualis.tables.declare import table

PERSON_ID = Column("string", "Coded person.", C2)
YEAR = Column("int32", "Calendar year.", unit="year")
REIMBURSED = Column("int64", "Paid by compulsory insurance.", unit="euro cents")
COPAYMENT = Column("int64", "Paid by the patient within the official tariff.", unit="euro cents")
SUPPLEMENT = Column("int64", "Paid by the patient above the official tariff.", unit="euro cents")


@table
class derived_population_year:
    """The insured of a year: the state of 31 December or, without one, of 30 June."""

    grain = "one row per insured person per year"
    key = ("person_id", "year")
    person_id = PERSON_ID
    year = YEAR
    reference_day = Column("date", "Day of the state that was used.")
    state = Column("string", "Which state was used.", codelist="state", official="PPBRON")
    birth_year = Column("int32", "Year of birth.", official="PP0015A", unit="year", nullable=True)
    age = Column("int32", "Whole years on 31 December of the year.", unit="years", nullable=True)
    sex = Column("string", "Sex.", codelist="sex", official="PP0020", nullable=True)
    municipality_code = Column(
        "string", "NIS code of the place of living.", codelist="municipality", official="PP0025", nullable=True
    )
    arrondissement_code = Column("string", "NIS code of the arrondissement.", nullable=True)
    province_code = Column("string", "NIS code of the province.", official="PROVINCE", nullable=True)
    region_code = Column("string", "NIS code of the region.", nullable=True)
    cg1 = Column("string", "Holder code 1.", codelist="cg1", official="PP0030", nullable=True)
    cg2 = Column("string", "Holder code 2.", codelist="cg2", official="PP0035", nullable=True)
    is_increased_reimbursement = Column("bool", "Whether the person has increased reimbursement.", nullable=True)
    social_state = Column("string", "Social state.", codelist="social_state", official="PP1002", nullable=True)
    is_deceased = Column("bool", "Whether the state carries a death.")
    disability_origin = Column(
        "string", "Origin of a recognised disability.", codelist="disability_origin", official="PP1009", nullable=True
    )
    has_nursing_b = Column("bool", "Nursing lump sum B for three months.", official="PP2001", nullable=True)
    has_nursing_c = Column("bool", "Nursing lump sum C for three months.", official="PP2002", nullable=True)
    has_physiotherapy_e = Column("bool", "Physiotherapy E for six months.", official="PP2003", nullable=True)
    has_increased_child_allowance = Column("bool", "Increased child allowance.", official="PP2004", nullable=True)
    has_integration_allowance = Column("bool", "Integration allowance.", official="PP2005", nullable=True)
    has_elderly_allowance = Column("bool", "Allowance for help to elderly persons.", official="PP2006", nullable=True)
    has_third_party_help_old_1 = Column("bool", "Third-party help, old scheme 1.", official="PP2007", nullable=True)
    has_third_party_help_old_2 = Column("bool", "Third-party help, old scheme 2.", official="PP2008", nullable=True)
    has_third_party_help = Column("bool", "Third-party help, lump sum.", official="PP2009", nullable=True)
    has_120_hospital_days = Column("bool", "120 days in hospital.", official="PP2010", nullable=True)
    has_6_admissions = Column("bool", "Six admissions to hospital.", official="PP2011", nullable=True)
    unemployment_days = Column("int32", "Days of unemployment.", unit="days", official="PP4001", nullable=True)
    incapacity_days = Column("int32", "Days of primary incapacity.", unit="days", official="PP4002", nullable=True)
    invalidity_days = Column("int32", "Days of invalidity.", unit="days", official="PP4003", nullable=True)
    household_head_id = Column("string", "Coded head of the household.", C2, official="PP3015", nullable=True)
    maf_household_right = Column(
        "string", "Right to MAF of the household.", codelist="maf_household", official="PP3001", nullable=True
    )
    maf_household_category = Column(
        "string", "MAF category of the household.", codelist="maf_category", official="PP3002", nullable=True
    )
    maf_individual_right = Column(
        "string", "Right to MAF of the person.", codelist="maf_individual", official="PP3003", nullable=True
    )
    has_maf_household_refund = Column("bool", "MAF was repaid to the household.", official="PP3004", nullable=True)
    has_maf_individual_refund = Column("bool", "MAF was repaid to the person.", official="PP3005", nullable=True)
    maf_start_day = Column("date", "Day on which the right to MAF began.", official="PP3006", nullable=True)
    is_mixed_household = Column(
        "bool", "Whether the household has members in several insurers.", official="PP3007", nullable=True
    )
    household_type = Column(
        "string", "Type of the household.", codelist="household_type", official="PP3008", nullable=True
    )
    has_guaranteed_income = Column("bool", "Guaranteed income.", official="PP3009", nullable=True)
    has_elderly_income_guarantee = Column("bool", "Income guarantee for the elderly.", official="PP3010", nullable=True)
    has_subsistence_income = Column("bool", "Subsistence income.", official="PP3011", nullable=True)
    has_disability_allowance = Column("bool", "Allowance for a disability.", official="PP3012", nullable=True)
    has_long_unemployment = Column(
        "bool", "More than six months of unemployment benefit.", official="PP3013", nullable=True
    )
    has_social_welfare = Column("bool", "Help of a public centre for social welfare.", official="PP3014", nullable=True)


@table
class derived_stay:
    """Stays in hospital, made of the lines that were billed."""

    grain = "one row per hospital stay"
    key = ("person_id", "hospital_number", "admission_day", "stay_kind")
    person_id = PERSON_ID
    hospital_number = Column(
        "string", "RIZIV number of the hospital.", HOSPITAL, codelist="institution", official="SS00075"
    )
    admission_day = Column("date", "First day.", official="SS00110")
    stay_kind = Column("string", "classic or day.")
    discharge_day = Column("date", "Last day.", official="SS00115", nullable=True)
    year = Column("int32", "Year of the admission.", unit="year")
    nights = Column("int32", "Nights between admission and discharge.", unit="nights")
    parts = Column(
        "int64",
        "Invoices (pairs of first and last day with a day price or lump sum) joined: long stays come in parts.",
        unit="parts",
    )
    is_psychiatric = Column("bool", "Whether the hospital is a psychiatric one; all others are general.")
    service_code = Column(
        "string",
        "Service of admission: that of the first day billed.",
        codelist="service",
        official="SS00080",
        nullable=True,
    )
    room_type = Column("string", "Room billed: single, double or common.", nullable=True)
    is_oncological = Column("bool", "Whether medicines or acts of the stay point to a malignancy.")
    is_unplanned = Column(
        "bool", "Whether an emergency physician was billed on the day of admission or the day before."
    )
    is_transfer_in = Column("bool", "Whether the stay follows on one in another hospital, on the same day or the next.")
    is_transfer_out = Column("bool", "Whether a stay in another hospital follows, on the same day or the next.")
    episode_admission_day = Column("date", "First day of the first stay of the chain of transfers.")
    episode_discharge_day = Column("date", "Last day of the last stay of that chain.", nullable=True)
    line_count = Column("int64", "Lines of the stay.", unit="lines")
    reimbursed_cents = REIMBURSED
    copayment_cents = COPAYMENT
    supplement_cents = SUPPLEMENT
    official_fee_cents = Column("int64", "Official fees of physicians: reimbursed and co-payment.", unit="euro cents")
    fee_supplement_cents = Column("int64", "Supplements on fees of physicians.", unit="euro cents")
    other_fee_supplement_cents = Column("int64", "Supplements on fees of others than physicians.", unit="euro cents")
    room_supplement_cents = Column("int64", "Supplements on the room.", unit="euro cents")
    pharmacy_supplement_cents = Column("int64", "Medicines that the patient pays.", unit="euro cents")
    implant_supplement_cents = Column("int64", "Own share in implants and material.", unit="euro cents")
    other_supplement_cents = Column("int64", "All other supplements.", unit="euro cents")


@table
class derived_person_year_cost:
    """What a person cost in a year, by cost group of the nomenclature."""

    grain = "one row per person, year and cost group"
    key = ("person_id", "year", "cost_group")
    person_id = PERSON_ID
    year = YEAR
    cost_group = Column("string", "Cost group.", codelist="cost_group", official="PROCEDURE_GROUP")
    reimbursed_cents = REIMBURSED
    copayment_cents = COPAYMENT
    supplement_cents = SUPPLEMENT


@table
class derived_person_year_drug:
    """Medicines of a person in a year, by active substance."""

    grain = "one row per person, year and ATC code"
    key = ("person_id", "year", "atc_code")
    person_id = PERSON_ID
    year = YEAR
    atc_code = Column("string", "Active substance.", codelist="atc")
    ddd_thousandths = Column("int64", "Defined daily doses.", unit="thousandths of a DDD", official="DDD")
    packages = Column("int64", "Packages handed out.", unit="packages")
    reimbursed_cents = Column("int64", "Reimbursed by the insurance.", unit="cents", official="ZIV")
    own_cents = Column("int64", "Co-payment and supplement of the patient.", unit="cents", official="RG + SUP")


@table
class derived_person_year_hospital_drug:
    """Medicines that hospitals gave or handed out to a person in a year, by active substance."""

    grain = "one row per person, year and ATC code"
    key = ("person_id", "year", "atc_code")
    person_id = PERSON_ID
    year = YEAR
    atc_code = Column("string", "Active substance.", codelist="atc")
    ddd_thousandths = Column("int64", "Defined daily doses.", unit="thousandths of a DDD", official="DDD")
    packages = Column("int64", "Packages billed.", unit="packages")


@table
class derived_sample_member:
    """The permanent sample (EPS): who is in it in which year, why, and with which weight."""

    grain = "one row per person in the sample per year"
    key = ("person_id", "year")
    person_id = PERSON_ID
    year = YEAR
    part = Column("string", "base, extra (drawn as 65 or older) or household (of a person drawn; no billing).")
    weight = Column("int32", "Persons that the row stands for; empty for members of the household.", nullable=True)
    base_weight = Column("int32", "The same where only the base sample is used.", nullable=True)
    entered = Column(
        "string", "Why the person is new: start, newborn, immigrant, turned_65 or household.", nullable=True
    )
    left = Column("string", "Why it is the last year: death, emigration or household.", nullable=True)


TABLES: tuple[Any, ...] = (
    derived_population_year,
    derived_stay,
    derived_person_year_cost,
    derived_person_year_drug,
    derived_person_year_hospital_drug,
    derived_sample_member,
)
