"""Medicines across sectors, and unplanned readmissions: see protocol.md. Methods 2.4, 2.5, 6.1 and 6.2."""

from functools import partial

from mutualis.study import Desk

from . import medicines, pictures, stays
from .rows import people


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    insured = people(desk)
    medicines.antibiotics(desk, insured)
    medicines.psychotropics(desk, insured)
    medicines.polypharmacy(desk, insured)
    stays.readmissions(desk, insured)
    desk.picture("antibiotics_by_year", partial(pictures.by_year, desk))
    desk.picture("psychotropics_drawn", partial(pictures.psychotropics, desk))
    desk.picture("funnel", partial(pictures.hospitals, desk))
    desk.picture("odds", partial(pictures.odds, desk))
