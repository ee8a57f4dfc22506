"""Feedback: reports go to their hospitals through the third party, which codes forward and turns no code back.

The researcher knows a hospital by a code of the third party and puts that on the report. The third party codes the
number of every hospital of the register with the key of the project again, and so finds whose a report is; it keeps no
table of codes. It can read the reports that it passes on: they are figures of a hospital, and of no person.
"""

from collections.abc import Mapping

import polars as pl

from mutualis import reference
from mutualis.coding.kernel import code_distinct
from mutualis.coding.keys import c2_subkey
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.permit import Permit
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file

CODED, OWN = "coded-reports", "hospital-reports"
NUMBER, CODE = "hospital_number", "feedback_code"
KIND, FOLDER, FORMATS = "feedback", "reports", ("html", "pdf")


def feedback_codes(permit: Permit, numbers: pl.Series) -> pl.DataFrame:
    """At the third party: the distinct numbers of hospitals with their codes for this project."""
    distinct = numbers.drop_nulls().unique().cast(pl.String).rename(NUMBER)
    of_project = (permit.authorisation.id + "/" + distinct).rename(NUMBER)
    return pl.DataFrame({NUMBER: distinct, CODE: code_distinct(of_project, c2_subkey(permit.node, KIND))})


def with_feedback_code(permit: Permit, stays: pl.DataFrame) -> pl.DataFrame:
    """Step 10: the stays with the code of their hospital."""
    return stays.join(feedback_codes(permit, stays[NUMBER]), on=NUMBER, how="left")


def send_reports(permit: Permit, reports: pl.DataFrame, recipient: str) -> Account:
    """The researcher: reports (feedback_code, language, format, report as bytes) to the third party."""
    if strange := sorted(set(reports["format"]) - set(FORMATS)):
        raise MutualisError(f"A report has the form '{strange[0]}'.", there_is=f"the forms are {', '.join(FORMATS)}")
    if reports.select(CODE, "language", "format").is_duplicated().any():
        raise MutualisError("A hospital has two reports of one language and form.", do="send one of each")
    messages.send(permit, CODED, recipient, {"reports": reports})
    return enter(permit, Account(0, permit.node.name, {"reports": reports.height}, {CODED: reports.height}))


def pass_on(permit: Permit, nodes: Mapping[str, str]) -> Account:
    """The third party: each report to the hospital whose number has its code. `nodes` are names of nodes by number.

    A code of no hospital of the register, and a hospital without a node, are counted; those reports go nowhere. What
    came is destroyed.
    """
    received = [each.tables["reports"] for each in messages.receive(permit, CODED)]
    if not received:
        raise MutualisError("There are no reports to pass on.", do="wait for the parcel of the researcher")
    register = pl.Series([row["code"] for row in reference.codelist("hospital").rows])
    whose = feedback_codes(permit, register).with_columns(
        node=pl.col(NUMBER).replace_strict(dict(nodes), default=None, return_dtype=pl.String)
    )
    met = pl.concat(received).join(whose, on=CODE, how="left", nulls_equal=False)
    known = met.filter(pl.col("node").is_not_null())
    columns = list(permit.authorisation.file(OWN).tables["reports"])
    for (node,), own in known.partition_by("node", as_dict=True).items():
        messages.send(permit, OWN, str(node), {"reports": own.select(columns)})
    messages.destroy(permit, CODED)
    dropped = {
        "reports_of_no_hospital": met[NUMBER].null_count(),
        "reports_of_a_hospital_without_node": met.height - known.height - met[NUMBER].null_count(),
    }
    rows_out, facts = {OWN: known.height}, {"hospitals": known["node"].n_unique()}
    return enter(permit, Account(0, permit.node.name, {CODED: met.height}, rows_out, dropped, facts))


def take_reports(permit: Permit) -> Account:
    """The hospital: its reports into its store, one file for each language and form; earlier ones are replaced."""
    folder = permit.node.store / FOLDER / permit.authorisation.id
    rows = [row for each in messages.receive(permit, OWN) for row in each.tables["reports"].rows(named=True)]
    languages = reference.TEXT_LANGUAGES
    for row in rows:
        if row["language"] not in languages or row["format"] not in FORMATS:
            raise MutualisError("A report has a language or form that there is not.", do="ask the researcher for it")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(folder / f"report.{row['language']}.{row['format']}", row["report"])
    messages.destroy(permit, OWN)
    return enter(permit, Account(0, permit.node.name, {OWN: len(rows)}, {"reports": len(rows)}))
