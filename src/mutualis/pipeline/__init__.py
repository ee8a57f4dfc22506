"""The stages in order: what the verbs of the command line do, on a workspace of nodes."""

from mutualis.pipeline.beside import beside
from mutualis.pipeline.by_provider import ByProvider, indicator_by_provider, write_providers
from mutualis.pipeline.cataloguing import catalogue_store, fill_catalogue, publish_catalogue
from mutualis.pipeline.conservation import Conservation, conservation
from mutualis.pipeline.deliveries import pack, synthesise
from mutualis.pipeline.derive import derive
from mutualis.pipeline.diagnosis_report import DiagnosisReport, diagnosis_report
from mutualis.pipeline.figures import count
from mutualis.pipeline.impact import Impact, Uses, impact, uses
from mutualis.pipeline.intake import accept, code
from mutualis.pipeline.library_list import Entry, library
from mutualis.pipeline.meter import Progress, Silent, StageRow, measured, peak_memory
from mutualis.pipeline.providing import provide
from mutualis.pipeline.releasing import audit, protect, publish
from mutualis.pipeline.rotation import rotate
from mutualis.pipeline.run import run
from mutualis.pipeline.sample_report import SampleReport, sample_report
from mutualis.pipeline.sampling import sample
from mutualis.pipeline.warehouse import clean, history, load
from mutualis.pipeline.workspace import Workspace

__all__ = [
    "ByProvider",
    "Conservation",
    "DiagnosisReport",
    "Entry",
    "Impact",
    "Progress",
    "SampleReport",
    "Silent",
    "StageRow",
    "Uses",
    "Workspace",
    "accept",
    "audit",
    "beside",
    "catalogue_store",
    "clean",
    "code",
    "conservation",
    "count",
    "derive",
    "diagnosis_report",
    "fill_catalogue",
    "history",
    "impact",
    "indicator_by_provider",
    "library",
    "load",
    "measured",
    "pack",
    "peak_memory",
    "protect",
    "provide",
    "publish",
    "publish_catalogue",
    "rotate",
    "run",
    "sample",
    "sample_report",
    "synthesise",
    "uses",
    "write_providers",
]
