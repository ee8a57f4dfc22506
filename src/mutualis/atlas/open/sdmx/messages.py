"""Messages of SDMX as bytes: structures, data sets, and what there is of them."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import msgspec
import pandas as pd
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset
from pysdmx.io.writer import write_sdmx
from pysdmx.model import Organisation
from pysdmx.model.message import Header

from mutualis import reference
from mutualis.atlas.open.sdmx import series
from mutualis.atlas.open.sdmx.frame import attributes
from mutualis.atlas.open.sdmx.names import unfolded
from mutualis.atlas.open.sdmx.problem import COMMON, MESSAGE, NOT_IMPLEMENTED, Refused
from mutualis.atlas.open.sdmx.query import ALL_DIMENSIONS, Question
from mutualis.atlas.open.sdmx.structures import TIME, Structures
from mutualis.release import Release

SPECIFIC, GENERIC, CSV = Format.DATA_SDMX_ML_2_1_STR, Format.DATA_SDMX_ML_2_1_GEN, Format.DATA_SDMX_CSV_1_0_0
STRUCTURE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"
SCOPE = re.compile(r'ss:dataScope="[^"]*"')
OPENING = re.compile(r"<mes:DataSet\b[^>]*>")


def structure_message(release: Release, artefacts: Sequence[Any]) -> bytes:
    """Artefacts as SDMX-ML 2.1."""
    made = write_sdmx(list(artefacts), Format.STRUCTURE_SDMX_ML_2_1, header=_header(release))
    return unfolded(str(made)).encode()


def data_message(
    release: Release, there: Structures, flow: str, rows: pd.DataFrame, asked: Question, form: Format
) -> bytes:
    """Rows of a flow in a format. In SDMX-ML pysdmx makes the envelope around one row, whose place all of them take."""
    told = rows if form is CSV else rows.iloc[:1].assign(OBS_STATUS="A")
    # a copy: pysdmx changes the frame that it writes
    data = PandasDataset(structure=_schema(there, flow), data=told.copy(), attributes=attributes(release))
    if form is CSV:
        return str(write_sdmx(data, form)).encode()
    at = {data.short_urn: asked.at}
    said = str(write_sdmx(data, form, header=_header(release), dimension_at_observation=at, prettyprint=False))
    opening, closing = OPENING.search(said), said.rindex("</mes:DataSet>")
    assert opening is not None
    head = SCOPE.sub('ss:dataScope="Dataflow"', said[: opening.end()])  # pysdmx 1.10 writes the id of the flow
    return f"{head}{_inside(rows, there, asked, form)}{said[closing:]}".encode()


def _inside(rows: pd.DataFrame, there: Structures, asked: Question, form: Format) -> str:
    if form is GENERIC:
        if asked.at == ALL_DIMENSIONS:
            raise Refused(NOT_IMPLEMENTED, "Generic data has the time at the observation.", there_is=TIME)
        return series.generic(rows, there.dimensions, asked.detail)
    if asked.at == ALL_DIMENSIONS:
        return series.flat(rows, there.dimensions)
    return series.specific(rows, there.dimensions, asked.detail)


def _schema(there: Structures, flow: str) -> Any:
    """The data structure as pysdmx wants it to write a data set, in the context of a flow."""
    agency = reference.open_data().agency
    schema = there.structure.to_schema()
    return msgspec.structs.replace(schema, context="dataflow", id=flow, agency=agency, version=there.version)


def _header(release: Release) -> Header:
    made = dt.datetime.fromisoformat(release.created)
    sender = Organisation(id=reference.open_data().agency)
    return Header(id=f"R{release.id}", prepared=made, sender=sender)


def constraint_message(release: Release, there: Structures, flow: str, rows: pd.DataFrame, only: str) -> bytes:
    """Which codes of each dimension have figures, as a content constraint (pysdmx has no writer for it in 2.1)."""
    agency = reference.open_data().agency
    wanted = [each for each in there.dimensions if only in ("", "all", each)]
    values = "".join(_values(name, rows[name]) for name in wanted)
    years = f"<com:StartPeriod>{rows[TIME].min()}</com:StartPeriod><com:EndPeriod>{rows[TIME].max()}</com:EndPeriod>"
    time = f'<com:KeyValue id="{TIME}"><com:TimeRange>{years}</com:TimeRange></com:KeyValue>'
    ref = f'<Ref agencyID="{agency}" class="Dataflow" id="{flow}" package="datastructure" version="{there.version}"/>'
    about = f'id="CR_{flow}" agencyID="{agency}" version="{there.version}" type="Actual"'
    head = (
        f"<mes:Header><mes:ID>R{release.id}</mes:ID><mes:Test>false</mes:Test>"
        f'<mes:Prepared>{escape(release.created)}</mes:Prepared><mes:Sender id="{agency}"/></mes:Header>'
    )
    body = (
        f'<str:ContentConstraint {about}><com:Name xml:lang="en">{flow}</com:Name><str:ConstraintAttachment>'
        f"<str:Dataflow>{ref}</str:Dataflow></str:ConstraintAttachment>"
        f'<str:CubeRegion include="true">{values}{time if only in ("", "all", TIME) else ""}</str:CubeRegion>'
        "</str:ContentConstraint>"
    )
    spaces = f'xmlns:mes="{MESSAGE}" xmlns:com="{COMMON}" xmlns:str="{STRUCTURE}"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><mes:Structure {spaces}>{head}<mes:Structures><str:Constraints>{body}'
        "</str:Constraints></mes:Structures></mes:Structure>"
    ).encode()


def _values(name: str, codes: pd.Series) -> str:
    found = "".join(f"<com:Value>{escape(each)}</com:Value>" for each in sorted(set(codes)))
    return f'<com:KeyValue id="{name}">{found}</com:KeyValue>'


KINDS: Mapping[str, tuple[Format, str]] = {
    "structurespecific": (SPECIFIC, "application/vnd.sdmx.structurespecificdata+xml;version=2.1"),
    "generic": (GENERIC, "application/vnd.sdmx.genericdata+xml;version=2.1"),
    "csv": (CSV, "application/vnd.sdmx.data+csv;version=1.0.0;charset=utf-8"),
}
STRUCTURE_KIND = "application/vnd.sdmx.structure+xml;version=2.1"
