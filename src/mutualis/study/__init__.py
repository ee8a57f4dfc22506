"""Studies: folders with a protocol, an authorisation and code, run on the centre's tables under disclosure control."""

from mutualis.study.comparing import Change, differences
from mutualis.study.demo import make_study_country
from mutualis.study.desk import Desk, Deviation
from mutualis.study.expected import Checked, Off
from mutualis.study.folder import Output, Study, read_study, root, study_names
from mutualis.study.permission import Permission
from mutualis.study.results import Run, named_run, runs
from mutualis.study.returning import return_flags, write_flags
from mutualis.study.running import Ran, run

__all__ = [
    "Change",
    "Checked",
    "Desk",
    "Deviation",
    "Off",
    "Output",
    "Permission",
    "Ran",
    "Run",
    "Study",
    "differences",
    "make_study_country",
    "named_run",
    "read_study",
    "return_flags",
    "root",
    "run",
    "runs",
    "study_names",
    "write_flags",
]
